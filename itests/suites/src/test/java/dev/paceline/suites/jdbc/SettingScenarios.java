package dev.paceline.suites.jdbc;

import java.sql.Statement;
import java.util.Properties;

/** Settings of the session: what is set is in effect, whatever runs next. */
final class SettingScenarios {

  private SettingScenarios() {}

  static Scenario.Table table() {
    Scenario.Table table = new Scenario.Table();
    for (String set : new String[] {
      "SET search_path TO pg_catalog, public",
      "SET TIME ZONE 'Asia/Tokyo'",
      "SET TIME ZONE -3",
      "SET statement_timeout = '5s'",
      "SET SESSION work_mem = 12345",
      "SET application_name = 'conf''app'",
      "SET my.custom = 'x;y'",
      "SET extra_float_digits = 0",
      "SET bytea_output = 'escape'",
      "SET NAMES 'UTF8'",
      "SET default_transaction_isolation TO 'repeatable read'",
      "SET IntervalStyle = iso_8601",
      "SET lc_messages TO 'C'",
      "SET SCHEMA 'pg_catalog'",
      "SET enable_seqscan TO off",
      "SELECT set_config('my.other', 'v', false)"
    }) {
      table.add(set, (c, log) -> {
        show(log, c);
        try (Statement s = c.createStatement()) {
          log.attempt("set", () -> s.execute(set));
        }
        show(log, c);
        JdbcCluster.run(c, "RESET ALL");
        show(log, c);
      });
    }
    table.add("roles", (c, log) -> {
      JdbcCluster.run(c, "DROP ROLE IF EXISTS conf_role", "CREATE ROLE conf_role");
      log.say("at first", JdbcCluster.text(c, "SELECT current_user"));
      JdbcCluster.run(c, "SET ROLE conf_role");
      log.say("role", JdbcCluster.text(c, "SELECT current_user || ' ' || session_user"));
      JdbcCluster.run(c, "RESET ROLE", "SET SESSION AUTHORIZATION conf_role");
      log.say("session", JdbcCluster.text(c, "SELECT current_user || ' ' || session_user"));
      JdbcCluster.run(c, "RESET SESSION AUTHORIZATION");
      log.say("reset", JdbcCluster.text(c, "SELECT current_user || ' ' || session_user"));
      JdbcCluster.run(c, "SET ROLE conf_role", "DISCARD ALL");
      log.say("discarded", JdbcCluster.text(c, "SELECT current_user"));
      JdbcCluster.run(c, "DROP ROLE conf_role");
    });
    table.add("schema", (c, log) -> {
      log.say("at first", c.getSchema());
      c.setSchema("pg_catalog");
      log.say("then", c.getSchema());
      log.say("path", JdbcCluster.text(c, "SHOW search_path"));
      c.setSchema("it's \\ odd");
      log.say("odd", JdbcCluster.text(c, "SHOW search_path"));
      c.setSchema(null);
      log.say("path", JdbcCluster.text(c, "SHOW search_path"));
      c.setAutoCommit(false);
      JdbcCluster.text(c, "SELECT 1");
      c.setSchema("pg_catalog");
      log.say("inside", JdbcCluster.text(c, "SHOW search_path"));
      c.rollback();
      log.say("rolled back", JdbcCluster.text(c, "SHOW search_path"));
    });
    table.add("client info", (c, log) -> {
      log.say("at first", c.getClientInfo("ApplicationName"));
      c.setClientInfo("ApplicationName", "mine");
      log.say("then", c.getClientInfo("ApplicationName"));
      log.say("server", JdbcCluster.text(c, "SHOW application_name"));
      Properties several = new Properties();
      several.setProperty("ApplicationName", "several");
      c.setClientInfo(several);
      log.say("several", c.getClientInfo().getProperty("ApplicationName"));
      c.setClientInfo("Nonsense", "x");
      log.say("warning", c.getWarnings() == null ? "none" : c.getWarnings().getSQLState());
      c.clearWarnings();
      log.say("warning", c.getWarnings());
    });
    table.add("network timeout", (c, log) -> {
      log.say("at first", c.getNetworkTimeout());
      c.setNetworkTimeout(Runnable::run, 12_345);
      log.say("then", c.getNetworkTimeout());
      log.attempt("bad", () -> c.setNetworkTimeout(Runnable::run, -1));
      log.say("still", c.getNetworkTimeout());
    });
    table.add("catalog and valid", (c, log) -> {
      log.say("catalog", c.getCatalog());
      c.setCatalog("something");
      log.say("catalog", c.getCatalog());
      log.say("valid", c.isValid(5));
      log.attempt("bad", () -> c.isValid(-1));
    });
    table.add("temporary tables", (c, log) -> {
      JdbcCluster.run(c, "CREATE TEMP TABLE conf_temp AS SELECT 1 AS a");
      for (int i = 0; i < 3; i++) {
        log.say("count", JdbcCluster.text(c, "SELECT count(*) FROM conf_temp"));
        log.say("other", JdbcCluster.text(c, "SELECT count(*) FROM (VALUES (1)) v"));
      }
    });
    table.add("prepared in SQL", (c, log) -> {
      JdbcCluster.run(c, "PREPARE conf_p (int) AS SELECT $1 + 1");
      log.say("execute", JdbcCluster.text(c, "EXECUTE conf_p(1)"));
      JdbcCluster.run(c, "DEALLOCATE conf_p");
      log.attempt("gone", () -> JdbcCluster.text(c, "EXECUTE conf_p(1)"));
    });
    table.add("cursors with hold", (c, log) -> {
      JdbcCluster.run(
          c,
          "BEGIN",
          "DECLARE conf_c CURSOR WITH HOLD FOR SELECT * FROM generate_series(1, 3)",
          "COMMIT");
      log.say("fetch", JdbcCluster.text(c, "FETCH 1 FROM conf_c"));
      log.say("other", JdbcCluster.text(c, "SELECT 1"));
      log.say("fetch", JdbcCluster.text(c, "FETCH 1 FROM conf_c"));
      JdbcCluster.run(c, "CLOSE conf_c");
      log.attempt("gone", () -> JdbcCluster.text(c, "FETCH 1 FROM conf_c"));
    });
    table.add("advisory locks", (c, log) -> {
      log.say("lock", JdbcCluster.text(c, "SELECT pg_advisory_lock(4711)"));
      log.say(
          "held",
          JdbcCluster.text(
              c,
              "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"));
      log.say("unlock", JdbcCluster.text(c, "SELECT pg_advisory_unlock(4711)"));
      log.say("again", JdbcCluster.text(c, "SELECT pg_advisory_unlock(4711)"));
    });
    table.add("sequences", (c, log) -> {
      JdbcCluster.run(c, "DROP SEQUENCE IF EXISTS conf_seq", "CREATE SEQUENCE conf_seq");
      log.say("next", JdbcCluster.text(c, "SELECT nextval('conf_seq')"));
      log.say("curr", JdbcCluster.text(c, "SELECT currval('conf_seq')"));
      log.say("last", JdbcCluster.text(c, "SELECT lastval()"));
    });
    return table;
  }

  private static void show(Log log, java.sql.Connection c) throws Exception {
    for (String name : new String[] {
      "search_path",
      "TimeZone",
      "statement_timeout",
      "work_mem",
      "DateStyle",
      "application_name",
      "extra_float_digits",
      "bytea_output",
      "default_transaction_isolation",
      "IntervalStyle",
      "lc_messages",
      "enable_seqscan"
    }) {
      log.say(name, JdbcCluster.text(c, "SHOW " + name));
    }
    log.say(
        "custom", JdbcCluster.text(c, "SELECT coalesce(current_setting('my.custom', true), '')"));
    log.say("other", JdbcCluster.text(c, "SELECT coalesce(current_setting('my.other', true), '')"));
    log.say(
        "value",
        JdbcCluster.text(
            c,
            "SELECT '2020-02-03 04:05:06+00'::timestamptz || ' ' || '\\x01'::bytea || ' ' || 0.1::float8"));
  }
}
