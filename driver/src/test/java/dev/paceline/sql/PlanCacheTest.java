package dev.paceline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.postgresql.PostgresqlDialect;
import org.junit.jupiter.api.Test;

class PlanCacheTest {
  private final StatementAnalyzer analyzer =
      new StatementAnalyzer(PostgresqlDialect.INSTANCE, task -> {});

  @Test
  void put_withoutEnd_staysWithinItsBytes() {
    PlanCache cache = new PlanCache(100_000);
    StatementPlan plan = analyzer.plan("select 1", LexicalSettings.DEFAULT);

    for (int i = 0; i < 10_000; i++) {
      cache.put("select " + i, plan);
      assertThat(cache.bytes()).isLessThanOrEqualTo(101_000);
    }
  }

  @Test
  void get_ofWhatIsUsed_outlivesManyOthers() {
    PlanCache cache = new PlanCache(100_000);
    StatementPlan plan = analyzer.plan("select 1", LexicalSettings.DEFAULT);
    cache.put("hot", plan);

    for (int i = 0; i < 10_000; i++) {
      cache.put("select " + i, plan);
      assertThat(cache.get("hot")).isSameAs(plan);
    }
    assertThat(cache.get("select 0")).isNull();
  }

  @Test
  void plan_ofOneDigest_isSharedByItsTexts() {
    StatementPlan first =
        analyzer.plan("select a from t where id = 1 and n in (1, 2)", LexicalSettings.DEFAULT);
    StatementPlan second = analyzer.plan(
        "SELECT a FROM t -- again\n WHERE id=2 AND n IN (3,4,5)", LexicalSettings.DEFAULT);

    assertThat(second).isSameAs(first);
    assertThat(first.digest().text()).isEqualTo("select a from t where id = ? and n in (?+)");
  }

  @Test
  void plan_whereLiteralsMatter_isNotSharedByDigest() {
    assertThat(analyzer
            .plan("select current_setting('work_mem')", LexicalSettings.DEFAULT)
            .route())
        .isEqualTo(Route.REPLICA);
    assertThat(analyzer
            .plan("select current_setting('in_hot_standby')", LexicalSettings.DEFAULT)
            .route())
        .isEqualTo(Route.PRIMARY);
    assertThat(analyzer
            .plan("explain (analyze 'off') delete from t", LexicalSettings.DEFAULT)
            .route())
        .isEqualTo(Route.REPLICA);
    assertThat(analyzer
            .plan("explain (analyze 'on') delete from t", LexicalSettings.DEFAULT)
            .route())
        .isEqualTo(Route.PRIMARY);
  }

  @Test
  void plan_withBackslashesThatEscape_isAnother() {
    String text = "select 'a\\'; delete from t; --'";

    assertThat(analyzer.plan(text, LexicalSettings.DEFAULT).route()).isEqualTo(Route.PRIMARY);
    assertThat(analyzer.plan(text, LexicalSettings.BACKSLASHES).route()).isEqualTo(Route.REPLICA);
  }

  @Test
  void digest_isTheSameInEveryProcess() {
    assertThat(analyzer.plan("select 1", LexicalSettings.DEFAULT).digest().id())
        .isEqualTo("abe0590b67e7c22d");
  }
}
