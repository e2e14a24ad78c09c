package dev.paceline.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.postgresql.PostgresqlDialect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private final CatalogueBuilder builder = new CatalogueBuilder(PostgresqlDialect.INSTANCE);
  private final StatementAnalyzer analyzer =
      new StatementAnalyzer(PostgresqlDialect.INSTANCE, task -> {});

  @BeforeEach
  void fill() {
    table("orders", "r", "p", "f", null);
    table("items", "r", "p", "f", null);
    table("audited", "r", "p", "t", null);
    table("fast", "r", "u", "f", null);
    table("seq", "S", "p", "f", null);
    table("far", "f", "p", "f", null);
    table("part_1", "r", "p", "f", null);
    table("parted", "p", "p", "f", null);
    table("v_orders", "v", "p", "f", " SELECT o.id FROM orders o;");
    table("v_deep", "v", "p", "f", " SELECT * FROM v_orders JOIN public.parted USING (id);");
    table("v_next", "v", "p", "f", " SELECT nextval('seq'::regclass) AS n;");
    table("v_of_next", "v", "p", "f", " SELECT * FROM v_next;");
    builder.row("inheritance", new String[] {"public", "part_1", "public", "parted"});
    builder.row("cascades", new String[] {"public", "orders", "public", "items"});
    builder.row("keys", new String[] {"public", "orders", "tenant"});
    builder.row("keys", new String[] {"public", "orders", "id"});
    function("writes", "v", "f", null);
    function("reads", "s", "f", "select 1");
    function("lies", "s", "f", "begin perform writes(); end");
    function("lies_deeper", "s", "f", "begin perform lies(); end");
    function("computed", "v", "t", null);
    builder.row("functions", new String[] {"hidden", "lower", "plpgsql", "v", "f", null});
    builder.row("functions", new String[] {"public", "gen_salt", "c", "v", "f", null});
    builder.row("operators", new String[] {"<=>", "s"});
    builder.row("operators", new String[] {"<!>", "v"});
    builder.row("casts", new String[] {"volume"});
    builder.row("checks", new String[] {"even", "writes(VALUE)"});
    builder.row("checks", new String[] {"positive", "(VALUE > 0)"});
    builder.row("policies", new String[] {"public", "items", "writes()"});
    analyzer.catalogue(builder.build());
  }

  private void table(
      String name, String kind, String persistence, String writesElsewhere, String definition) {
    builder.row(
        "relations", new String[] {"public", name, kind, persistence, writesElsewhere, definition});
  }

  private void function(String name, String volatility, String attribute, String body) {
    builder.row("functions", new String[] {"public", name, "plpgsql", volatility, attribute, body});
  }

  private StatementPlan plan(String sql) {
    return analyzer.plan(sql, LexicalSettings.DEFAULT);
  }

  private static TableName table(String name) {
    return new TableName("public", name);
  }

  @Test
  void read_ofTables_isComplete() {
    StatementPlan plan = plan("select * from orders");

    assertThat(plan.route()).isEqualTo(Route.REPLICA);
    assertThat(plan.tablesRead()).containsExactly(table("orders"));
    assertThat(plan.tablesReadComplete()).isTrue();
  }

  @Test
  void read_ofViews_goesToTheTablesAndRootsBehind() {
    assertThat(plan("select * from v_deep").tablesRead())
        .containsExactlyInAnyOrder(table("orders"), table("parted"));
    assertThat(plan("select * from part_1").tablesRead()).containsExactly(table("parted"));
  }

  @Test
  void read_ofWhatAReplicaAnswersDifferently_isForThePrimary() {
    assertThat(plan("select * from v_next").reason()).contains("nextval");
    assertThat(plan("select * from v_of_next").route()).isEqualTo(Route.PRIMARY);
    assertThat(plan("select * from fast").reason()).contains("unlogged");
    assertThat(plan("explain select * from fast").route()).isEqualTo(Route.PRIMARY);
    assertThat(plan("select last_value from seq").reason()).contains("sequence");
    assertThat(plan("select * from far").reason()).contains("foreign table");
    assertThat(plan("select * from items").reason()).contains("policy");
  }

  @Test
  void read_ofAnUnknownRelation_isDoubtful() {
    StatementPlan plan = plan("select * from made_a_moment_ago");

    assertThat(plan.statementClass()).isEqualTo(StatementClass.DOUBT);
    assertThat(plan.tablesReadComplete()).isFalse();
  }

  @Test
  void functions_areJudgedByVolatilityAndByWhatTheyCall() {
    assertThat(plan("select reads()").route()).isEqualTo(Route.REPLICA);
    assertThat(plan("select reads()").tablesReadComplete()).isFalse();
    assertThat(plan("select writes()").reason()).isEqualTo("function writes is volatile");
    assertThat(plan("select lies()").route()).isEqualTo(Route.PRIMARY);
    assertThat(plan("select lies_deeper()").route()).isEqualTo(Route.PRIMARY);
    assertThat(plan("select unheard_of()").statementClass()).isEqualTo(StatementClass.DOUBT);
    assertThat(plan("select gen_salt('bf')").route()).isEqualTo(Route.REPLICA);
    assertThat(plan("select o.computed from orders o").route()).isEqualTo(Route.PRIMARY);
  }

  @Test
  void functions_outsideOfEveryPath_hideNothingUntilASessionGoesThere() {
    assertThat(plan("select lower('A')").route()).isEqualTo(Route.REPLICA);
    assertThat(plan("select hidden.lower('A')").route()).isEqualTo(Route.PRIMARY);

    plan("set search_path to hidden, public");

    assertThat(plan("select lower('A')").route()).isEqualTo(Route.PRIMARY);
  }

  @Test
  void operatorsAndTypes_areJudgedByTheirFunctions() {
    assertThat(plan("select 1 from orders order by a <=> b").route()).isEqualTo(Route.REPLICA);
    assertThat(plan("select a <!> b from orders").route()).isEqualTo(Route.PRIMARY);
    assertThat(plan("select a::volume from orders").route()).isEqualTo(Route.PRIMARY);
    assertThat(plan("select a::even from orders").route()).isEqualTo(Route.PRIMARY);
    assertThat(plan("select a::positive from orders").route()).isEqualTo(Route.REPLICA);
  }

  @Test
  void writes_knowTriggersAndCascades() {
    assertThat(plan("insert into items values (1)").tablesWrittenComplete()).isTrue();
    assertThat(plan("delete from orders").tablesWritten())
        .containsExactlyInAnyOrder(table("orders"), table("items"));
    assertThat(plan("update audited set a = 1").tablesWrittenComplete()).isFalse();
    assertThat(plan("insert into part_1 values (1)").tablesWritten())
        .containsExactly(table("parted"));
    assertThat(plan("delete from v_orders").tablesWritten()).contains(table("orders"));
  }

  @Test
  void primaryKey_isInItsOrder() {
    assertThat(analyzer.catalogue().primaryKey(table("orders"))).containsExactly("tenant", "id");
  }

  @Test
  void row_ofAnUnknownQuery_isRefused() {
    assertThatThrownBy(() -> builder.row("weather", new String[] {"rain"}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weather");
  }

  @Test
  void catalogue_published_forgetsOlderPlans() {
    assertThat(plan("select * from orders").tablesReadComplete()).isTrue();

    analyzer.catalogue(Catalogue.none());

    assertThat(plan("select * from orders").tablesReadComplete()).isFalse();
  }
}
