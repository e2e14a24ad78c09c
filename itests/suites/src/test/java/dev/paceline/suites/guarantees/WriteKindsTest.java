package dev.paceline.suites.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.io.StringReader;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Whatever a write looks like, the next read of what it changed sees it: on the same connection under {@code session}, and on
 * any other one under {@code process}. The standbys are so late that a read which runs there at once misses it.
 */
@ClusterTest(standbys = 2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WriteKindsTest {

  private static final Duration DELAY = Duration.ofMillis(400);

  /** Runs on a connection and raises the number of rows that {@code counted} finds by one. */
  private record Kind(Door.Errand<?> write, String counted) {}

  private final PostgresCluster cluster;
  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private int tables;

  WriteKindsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void make() throws SQLException {
    try (Connection direct = cluster.primary().connectDirect()) {
      Paceline.execute(direct, """
          CREATE TABLE wk_a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v int);
          CREATE TABLE wk_b (v int);
          CREATE TABLE wk_parent (id int PRIMARY KEY);
          CREATE TABLE wk_child (id int REFERENCES wk_parent ON DELETE CASCADE);
          CREATE TABLE wk_removed (id int);
          CREATE TABLE wk_part (k int, v int) PARTITION BY LIST (k);
          CREATE TABLE wk_part_1 PARTITION OF wk_part FOR VALUES IN (1);
          CREATE TABLE wk_base (v int);
          CREATE VIEW wk_view AS SELECT v FROM wk_base WHERE v > 0;
          CREATE TABLE wk_older (v int);
          CREATE TABLE wk_younger () INHERITS (wk_older);
          CREATE TABLE wk_ruled (v int);
          CREATE TABLE wk_rule_target (v int);
          CREATE RULE wk_rule AS ON INSERT TO wk_ruled DO ALSO INSERT INTO wk_rule_target VALUES (NEW.v);
          CREATE TABLE wk_triggering (v int);
          CREATE TABLE wk_triggered (v int);
          CREATE FUNCTION wk_trigger() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN INSERT INTO wk_triggered VALUES (NEW.v); RETURN NEW; END';
          CREATE TRIGGER wk_t AFTER INSERT ON wk_triggering FOR EACH ROW EXECUTE FUNCTION wk_trigger();
          CREATE FUNCTION wk_write(x int) RETURNS int LANGUAGE sql AS
            'INSERT INTO wk_a (v) VALUES (x) RETURNING v';
          CREATE FUNCTION wk_liar(x int) RETURNS int LANGUAGE sql AS
            'INSERT INTO wk_b (v) VALUES (x) RETURNING v';
          CREATE PROCEDURE wk_proc(x int) LANGUAGE plpgsql AS
            'BEGIN INSERT INTO wk_a (v) VALUES (x); COMMIT; END';
          INSERT INTO wk_parent SELECT generate_series(1, 100);
          INSERT INTO wk_child SELECT generate_series(1, 100);
          """);
    }
    define();
    cluster.awaitInSync();
  }

  @BeforeEach
  void delay() {
    Paceline.delayReplay(cluster, DELAY);
  }

  @AfterEach
  void heal() {
    Paceline.delayReplay(cluster, Duration.ZERO);
  }

  private void define() {
    String a = "SELECT count(*) FROM wk_a";
    String b = "SELECT count(*) FROM wk_b";
    sql("insert", "INSERT INTO wk_a (v) VALUES (1)", a);
    sql("insert returning", "INSERT INTO wk_a (v) VALUES (1) RETURNING id", a);
    sql("function in a select", "SELECT wk_write(1)", a);
    sql("function beside a table", "SELECT wk_liar(p.id) FROM wk_parent p LIMIT 1", b);
    sql("procedure", "CALL wk_proc(1)", a);
    sql("do block", "DO $$ BEGIN INSERT INTO wk_b VALUES (1); END $$", b);
    sql("trigger", "INSERT INTO wk_triggering VALUES (1)", "SELECT count(*) FROM wk_triggered");
    sql("rule", "INSERT INTO wk_ruled VALUES (1)", "SELECT count(*) FROM wk_rule_target");
    sql(
        "cascade",
        "DELETE FROM wk_parent WHERE id = (SELECT max(id) FROM wk_parent)",
        "SELECT 100 - count(*) FROM wk_child");
    sql("view, read the table", "INSERT INTO wk_view VALUES (1)", "SELECT count(*) FROM wk_base");
    sql("table, read the view", "INSERT INTO wk_base VALUES (1)", "SELECT count(*) FROM wk_view");
    sql(
        "partition, read the root",
        "INSERT INTO wk_part_1 VALUES (1, 1)",
        "SELECT count(*) FROM wk_part");
    sql(
        "root, read the partition",
        "INSERT INTO wk_part VALUES (1, 1)",
        "SELECT count(*) FROM wk_part_1");
    sql(
        "child, read the parent",
        "INSERT INTO wk_younger VALUES (1)",
        "SELECT count(*) FROM wk_older");
    sql(
        "data-modifying cte",
        "WITH w AS (INSERT INTO wk_b VALUES (1) RETURNING v) SELECT * FROM w",
        b);
    sql("several statements", "SELECT 1; INSERT INTO wk_a (v) VALUES (1); SELECT 2", a);
    sql("transaction in one string", "BEGIN; INSERT INTO wk_a (v) VALUES (1); COMMIT", a);
    sql(
        "merge",
        "MERGE INTO wk_b USING (VALUES (1)) s(v) ON false WHEN NOT MATCHED THEN INSERT VALUES (s.v)",
        b);
    sql("explain analyze", "EXPLAIN ANALYZE INSERT INTO wk_b VALUES (1)", b);
    sql("set_config in front", "SET application_name = 'x'; INSERT INTO wk_b VALUES (1)", b);
    kinds.put(
        "prepare and execute",
        new Kind(
            c -> {
              Paceline.execute(c, "PREPARE wk_p AS INSERT INTO wk_a (v) VALUES ($1)");
              Paceline.execute(c, "EXECUTE wk_p(1)");
              Paceline.execute(c, "DEALLOCATE wk_p");
              return c;
            },
            a));
    kinds.put(
        "create table as",
        new Kind(
            c -> {
              Paceline.execute(c, "CREATE TABLE wk_made_" + tables++ + " AS SELECT 1 AS v");
              return c;
            },
            "SELECT count(*) FROM pg_class WHERE relname LIKE 'wk_made_%'"));
    kinds.put(
        "transaction",
        new Kind(
            c -> {
              c.setAutoCommit(false);
              Paceline.execute(c, "INSERT INTO wk_a (v) VALUES (1)");
              c.commit();
              c.setAutoCommit(true);
              return c;
            },
            a));
    kinds.put(
        "commit by setAutoCommit",
        new Kind(
            c -> {
              c.setAutoCommit(false);
              Paceline.execute(c, "INSERT INTO wk_a (v) VALUES (1)");
              c.setAutoCommit(true);
              return c;
            },
            a));
    kinds.put(
        "batch of a prepared statement",
        new Kind(
            c -> {
              try (PreparedStatement insert =
                  c.prepareStatement("INSERT INTO wk_a (v) VALUES (?)")) {
                insert.setInt(1, 1);
                insert.addBatch();
                return insert.executeBatch();
              }
            },
            a));
    kinds.put(
        "batch of texts",
        new Kind(
            c -> {
              try (Statement batch = c.createStatement()) {
                batch.addBatch("UPDATE wk_a SET v = v");
                batch.addBatch("INSERT INTO wk_b VALUES (1)");
                return batch.executeBatch();
              }
            },
            b));
    kinds.put(
        "callable",
        new Kind(
            c -> {
              try (CallableStatement call = c.prepareCall("{? = call wk_write(?)}")) {
                call.registerOutParameter(1, java.sql.Types.INTEGER);
                call.setInt(2, 7);
                return call.execute();
              }
            },
            a));
    kinds.put(
        "copy through the unwrapped connection",
        new Kind(
            c -> {
              CopyManager copy = c.unwrap(PGConnection.class).getCopyAPI();
              try {
                return copy.copyIn("COPY wk_b FROM STDIN", new StringReader("1\n"));
              } catch (java.io.IOException e) {
                throw new SQLException(e);
              }
            },
            b));
    kinds.put(
        "statement of the unwrapped connection",
        new Kind(
            c -> {
              Connection own = (Connection) c.unwrap(PGConnection.class);
              try (Statement statement = own.createStatement()) {
                return statement.executeUpdate("INSERT INTO wk_a (v) VALUES (1)");
              }
            },
            a));
    kinds.put(
        "updatable result set",
        new Kind(
            c -> {
              try (Statement statement = c.createStatement(
                      java.sql.ResultSet.TYPE_SCROLL_INSENSITIVE,
                      java.sql.ResultSet.CONCUR_UPDATABLE);
                  var rows = statement.executeQuery("SELECT id, v FROM wk_a")) {
                rows.moveToInsertRow();
                rows.updateInt("v", 3);
                rows.insertRow();
                return rows;
              }
            },
            a));
  }

  private void sql(String name, String write, String counted) {
    kinds.put(
        name,
        new Kind(
            c -> {
              Paceline.execute(c, write);
              return c;
            },
            counted));
  }

  @Test
  void process_everyKindOfWrite_isSeenByAnotherConnection() throws Exception {
    Map<String, String> wrong = new TreeMap<>();
    String url = Paceline.directUrl(cluster);
    try (Connection reader = Paceline.connect(url)) {
      for (Map.Entry<String, Kind> entry : kinds.entrySet()) {
        // A connection of its own for each kind: what one pins must not help the next.
        try (Connection writer = Paceline.connect(url)) {
          check(entry.getKey(), entry.getValue(), writer, reader, wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void session_everyKindOfWrite_isSeenByTheSameConnection() throws Exception {
    Map<String, String> wrong = new TreeMap<>();
    String url = Paceline.directUrl(cluster, "paceline.freshness=session");
    for (Map.Entry<String, Kind> entry : kinds.entrySet()) {
      try (Connection connection = Paceline.connect(url)) {
        check(entry.getKey(), entry.getValue(), connection, connection, wrong);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void any_readsOnTheStandbys_missSomeWrites() throws Exception {
    Map<String, String> wrong = new TreeMap<>();
    try (Connection writer = Paceline.connect(Paceline.directUrl(cluster));
        Connection reader =
            Paceline.connect(Paceline.directUrl(cluster, "paceline.freshness=any"))) {
      check("insert", kinds.get("insert"), writer, reader, wrong);
    }
    assertThat(wrong)
        .as("the control: nothing is required, so the write is missed")
        .isNotEmpty();
  }

  private void check(
      String name, Kind kind, Connection writer, Connection reader, Map<String, String> wrong)
      throws SQLException {
    long before = count(kind, primaryCount());
    try {
      kind.write().run(writer);
      long after = count(kind, c -> Paceline.query(reader, c));
      if (after != before + 1) {
        wrong.put(name, "counted " + after + " after " + before);
      }
    } catch (SQLException e) {
      wrong.put(name, e.toString());
    }
  }

  /** Asks for a number by a statement. */
  @FunctionalInterface
  private interface Counter {
    String ask(String sql) throws SQLException;
  }

  private Counter primaryCount() {
    return cluster.primary()::query;
  }

  private static long count(Kind kind, Counter counter) throws SQLException {
    return Long.parseLong(counter.ask(kind.counted()));
  }
}
