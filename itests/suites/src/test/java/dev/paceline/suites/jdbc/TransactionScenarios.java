package dev.paceline.suites.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Savepoint;
import java.sql.Statement;

/** Transactions, savepoints, isolation. */
final class TransactionScenarios {

  private TransactionScenarios() {}

  static Scenario.Table table() {
    Scenario.Table table = new Scenario.Table();
    jdbc(table);
    texts(table);
    savepoints(table);
    readOnly(table);
    isolation(table);
    return table;
  }

  private static String count(Connection c, String t) throws Exception {
    return JdbcCluster.text(c, "SELECT count(*) FROM " + t);
  }

  private static void jdbc(Scenario.Table table) {
    table.add("commit and rollback", (c, log) -> {
      StatementScenarios.fresh(c, "conf_tx", "id int");
      log.say("auto", c.getAutoCommit());
      c.setAutoCommit(false);
      JdbcCluster.run(c, "INSERT INTO conf_tx VALUES (1)");
      c.commit();
      JdbcCluster.run(c, "INSERT INTO conf_tx VALUES (2)");
      log.say("inside", count(c, "conf_tx"));
      c.rollback();
      log.say("after", count(c, "conf_tx"));
      c.rollback();
      c.commit();
      c.setAutoCommit(true);
      log.attempt("commit", () -> c.commit());
      log.attempt("rollback", () -> c.rollback());
    });
    table.add("auto commit ends a transaction", (c, log) -> {
      StatementScenarios.fresh(c, "conf_tx_auto", "id int");
      c.setAutoCommit(false);
      JdbcCluster.run(c, "INSERT INTO conf_tx_auto VALUES (1)");
      c.setAutoCommit(true);
      log.say("count", count(c, "conf_tx_auto"));
    });
    table.add("failed transaction", (c, log) -> {
      StatementScenarios.fresh(c, "conf_tx_failed", "id int");
      c.setAutoCommit(false);
      JdbcCluster.run(c, "INSERT INTO conf_tx_failed VALUES (1)");
      log.attempt("error", () -> JdbcCluster.run(c, "SELECT 1/0"));
      log.attempt("next", () -> JdbcCluster.run(c, "SELECT 1"));
      log.attempt("commit", () -> c.commit());
      log.say("count", count(c, "conf_tx_failed"));
    });
    table.add("deferred constraint fails at commit", (c, log) -> {
      JdbcCluster.run(
          c,
          "DROP TABLE IF EXISTS conf_tx_deferred",
          "CREATE TABLE conf_tx_deferred (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
      c.setAutoCommit(false);
      JdbcCluster.run(c, "INSERT INTO conf_tx_deferred VALUES (1), (1)");
      log.attempt("commit", () -> c.commit());
      log.say("count", count(c, "conf_tx_deferred"));
    });
    table.add("changes in the middle", (c, log) -> {
      c.setAutoCommit(false);
      JdbcCluster.run(c, "SELECT 1");
      log.attempt("read only", () -> c.setReadOnly(true));
      log.attempt(
          "isolation", () -> c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
      log.say("read only", c.isReadOnly());
      log.say("isolation", c.getTransactionIsolation());
      c.rollback();
      log.attempt("read only after", () -> c.setReadOnly(true));
      log.say("read only", c.isReadOnly());
    });
  }

  private static void texts(Scenario.Table table) {
    for (String end :
        new String[] {"COMMIT", "ROLLBACK", "END", "ABORT", "COMMIT AND CHAIN", "ROLLBACK AND CHAIN"
        }) {
      table.add("BEGIN and " + end + " as texts", (c, log) -> {
        StatementScenarios.fresh(c, "conf_tx_text", "id int");
        JdbcCluster.run(c, "BEGIN", "INSERT INTO conf_tx_text VALUES (1)", end);
        log.attempt("still open", () -> JdbcCluster.run(c, "SAVEPOINT x"));
        JdbcCluster.run(c, "ROLLBACK");
        log.say("count", count(c, "conf_tx_text"));
      });
    }
    table.add("text transaction that fails", (c, log) -> {
      StatementScenarios.fresh(c, "conf_tx_text_fails", "id int");
      JdbcCluster.run(c, "BEGIN");
      JdbcCluster.run(c, "INSERT INTO conf_tx_text_fails VALUES (1)");
      log.attempt("error", () -> JdbcCluster.run(c, "SELECT 1/0"));
      log.attempt("next", () -> JdbcCluster.run(c, "SELECT 1"));
      log.attempt("commit", () -> JdbcCluster.run(c, "COMMIT"));
      log.say("count", count(c, "conf_tx_text_fails"));
    });
    table.add("text transaction ended by JDBC", (c, log) -> {
      StatementScenarios.fresh(c, "conf_tx_text_jdbc", "id int");
      JdbcCluster.run(c, "BEGIN", "INSERT INTO conf_tx_text_jdbc VALUES (1)");
      c.setAutoCommit(false);
      c.commit();
      JdbcCluster.run(c, "INSERT INTO conf_tx_text_jdbc VALUES (2)");
      c.rollback();
      log.say("count", count(c, "conf_tx_text_jdbc"));
    });
    table.add("transaction in one string", (c, log) -> {
      StatementScenarios.fresh(c, "conf_tx_string", "id int");
      JdbcCluster.run(c, "BEGIN; INSERT INTO conf_tx_string VALUES (1); COMMIT");
      JdbcCluster.run(c, "BEGIN; INSERT INTO conf_tx_string VALUES (2)");
      JdbcCluster.run(c, "ROLLBACK");
      log.say("count", count(c, "conf_tx_string"));
    });
    table.add("nested begin warns", (c, log) -> {
      try (Statement s = c.createStatement()) {
        s.execute("BEGIN");
        s.execute("BEGIN");
        log.warnings(s.getWarnings());
        s.execute("COMMIT");
        s.execute("COMMIT");
        log.warnings(s.getWarnings());
      }
    });
    table.add("commit as a text with auto commit off", (c, log) -> {
      StatementScenarios.fresh(c, "conf_tx_mixed", "id int");
      c.setAutoCommit(false);
      JdbcCluster.run(
          c,
          "INSERT INTO conf_tx_mixed VALUES (1)",
          "COMMIT",
          "INSERT INTO conf_tx_mixed VALUES (2)");
      c.rollback();
      log.say("count", count(c, "conf_tx_mixed"));
    });
    table.add("read only text", (c, log) -> {
      StatementScenarios.fresh(c, "conf_tx_ro", "id int");
      JdbcCluster.run(c, "START TRANSACTION READ ONLY");
      log.say("mode", JdbcCluster.text(c, "SHOW transaction_read_only"));
      log.attempt("write", () -> JdbcCluster.run(c, "INSERT INTO conf_tx_ro VALUES (1)"));
      JdbcCluster.run(c, "ROLLBACK");
      log.attempt("write", () -> JdbcCluster.run(c, "INSERT INTO conf_tx_ro VALUES (1)"));
    });
    table.add("prepared transaction", (c, log) -> {
      JdbcCluster.run(c, "BEGIN");
      log.attempt("prepare", () -> JdbcCluster.run(c, "PREPARE TRANSACTION 'conf'"));
      log.attempt("in a transaction", () -> JdbcCluster.run(c, "SAVEPOINT x"));
      JdbcCluster.run(c, "ROLLBACK PREPARED 'conf'");
    });
    table.add("set local ends with the transaction", (c, log) -> {
      JdbcCluster.run(c, "BEGIN", "SET LOCAL work_mem TO '7MB'");
      log.say("inside", JdbcCluster.text(c, "SHOW work_mem"));
      JdbcCluster.run(c, "COMMIT");
      log.say("after", JdbcCluster.text(c, "SHOW work_mem"));
    });
    table.add("set rolls back", (c, log) -> {
      JdbcCluster.run(c, "SET work_mem TO '5MB'", "BEGIN", "SET work_mem TO '7MB'", "ROLLBACK");
      log.say("after", JdbcCluster.text(c, "SHOW work_mem"));
      c.setAutoCommit(false);
      JdbcCluster.run(c, "SET work_mem TO '9MB'");
      c.rollback();
      log.say("after rollback", JdbcCluster.text(c, "SHOW work_mem"));
      JdbcCluster.run(c, "SET work_mem TO '9MB'");
      c.commit();
      log.say("after commit", JdbcCluster.text(c, "SHOW work_mem"));
      Savepoint savepoint = c.setSavepoint();
      JdbcCluster.run(c, "SET work_mem TO '11MB'");
      c.rollback(savepoint);
      log.say("after savepoint", JdbcCluster.text(c, "SHOW work_mem"));
      c.commit();
      log.say("at the end", JdbcCluster.text(c, "SHOW work_mem"));
    });
  }

  private static void savepoints(Scenario.Table table) {
    table.add("savepoints", (c, log) -> {
      StatementScenarios.fresh(c, "conf_sp", "id int");
      log.attempt("in auto commit", () -> c.setSavepoint());
      c.setAutoCommit(false);
      Savepoint first = c.setSavepoint();
      JdbcCluster.run(c, "INSERT INTO conf_sp VALUES (1)");
      Savepoint named = c.setSavepoint("named point");
      log.say("name", named.getSavepointName());
      log.attempt("id of named", () -> named.getSavepointId());
      log.attempt("name of unnamed", () -> first.getSavepointName());
      JdbcCluster.run(c, "INSERT INTO conf_sp VALUES (2)");
      log.attempt("error", () -> JdbcCluster.run(c, "SELECT 1/0"));
      c.rollback(named);
      log.say("count", count(c, "conf_sp"));
      c.releaseSavepoint(named);
      log.attempt("released", () -> c.rollback(named));
      c.rollback();
    });
    table.add("savepoints as texts", (c, log) -> {
      StatementScenarios.fresh(c, "conf_sp_text", "id int");
      JdbcCluster.run(
          c,
          "BEGIN",
          "SAVEPOINT a",
          "INSERT INTO conf_sp_text VALUES (1)",
          "ROLLBACK TO a",
          "INSERT INTO conf_sp_text VALUES (2)",
          "RELEASE a");
      log.attempt("gone", () -> JdbcCluster.run(c, "ROLLBACK TO a"));
      JdbcCluster.run(c, "ROLLBACK");
      log.say("count", count(c, "conf_sp_text"));
    });
  }

  private static void readOnly(Scenario.Table table) {
    table.add("read-only connection", (c, log) -> {
      StatementScenarios.fresh(c, "conf_ro", "id int");
      log.say("at first", c.isReadOnly());
      c.setReadOnly(true);
      log.say("is", c.isReadOnly());
      log.say("metadata", c.getMetaData().isReadOnly());
      log.attempt("auto commit write", () -> JdbcCluster.run(c, "INSERT INTO conf_ro VALUES (1)"));
      c.setAutoCommit(false);
      log.attempt("read", () -> JdbcCluster.text(c, "SELECT 1"));
      log.say("mode", JdbcCluster.text(c, "SHOW transaction_read_only"));
      log.attempt("write", () -> JdbcCluster.run(c, "INSERT INTO conf_ro VALUES (2)"));
      log.attempt("failed", () -> JdbcCluster.text(c, "SELECT 1"));
      c.rollback();
      c.setReadOnly(false);
      log.attempt("write", () -> JdbcCluster.run(c, "INSERT INTO conf_ro VALUES (3)"));
      log.say("mode", JdbcCluster.text(c, "SHOW transaction_read_only"));
      c.commit();
      log.say("count", count(c, "conf_ro"));
    });
  }

  private static void isolation(Scenario.Table table) {
    for (int level : new int[] {
      Connection.TRANSACTION_READ_UNCOMMITTED,
      Connection.TRANSACTION_READ_COMMITTED,
      Connection.TRANSACTION_REPEATABLE_READ,
      Connection.TRANSACTION_SERIALIZABLE,
      Connection.TRANSACTION_NONE,
      77
    }) {
      table.add("isolation level " + level, (c, log) -> {
        log.say("at first", c.getTransactionIsolation());
        log.attempt("set", () -> c.setTransactionIsolation(level));
        log.say("then", c.getTransactionIsolation());
        log.say("server", JdbcCluster.text(c, "SHOW transaction_isolation"));
        c.setAutoCommit(false);
        log.say("in a transaction", JdbcCluster.text(c, "SHOW transaction_isolation"));
        log.say("and", c.getTransactionIsolation());
        c.commit();
      });
    }
    table.add("isolation as a text", (c, log) -> {
      JdbcCluster.run(
          c, "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      log.say("get", c.getTransactionIsolation());
      c.setAutoCommit(false);
      log.say("server", JdbcCluster.text(c, "SHOW transaction_isolation"));
      JdbcCluster.run(c, "ROLLBACK", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
      log.say("set transaction", JdbcCluster.text(c, "SHOW transaction_isolation"));
      log.say("get", c.getTransactionIsolation());
    });
    table.add("holdability", (c, log) -> {
      log.say("at first", c.getHoldability());
      c.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
      log.say("then", c.getHoldability());
      try (Statement s = c.createStatement()) {
        log.say("statement", s.getResultSetHoldability());
      }
      log.attempt("bad", () -> c.setHoldability(77));
    });
  }
}
