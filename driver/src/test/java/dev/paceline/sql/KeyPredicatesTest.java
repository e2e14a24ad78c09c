package dev.paceline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.postgresql.PostgresqlDialect;
import dev.paceline.sql.KeyPredicate.Value.Literal;
import dev.paceline.sql.KeyPredicate.Value.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPredicatesTest {
  private static final TableName T = new TableName(null, "t");

  private final StatementAnalyzer analyzer =
      new StatementAnalyzer(PostgresqlDialect.INSTANCE, Runnable::run);

  @Test
  void keyPredicates_ofConjuncts_nameParametersAndLiterals() {
    StatementPlan plan = plan("select 'x' from t where id = $2 and 5 = n and m > 3 and s = 'y'");

    assertThat(plan.parsedByCalcite()).isTrue();
    assertThat(plan.keyPredicates())
        .containsExactlyInAnyOrder(
            new KeyPredicate(T, "id", new Parameter(2)),
            new KeyPredicate(T, "n", new Literal(1)),
            new KeyPredicate(T, "s", new Literal(3)));
  }

  @Test
  void keyPredicates_ofJoins_followAliases() {
    assertThat(plan("select 1 from t a join app.u b on a.id = b.id where b.k = ? and a.j = ?")
            .keyPredicates())
        .containsExactlyInAnyOrder(
            new KeyPredicate(new TableName("app", "u"), "k", new Parameter(1)),
            new KeyPredicate(T, "j", new Parameter(2)));
  }

  @Test
  void keyPredicates_ofChanges_areThoseOfTheirTarget() {
    assertThat(plan("update t set n = 1 where id = ?").keyPredicates())
        .containsExactly(new KeyPredicate(T, "id", new Parameter(1)));
    assertThat(plan("delete from t where id = 7").keyPredicates())
        .containsExactly(new KeyPredicate(T, "id", new Literal(0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1 from t where id = 1 or id = 2",
        "select 1 from t left join u on true where t.id = 1",
        "select 1 from t where id = 1 and n in (select n from t)",
        "select 1 from t, t where id = 1",
        "select 1 from t where n in (1, 2, 3) and id = 1",
        "select 1 from t where not id = 1"
      })
  void keyPredicates_thatDoNotHoldForAllRows_areNone(String sql) {
    assertThat(plan(sql).keyPredicates()).isEmpty();
  }

  @Test
  void plan_thatCalciteDoesNotAccept_standsAsItIs() {
    StatementPlan plan = plan("select x -> 'a' from t where id = 1");

    assertThat(plan.parsedByCalcite()).isFalse();
    assertThat(plan.route()).isEqualTo(Route.REPLICA);
  }

  private StatementPlan plan(String sql) {
    return analyzer.plan(sql, LexicalSettings.DEFAULT);
  }
}
