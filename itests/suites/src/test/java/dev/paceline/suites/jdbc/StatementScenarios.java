package dev.paceline.suites.jdbc;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements whose text comes with the execution. */
final class StatementScenarios {

  private StatementScenarios() {}

  static Scenario.Table table() {
    Scenario.Table table = new Scenario.Table();
    results(table);
    errors(table);
    batches(table);
    keys(table);
    options(table);
    life(table);
    return table;
  }

  private static void results(Scenario.Table table) {
    table.add("query", (c, log) -> {
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT 1 AS a, 'x' AS b, NULL AS c")) {
        log.rows(r);
      }
    });
    table.add("update counts", (c, log) -> {
      fresh(c, "conf_counts", "id int, v text");
      try (Statement s = c.createStatement()) {
        log.say(
            "insert",
            s.executeUpdate("INSERT INTO conf_counts SELECT g, 'v' FROM generate_series(1, 5) g"));
        log.say("update", s.executeLargeUpdate("UPDATE conf_counts SET v = 'w' WHERE id > 2"));
        log.say("execute", s.execute("DELETE FROM conf_counts WHERE id = 1"));
        log.say("count", s.getUpdateCount());
        log.say("large", s.getLargeUpdateCount());
        log.say("more", s.getMoreResults());
        log.say("count after", s.getUpdateCount());
        log.say("rows", s.getResultSet());
        log.say("ddl", s.executeUpdate("CREATE INDEX ON conf_counts (id)"));
      }
    });
    table.add("execute with rows", (c, log) -> {
      try (Statement s = c.createStatement()) {
        log.say("execute", s.execute("SELECT 1"));
        log.say("count", s.getUpdateCount());
        ResultSet same = s.getResultSet();
        log.say("same", same == s.getResultSet());
        log.rows(s.getResultSet());
        log.say("more", s.getMoreResults());
        log.say("rows", s.getResultSet());
        log.say("count", s.getUpdateCount());
      }
    });
    table.add("several results", (c, log) -> {
      fresh(c, "conf_multi", "id int");
      try (Statement s = c.createStatement()) {
        boolean rows = s.execute(
            "SELECT 1; INSERT INTO conf_multi VALUES (1), (2); SELECT * FROM conf_multi; SELECT 4");
        int results = 0;
        while (rows || s.getUpdateCount() != -1) {
          log.say("is rows", rows);
          if (rows) {
            log.rows(s.getResultSet());
          } else {
            log.say("count", s.getUpdateCount());
          }
          rows = s.getMoreResults();
          results++;
        }
        log.say("results", results);
      }
    });
    table.add("several results kept", (c, log) -> {
      try (Statement s = c.createStatement()) {
        s.execute("SELECT 1; SELECT 2");
        ResultSet first = s.getResultSet();
        log.say("more", s.getMoreResults(Statement.KEEP_CURRENT_RESULT));
        log.say("first open", !first.isClosed());
        log.rows(first);
        log.rows(s.getResultSet());
        log.say("more", s.getMoreResults(Statement.CLOSE_ALL_RESULTS));
        log.say("first open", !first.isClosed());
      }
    });
    table.add("returning", (c, log) -> {
      fresh(c, "conf_returning", "id serial, v text");
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("INSERT INTO conf_returning (v) VALUES ('a') RETURNING *")) {
        log.rows(r);
      }
    });
    table.add("empty text", (c, log) -> {
      try (Statement s = c.createStatement()) {
        log.say("execute", s.execute(""));
        log.say("count", s.getUpdateCount());
        log.say("comment", s.execute("-- nothing"));
        log.attempt("query", () -> s.executeQuery("").next());
        log.say("update", s.executeUpdate(";"));
      }
    });
    table.add("warnings", (c, log) -> {
      try (Statement s = c.createStatement()) {
        s.execute("DO $$ BEGIN RAISE NOTICE 'one'; RAISE WARNING 'two'; END $$");
        log.warnings(s.getWarnings());
        s.clearWarnings();
        log.warnings(s.getWarnings());
        s.execute("DROP TABLE IF EXISTS conf_never_there");
        log.warnings(s.getWarnings());
        s.execute("SELECT 1");
        log.warnings(s.getWarnings());
      }
    });
    table.add("escapes", (c, log) -> {
      try (Statement s = c.createStatement()) {
        log.rows(
            s.executeQuery(
                "SELECT {fn concat('a', 'b')}, {d '2020-02-03'}, {ts '2020-02-03 04:05:06'}, {fn length('abc')}"));
        s.setEscapeProcessing(false);
        log.attempt("off", () -> s.executeQuery("SELECT {fn now()}"));
      }
    });
  }

  private static void errors(Scenario.Table table) {
    for (String sql : new String[] {
      "SELEC 1",
      "SELECT * FROM conf_not_there",
      "SELECT nope",
      "SELECT 1/0",
      "SELECT conf_no_function(1)",
      "INSERT INTO conf_not_there VALUES (1)",
      "SELECT 'a'::int",
      "DROP TABLE conf_not_there",
      "COMMIT PREPARED 'x'",
      "SET nonsense TO 1",
      "SELECT 1; SELECT 1/0; SELECT 2",
      "BEGIN; SELECT 1/0",
      "ROLLBACK",
      "RELEASE SAVEPOINT x",
      "SELECT nope.x FROM (SELECT 1) y",
      "SELECT CAST('2020-13-45' AS date)",
      "SELECT 'unterminated",
      "VACUUM FULL nope"
    }) {
      table.add("error of " + sql, (c, log) -> {
        try (Statement s = c.createStatement()) {
          log.attempt("execute", () -> s.execute(sql));
          log.warnings(s.getWarnings());
          s.execute("ROLLBACK");
          log.attempt("after", () -> s.execute("SELECT 1"));
        }
      });
    }
    table.add("constraint violations", (c, log) -> {
      fresh(c, "conf_constraint", "id int PRIMARY KEY CHECK (id > 0), v text NOT NULL");
      try (Statement s = c.createStatement()) {
        s.execute("INSERT INTO conf_constraint VALUES (1, 'a')");
        log.attempt("unique", () -> s.executeUpdate("INSERT INTO conf_constraint VALUES (1, 'b')"));
        log.attempt("check", () -> s.executeUpdate("INSERT INTO conf_constraint VALUES (-1, 'b')"));
        log.attempt("null", () -> s.executeUpdate("INSERT INTO conf_constraint VALUES (2, NULL)"));
        log.say("count", JdbcCluster.text(c, "SELECT count(*) FROM conf_constraint"));
      }
    });
    table.add("query without rows and update with rows", (c, log) -> {
      fresh(c, "conf_wrong", "id int");
      try (Statement s = c.createStatement()) {
        log.attempt(
            "executeQuery of an insert", () -> s.executeQuery("INSERT INTO conf_wrong VALUES (1)"));
        log.attempt("executeUpdate of a select", () -> s.executeUpdate("SELECT 1"));
        log.say("count", JdbcCluster.text(c, "SELECT count(*) FROM conf_wrong"));
      }
    });
    table.add("null text", (c, log) -> {
      try (Statement s = c.createStatement()) {
        log.attempt("execute", () -> s.execute((String) null));
      }
    });
  }

  private static void batches(Scenario.Table table) {
    table.add("batch", (c, log) -> {
      fresh(c, "conf_batch", "id int PRIMARY KEY");
      try (Statement s = c.createStatement()) {
        log.say("empty", s.executeBatch());
        s.addBatch("INSERT INTO conf_batch VALUES (1), (2)");
        s.addBatch("UPDATE conf_batch SET id = id + 10");
        s.addBatch("CREATE TABLE IF NOT EXISTS conf_batch_2 (x int)");
        log.say("counts", s.executeBatch());
        log.say("again", s.executeBatch());
        s.addBatch("DELETE FROM conf_batch");
        log.say("large", s.executeLargeBatch());
        s.addBatch("DELETE FROM conf_batch");
        s.clearBatch();
        log.say("cleared", s.executeBatch());
      }
    });
    table.add("batch that fails", (c, log) -> {
      fresh(c, "conf_batch_fails", "id int PRIMARY KEY");
      try (Statement s = c.createStatement()) {
        s.addBatch("INSERT INTO conf_batch_fails VALUES (1)");
        s.addBatch("INSERT INTO conf_batch_fails VALUES (1)");
        s.addBatch("INSERT INTO conf_batch_fails VALUES (2)");
        log.attempt("execute", () -> s.executeBatch());
        log.say("rows", JdbcCluster.text(c, "SELECT count(*) FROM conf_batch_fails"));
        log.attempt("again", () -> s.executeBatch());
      }
    });
    table.add("batch that fails in a transaction", (c, log) -> {
      fresh(c, "conf_batch_tx", "id int PRIMARY KEY");
      c.setAutoCommit(false);
      try (Statement s = c.createStatement()) {
        s.addBatch("INSERT INTO conf_batch_tx VALUES (1)");
        s.addBatch("INSERT INTO conf_batch_tx VALUES (1)");
        try {
          s.executeBatch();
        } catch (BatchUpdateException e) {
          log.say("counts", e.getUpdateCounts());
          log.say("state", e.getSQLState());
          log.say("next", e.getNextException().getSQLState());
        }
        log.attempt("after", () -> s.execute("SELECT 1"));
        c.rollback();
        log.say("rows", JdbcCluster.text(c, "SELECT count(*) FROM conf_batch_tx"));
      }
    });
    table.add("batch with a select", (c, log) -> {
      try (Statement s = c.createStatement()) {
        s.addBatch("SELECT 1");
        log.attempt("execute", () -> s.executeBatch());
      }
    });
  }

  private static void keys(Scenario.Table table) {
    table.add("generated keys", (c, log) -> {
      fresh(c, "conf_keys", "id serial PRIMARY KEY, v text, w int DEFAULT 7");
      try (Statement s = c.createStatement()) {
        log.say(
            "flag",
            s.executeUpdate(
                "INSERT INTO conf_keys (v) VALUES ('a'), ('b')", Statement.RETURN_GENERATED_KEYS));
        log.rows(s.getGeneratedKeys());
        log.say(
            "names",
            s.executeUpdate("INSERT INTO conf_keys (v) VALUES ('c')", new String[] {"w", "id"}));
        log.rows(s.getGeneratedKeys());
        log.attempt(
            "indexes",
            () -> s.executeUpdate("INSERT INTO conf_keys (v) VALUES ('d')", new int[] {1}));
        log.say(
            "execute",
            s.execute("INSERT INTO conf_keys (v) VALUES ('e')", Statement.RETURN_GENERATED_KEYS));
        log.say("count", s.getUpdateCount());
        log.rows(s.getGeneratedKeys());
        log.say("none", s.executeUpdate("INSERT INTO conf_keys (v) VALUES ('f')"));
        log.say("rows", s.getGeneratedKeys().next());
        log.attempt(
            "bad name",
            () -> s.executeUpdate("INSERT INTO conf_keys (v) VALUES ('g')", new String[] {"nope"}));
      }
    });
    table.add("generated keys after another statement", (c, log) -> {
      fresh(c, "conf_keys_later", "id serial PRIMARY KEY, v text");
      try (Statement s = c.createStatement();
          Statement other = c.createStatement()) {
        s.executeUpdate(
            "INSERT INTO conf_keys_later (v) VALUES ('a')", Statement.RETURN_GENERATED_KEYS);
        ResultSet keys = s.getGeneratedKeys();
        log.rows(other.executeQuery("SELECT 1"));
        log.rows(keys);
      }
    });
  }

  private static void options(Scenario.Table table) {
    table.add("defaults", (c, log) -> {
      try (Statement s = c.createStatement()) {
        log.say("fetch size", s.getFetchSize());
        log.say("direction", s.getFetchDirection());
        log.say("max rows", s.getMaxRows());
        log.say("field size", s.getMaxFieldSize());
        log.say("timeout", s.getQueryTimeout());
        log.say("type", s.getResultSetType());
        log.say("concurrency", s.getResultSetConcurrency());
        log.say("holdability", s.getResultSetHoldability());
        log.say("poolable", s.isPoolable());
        log.say("completion", s.isCloseOnCompletion());
        log.say("count", s.getUpdateCount());
        log.say("rows", s.getResultSet());
        log.say("more", s.getMoreResults());
      }
    });
    table.add("bad values", (c, log) -> {
      try (Statement s = c.createStatement()) {
        log.attempt("fetch size", () -> s.setFetchSize(-1));
        log.attempt("max rows", () -> s.setMaxRows(-1));
        log.attempt("timeout", () -> s.setQueryTimeout(-1));
        log.attempt("field size", () -> s.setMaxFieldSize(-1));
        log.attempt("direction", () -> s.setFetchDirection(77));
      }
    });
    table.add("limits", (c, log) -> {
      try (Statement s = c.createStatement()) {
        s.setMaxRows(2);
        log.rows(s.executeQuery("SELECT * FROM generate_series(1, 5) g"));
        s.setMaxRows(0);
        s.setMaxFieldSize(3);
        log.rows(s.executeQuery("SELECT 'abcdef'::bytea, 'abcdef'::text, 'abcdef'::varchar"));
        log.say("max", s.getMaxRows());
      }
    });
    table.add("query timeout", (c, log) -> {
      try (Statement s = c.createStatement()) {
        s.setQueryTimeout(1);
        log.attempt("sleep", () -> s.execute("SELECT pg_sleep(10)"));
        log.attempt("after", () -> s.execute("SELECT 1"));
        log.say("timeout", s.getQueryTimeout());
      }
    });
  }

  private static void life(Scenario.Table table) {
    table.add("closed statement", (c, log) -> {
      Statement s = c.createStatement();
      ResultSet r = s.executeQuery("SELECT 1");
      s.close();
      s.close();
      log.say("closed", s.isClosed());
      log.say("rows closed", r.isClosed());
      log.attempt("execute", () -> s.execute("SELECT 1"));
      log.attempt("fetch size", () -> s.getFetchSize());
      log.attempt("connection", () -> s.getConnection() == c);
      log.attempt("rows", () -> r.next());
      log.attempt("warnings", () -> s.getWarnings());
      log.attempt("result set", () -> s.getResultSet());
      log.attempt("cancel", () -> s.cancel());
      log.attempt("batch", () -> s.addBatch("SELECT 1"));
    });
    table.add("closed connection", (c, log) -> {
      Statement s = c.createStatement();
      c.close();
      c.close();
      log.say("closed", c.isClosed());
      log.attempt("valid", () -> c.isValid(1));
      log.attempt("execute", () -> s.execute("SELECT 1"));
      log.attempt("statement", () -> c.createStatement());
      log.attempt("prepare", () -> c.prepareStatement("SELECT 1"));
      log.attempt("commit", () -> c.commit());
      log.attempt("auto commit", () -> c.getAutoCommit());
      log.attempt("meta data", () -> c.getMetaData() != null);
      log.attempt("schema", () -> c.getSchema());
      log.attempt("warnings", () -> c.getWarnings());
      log.attempt("read only", () -> c.setReadOnly(true));
      log.attempt(
          "isolation", () -> c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
    });
    table.add("close on completion", (c, log) -> {
      Statement s = c.createStatement();
      s.closeOnCompletion();
      log.say("is", s.isCloseOnCompletion());
      try (ResultSet r = s.executeQuery("SELECT 1")) {
        r.next();
      }
      log.say("closed", s.isClosed());
    });
    table.add("second execution closes the first result", (c, log) -> {
      try (Statement s = c.createStatement()) {
        ResultSet first = s.executeQuery("SELECT 1");
        ResultSet second = s.executeQuery("SELECT 2");
        log.say("first", first.isClosed());
        log.attempt("next", () -> first.next());
        log.rows(second);
      }
    });
    table.add("two statements at a time", (c, log) -> {
      try (Statement one = c.createStatement();
          Statement two = c.createStatement()) {
        ResultSet a = one.executeQuery("SELECT * FROM generate_series(1, 3) g");
        while (a.next()) {
          ResultSet b = two.executeQuery("SELECT " + a.getInt(1) + " * 2 AS d");
          b.next();
          log.say("both", a.getInt(1) + " " + b.getInt(1));
        }
      }
    });
    table.add("quoting", (c, log) -> {
      try (Statement s = c.createStatement()) {
        log.say("literal", s.enquoteLiteral("a'b"));
        log.say("identifier", s.enquoteIdentifier("a b", false));
        log.say("simple", s.isSimpleIdentifier("abc"));
        log.say("native", c.nativeSQL("SELECT {fn now()}"));
      }
    });
    table.add("objects lead back", (c, log) -> {
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT ARRAY[1, 2]")) {
        log.say("statement", r.getStatement() == s);
        log.say("connection", s.getConnection() == c);
        log.say("meta data", c.getMetaData().getConnection() == c);
        r.next();
        log.say("array", r.getArray(1).getResultSet().getStatement().getConnection() == c);
        log.say(
            "equal",
            c.equals(r.getStatement().getConnection())
                && c.hashCode() == s.getConnection().hashCode());
      }
    });
  }

  static void fresh(Connection c, String table, String columns) throws SQLException {
    JdbcCluster.run(
        c, "DROP TABLE IF EXISTS " + table, "CREATE TABLE " + table + " (" + columns + ")");
  }
}
