package dev.paceline.suites.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

/** Functions and procedures with output parameters. */
final class CallScenarios {

  private CallScenarios() {}

  static Scenario.Table table() {
    Scenario.Table table = new Scenario.Table();
    table.add("function", (c, log) -> {
      routines(c);
      try (CallableStatement s = c.prepareCall("{? = call conf_add(?, ?)}")) {
        for (int i = 0; i < 7; i++) {
          s.registerOutParameter(1, Types.INTEGER);
          s.setInt(2, i);
          s.setInt(3, 40);
          log.say("execute", s.execute());
          log.say("sum", s.getInt(1));
          log.say("object", s.getObject(1));
          log.say("null", s.wasNull());
          log.attempt("wrong type", () -> s.getString(1));
          log.attempt("wrong index", () -> s.getInt(2));
          log.attempt("no index", () -> s.getInt(9));
        }
      }
    });
    table.add("several outputs", (c, log) -> {
      routines(c);
      try (CallableStatement s = c.prepareCall("{call conf_outs(?, ?, ?)}")) {
        s.setInt(1, 5);
        s.registerOutParameter(2, Types.VARCHAR);
        s.registerOutParameter(3, Types.NUMERIC);
        s.execute();
        log.say("text", s.getString(2));
        log.say("number", s.getBigDecimal(3));
      }
    });
    table.add("procedure", (c, log) -> {
      routines(c);
      try (CallableStatement s = c.prepareCall("CALL conf_proc(?, ?)")) {
        s.setInt(1, 3);
        s.setNull(2, Types.INTEGER);
        log.attempt("execute", () -> s.execute());
        log.attempt("rows", () -> {
          ResultSet r = s.getResultSet();
          return r != null && r.next() ? r.getString(1) : "none";
        });
      }
    });
    table.add("array output", (c, log) -> {
      routines(c);
      try (CallableStatement s = c.prepareCall("{? = call conf_array()}")) {
        s.registerOutParameter(1, Types.ARRAY);
        s.execute();
        log.say("array", s.getArray(1));
      }
    });
    table.add("reference cursor output", (c, log) -> {
      routines(c);
      c.setAutoCommit(false);
      try (CallableStatement s = c.prepareCall("{? = call conf_refcursor()}")) {
        s.registerOutParameter(1, Types.OTHER);
        s.execute();
        log.rows((ResultSet) s.getObject(1));
      }
    });
    table.add("before execution", (c, log) -> {
      routines(c);
      try (CallableStatement s = c.prepareCall("{? = call conf_add(?, ?)}")) {
        s.registerOutParameter(1, Types.INTEGER);
        log.attempt("get", () -> s.getInt(1));
        s.setInt(2, 1);
        log.attempt("missing", () -> s.execute());
      }
    });
    table.add("not registered", (c, log) -> {
      routines(c);
      try (CallableStatement s = c.prepareCall("{? = call conf_add(?, ?)}")) {
        s.setInt(2, 1);
        s.setInt(3, 1);
        log.attempt("execute", () -> s.execute());
      }
    });
    table.add("error in a function", (c, log) -> {
      routines(c);
      try (CallableStatement s = c.prepareCall("{call conf_raise()}")) {
        log.attempt("execute", () -> s.execute());
      }
    });
    table.add("plain select as a call", (c, log) -> {
      try (CallableStatement s = c.prepareCall("SELECT 1")) {
        log.rows(s.executeQuery());
      }
    });
    return table;
  }

  private static void routines(Connection c) throws SQLException {
    JdbcCluster.run(
        c,
        "CREATE OR REPLACE FUNCTION conf_add(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT a + b'",
        "CREATE OR REPLACE FUNCTION conf_outs(a int, OUT t text, OUT n numeric) LANGUAGE sql AS 'SELECT a::text, a * 1.5'",
        "CREATE OR REPLACE PROCEDURE conf_proc(a int, INOUT b int) LANGUAGE plpgsql AS 'BEGIN b := a * 2; END'",
        "CREATE OR REPLACE FUNCTION conf_array() RETURNS int[] LANGUAGE sql AS 'SELECT ARRAY[1, 2]'",
        "CREATE OR REPLACE FUNCTION conf_refcursor() RETURNS refcursor LANGUAGE plpgsql AS"
            + " $$ DECLARE r refcursor; BEGIN OPEN r FOR SELECT 1 AS x; RETURN r; END $$",
        "CREATE OR REPLACE FUNCTION conf_raise() RETURNS void LANGUAGE plpgsql AS"
            + " $$ BEGIN RAISE EXCEPTION 'mine' USING ERRCODE = 'PX001', DETAIL = 'd', HINT = 'h'; END $$");
  }
}
