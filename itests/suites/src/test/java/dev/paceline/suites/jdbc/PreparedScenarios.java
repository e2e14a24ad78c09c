package dev.paceline.suites.jdbc;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.TimeZone;
import java.util.UUID;

/** Statements with parameters. */
final class PreparedScenarios {

  private PreparedScenarios() {}

  /** Sets the first parameter. */
  private interface Setter {
    void set(PreparedStatement statement, Connection connection) throws Exception;
  }

  static Scenario.Table table() {
    Scenario.Table table = new Scenario.Table();
    values(table);
    executions(table);
    batches(table);
    descriptions(table);
    return table;
  }

  private static void value(Scenario.Table table, String name, String type, Setter setter) {
    table.add(name + " as " + type, (c, log) -> {
      try (PreparedStatement s =
          c.prepareStatement("SELECT ?::" + type + " AS v /* " + name + " */")) {
        for (int i = 0; i < 7; i++) {
          log.attempt("round " + i, () -> {
            setter.set(s, c);
            try (ResultSet r = s.executeQuery()) {
              r.next();
              return r.getString(1) + " " + r.wasNull() + " "
                  + r.getMetaData().getColumnTypeName(1);
            }
          });
        }
      }
    });
  }

  private static void values(Scenario.Table table) {
    value(table, "int", "int", (s, c) -> s.setInt(1, Integer.MIN_VALUE));
    value(table, "long", "bigint", (s, c) -> s.setLong(1, Long.MAX_VALUE));
    value(table, "short", "smallint", (s, c) -> s.setShort(1, (short) -3));
    value(table, "byte", "smallint", (s, c) -> s.setByte(1, (byte) 7));
    value(table, "boolean", "boolean", (s, c) -> s.setBoolean(1, true));
    value(table, "float", "real", (s, c) -> s.setFloat(1, 1.5f));
    value(table, "NaN", "real", (s, c) -> s.setFloat(1, Float.NaN));
    value(table, "double", "double precision", (s, c) -> s.setDouble(1, -0.1));
    value(
        table, "infinity", "double precision", (s, c) -> s.setDouble(1, Double.POSITIVE_INFINITY));
    value(
        table,
        "decimal",
        "numeric",
        (s, c) -> s.setBigDecimal(1, new BigDecimal("12345678901234567890.123")));
    value(table, "string", "text", (s, c) -> s.setString(1, "ä'\\ \n€😀"));
    value(table, "null string", "text", (s, c) -> s.setString(1, null));
    value(table, "n string", "text", (s, c) -> s.setNString(1, "n"));
    value(table, "string with NUL", "text", (s, c) -> s.setString(1, "a\0b"));
    value(table, "bytes", "bytea", (s, c) -> s.setBytes(1, new byte[] {0, 1, -1}));
    value(table, "null bytes", "bytea", (s, c) -> s.setBytes(1, null));
    value(table, "null", "int", (s, c) -> s.setNull(1, Types.INTEGER));
    value(table, "named null", "int", (s, c) -> s.setNull(1, Types.OTHER, "int4"));
    value(table, "date", "date", (s, c) -> s.setDate(1, Date.valueOf("2020-02-29")));
    value(table, "time", "time", (s, c) -> s.setTime(1, Time.valueOf("23:59:58")));
    value(
        table,
        "timestamp",
        "timestamp",
        (s, c) -> s.setTimestamp(1, Timestamp.valueOf("2020-02-29 01:02:03.456789")));
    value(
        table,
        "timestamp with calendar",
        "timestamptz",
        (s, c) -> s.setTimestamp(
            1, new Timestamp(0), Calendar.getInstance(TimeZone.getTimeZone("GMT+5"))));
    value(
        table,
        "date with calendar",
        "date",
        (s, c) -> s.setDate(1, new Date(0), Calendar.getInstance(TimeZone.getTimeZone("GMT-11"))));
    value(
        table,
        "time with calendar",
        "timetz",
        (s, c) -> s.setTime(1, new Time(0), Calendar.getInstance(TimeZone.getTimeZone("GMT+2"))));
    value(table, "local date", "date", (s, c) -> s.setObject(1, LocalDate.of(1900, 1, 1)));
    value(table, "local time", "time", (s, c) -> s.setObject(1, LocalTime.of(1, 2, 3)));
    value(
        table,
        "local date time",
        "timestamp",
        (s, c) -> s.setObject(1, LocalDateTime.of(2024, 2, 3, 4, 5)));
    value(
        table,
        "offset date time",
        "timestamptz",
        (s, c) ->
            s.setObject(1, OffsetDateTime.of(2024, 2, 3, 4, 5, 6, 7000, ZoneOffset.ofHours(3))));
    value(table, "object int", "int", (s, c) -> s.setObject(1, 42));
    value(table, "object null", "int", (s, c) -> s.setObject(1, null));
    value(table, "object typed", "int", (s, c) -> s.setObject(1, "42", Types.INTEGER));
    value(
        table,
        "object scaled",
        "numeric",
        (s, c) -> s.setObject(1, new BigDecimal("1.2345"), Types.NUMERIC, 2));
    value(table, "object with a SQL type", "int", (s, c) -> s.setObject(1, "9", JDBCType.INTEGER));
    value(
        table,
        "object with a SQL type and a scale",
        "numeric",
        (s, c) -> s.setObject(1, new BigDecimal("1.5"), JDBCType.NUMERIC, 1));
    value(table, "uuid", "uuid", (s, c) -> s.setObject(1, new UUID(1, 2)));
    value(table, "character", "text", (s, c) -> s.setObject(1, 'x'));
    value(table, "unknown class", "text", (s, c) -> s.setObject(1, new Object()));
    value(table, "bad conversion", "int", (s, c) -> s.setObject(1, "abc", Types.INTEGER));
    value(
        table,
        "array",
        "int[]",
        (s, c) -> s.setArray(1, c.createArrayOf("int4", new Object[] {1, null, 3})));
    value(
        table,
        "text array",
        "text[]",
        (s, c) -> s.setArray(1, c.createArrayOf("text", new String[] {"a", "b,\"c"})));
    value(
        table,
        "array as object",
        "int[]",
        (s, c) -> s.setObject(1, c.createArrayOf("int4", new Integer[] {1})));
    value(table, "primitive array", "int[]", (s, c) -> s.setObject(1, new int[] {1, 2}));
    value(table, "ascii stream", "text", (s, c) -> s.setAsciiStream(1, stream("abc"), 3));
    value(table, "binary stream", "bytea", (s, c) -> s.setBinaryStream(1, stream("abc"), 3));
    value(
        table,
        "binary stream without length",
        "bytea",
        (s, c) -> s.setBinaryStream(1, stream("abc")));
    value(table, "long binary stream", "bytea", (s, c) -> s.setBinaryStream(1, stream("abc"), 2L));
    value(
        table,
        "character stream",
        "text",
        (s, c) -> s.setCharacterStream(1, new StringReader("abc"), 3));
    value(
        table,
        "character stream without length",
        "text",
        (s, c) -> s.setCharacterStream(1, new StringReader("abc")));
    value(table, "xml", "xml", (s, c) -> {
      java.sql.SQLXML xml = c.createSQLXML();
      xml.setString("<a/>");
      s.setSQLXML(1, xml);
    });
    value(table, "url", "text", (s, c) -> s.setURL(1, new java.net.URL("http://localhost/")));
    value(table, "row id", "text", (s, c) -> s.setRowId(1, null));
    value(table, "ref", "text", (s, c) -> s.setRef(1, null));
    value(
        table,
        "point",
        "point",
        (s, c) -> s.setObject(1, new org.postgresql.geometric.PGpoint(1, 2)));
    value(table, "json", "jsonb", (s, c) -> {
      org.postgresql.util.PGobject json = new org.postgresql.util.PGobject();
      json.setType("jsonb");
      json.setValue("{\"a\": 1}");
      s.setObject(1, json);
    });
    value(table, "string for an int", "int", (s, c) -> s.setString(1, "5"));
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void executions(Scenario.Table table) {
    table.add("missing parameter", (c, log) -> {
      try (PreparedStatement s = c.prepareStatement("SELECT ?::int + ?::int")) {
        s.setInt(1, 1);
        log.attempt("one", () -> s.executeQuery());
        s.setInt(2, 2);
        log.rows(s.executeQuery());
        s.clearParameters();
        log.attempt("cleared", () -> s.executeQuery());
        log.attempt("index 0", () -> s.setInt(0, 1));
        log.attempt("index 3", () -> s.setInt(3, 1));
      }
    });
    table.add("parameters stay", (c, log) -> {
      try (PreparedStatement s = c.prepareStatement("SELECT ?::int, ?::text")) {
        s.setInt(1, 1);
        s.setString(2, "a");
        log.rows(s.executeQuery());
        s.setString(2, "b");
        log.rows(s.executeQuery());
        s.setNull(1, Types.INTEGER);
        log.rows(s.executeQuery());
      }
    });
    table.add("bytes are copied", (c, log) -> {
      try (PreparedStatement s = c.prepareStatement("SELECT ?::bytea")) {
        byte[] bytes = {1, 2};
        s.setBytes(1, bytes);
        bytes[0] = 9;
        log.rows(s.executeQuery());
      }
    });
    table.add("wrong method", (c, log) -> {
      try (PreparedStatement s = c.prepareStatement("SELECT 1")) {
        log.attempt("query", () -> s.executeQuery("SELECT 2"));
        log.attempt("execute", () -> s.execute("SELECT 2"));
        log.attempt("update", () -> s.executeUpdate("SELECT 2"));
        log.attempt("add", () -> s.addBatch("SELECT 2"));
        log.attempt("executeUpdate", () -> s.executeUpdate());
      }
    });
    table.add("execute and update", (c, log) -> {
      StatementScenarios.fresh(c, "conf_prepared", "id serial PRIMARY KEY, v text");
      try (PreparedStatement s = c.prepareStatement(
          "INSERT INTO conf_prepared (v) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
        for (int i = 0; i < 8; i++) {
          s.setString(1, "v" + i);
          log.say("update", s.executeUpdate());
          log.rows(s.getGeneratedKeys());
        }
      }
      try (PreparedStatement s = c.prepareStatement(
          "INSERT INTO conf_prepared (v) VALUES (?)", new String[] {"v", "id"})) {
        s.setString(1, "names");
        log.say("execute", s.execute());
        log.say("count", s.getUpdateCount());
        log.rows(s.getGeneratedKeys());
      }
      try (PreparedStatement s =
          c.prepareStatement("UPDATE conf_prepared SET v = ? WHERE id > ?")) {
        s.setString(1, "x");
        s.setInt(2, 3);
        log.say("large", s.executeLargeUpdate());
        log.say("count", s.getLargeUpdateCount());
        log.say("keys", s.getGeneratedKeys().next());
      }
      try (PreparedStatement s =
          c.prepareStatement("SELECT * FROM conf_prepared WHERE id = ANY (?) ORDER BY id")) {
        s.setArray(1, c.createArrayOf("int4", new Integer[] {1, 5}));
        log.say("execute", s.execute());
        log.rows(s.getResultSet());
        log.say("more", s.getMoreResults());
      }
    });
    table.add("the same text twice at a time", (c, log) -> {
      String sql = "SELECT g FROM generate_series(1, ?) g";
      try (PreparedStatement one = c.prepareStatement(sql);
          PreparedStatement two = c.prepareStatement(sql)) {
        one.setInt(1, 3);
        two.setInt(1, 2);
        ResultSet a = one.executeQuery();
        while (a.next()) {
          ResultSet b = two.executeQuery();
          while (b.next()) {
            log.say("pair", a.getInt(1) + " " + b.getInt(1));
          }
        }
      }
    });
    table.add("question mark operator", (c, log) -> {
      try (PreparedStatement s = c.prepareStatement("SELECT '{\"a\": 1}'::jsonb ?? ?")) {
        s.setString(1, "a");
        log.rows(s.executeQuery());
      }
    });
    table.add("changed result type", (c, log) -> {
      StatementScenarios.fresh(c, "conf_changed", "id int");
      try (PreparedStatement s = c.prepareStatement("SELECT * FROM conf_changed")) {
        for (int i = 0; i < 7; i++) {
          s.executeQuery().close();
        }
        JdbcCluster.run(c, "ALTER TABLE conf_changed ADD COLUMN v text");
        log.attempt("after", () -> s.executeQuery().getMetaData().getColumnCount());
      }
    });
    table.add("closed prepared statement", (c, log) -> {
      PreparedStatement s = c.prepareStatement("SELECT ?::int");
      s.close();
      log.attempt("set", () -> s.setInt(1, 1));
      log.attempt("execute", () -> s.executeQuery());
      log.attempt("add", () -> s.addBatch());
      log.attempt("clear", () -> s.clearParameters());
      log.attempt("meta", () -> s.getMetaData());
    });
    table.add("options of prepared statements", (c, log) -> {
      try (PreparedStatement s = c.prepareStatement("SELECT * FROM generate_series(1, 5) g")) {
        s.setMaxRows(2);
        log.rows(s.executeQuery());
      }
      try (PreparedStatement s = c.prepareStatement("SELECT * FROM generate_series(1, 5) g")) {
        log.rows(s.executeQuery());
        s.setFetchSize(2);
        log.rows(s.executeQuery());
        log.say("fetch size", s.getFetchSize());
      }
    });
    table.add("warnings of prepared statements", (c, log) -> {
      JdbcCluster.run(
          c,
          "CREATE OR REPLACE FUNCTION conf_notice(i int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'n %', i; RETURN i; END $$");
      try (PreparedStatement s = c.prepareStatement("SELECT conf_notice(?)")) {
        s.setInt(1, 5);
        try (ResultSet r = s.executeQuery()) {
          log.rows(r);
          log.warnings(s.getWarnings());
        }
        log.warnings(s.getWarnings());
      }
    });
  }

  private static void batches(Scenario.Table table) {
    table.add("prepared batch", (c, log) -> {
      StatementScenarios.fresh(c, "conf_pbatch", "id int PRIMARY KEY, v text");
      try (PreparedStatement s = c.prepareStatement("INSERT INTO conf_pbatch VALUES (?, ?)")) {
        log.say("empty", s.executeBatch());
        for (int i = 0; i < 10; i++) {
          s.setInt(1, i);
          s.setString(2, "v" + i);
          s.addBatch();
        }
        log.say("counts", s.executeBatch());
        s.setInt(1, 100);
        s.addBatch();
        s.clearBatch();
        log.say("cleared", s.executeBatch());
        s.setInt(1, 101);
        s.addBatch();
        log.say("large", s.executeLargeBatch());
        log.say("rows", JdbcCluster.text(c, "SELECT count(*) FROM conf_pbatch"));
      }
    });
    table.add("prepared batch that fails", (c, log) -> {
      StatementScenarios.fresh(c, "conf_pbatch_fails", "id int PRIMARY KEY");
      try (PreparedStatement s = c.prepareStatement("INSERT INTO conf_pbatch_fails VALUES (?)")) {
        for (int id : new int[] {1, 2, 2, 3}) {
          s.setInt(1, id);
          s.addBatch();
        }
        log.attempt("execute", () -> s.executeBatch());
        log.say("rows", JdbcCluster.text(c, "SELECT count(*) FROM conf_pbatch_fails"));
        s.setInt(1, 9);
        s.addBatch();
        log.attempt("again", () -> s.executeBatch());
      }
    });
    table.add("prepared batch with keys", (c, log) -> {
      StatementScenarios.fresh(c, "conf_pbatch_keys", "id serial PRIMARY KEY, v int");
      try (PreparedStatement s = c.prepareStatement(
          "INSERT INTO conf_pbatch_keys (v) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
        for (int i = 0; i < 3; i++) {
          s.setInt(1, i);
          s.addBatch();
        }
        log.say("counts", s.executeBatch());
        log.rows(s.getGeneratedKeys());
      }
    });
    table.add("prepared batch with a missing parameter", (c, log) -> {
      StatementScenarios.fresh(c, "conf_pbatch_missing", "id int, v int");
      try (PreparedStatement s =
          c.prepareStatement("INSERT INTO conf_pbatch_missing VALUES (?, ?)")) {
        s.setInt(1, 1);
        log.attempt("batch", () -> {
          s.addBatch();
          return s.executeBatch();
        });
      }
    });
  }

  private static void descriptions(Scenario.Table table) {
    table.add("metadata before execution", (c, log) -> {
      StatementScenarios.fresh(c, "conf_described", "id int, v varchar(10), n numeric(8, 2)");
      try (PreparedStatement s = c.prepareStatement(
          "SELECT id, v AS w, n, count(*) OVER () FROM conf_described WHERE id = ? AND v = ?")) {
        MetadataScenarios.describe(log, s.getMetaData());
        var parameters = s.getParameterMetaData();
        log.say("count", parameters.getParameterCount());
        for (int i = 1; i <= parameters.getParameterCount(); i++) {
          log.say(
              "parameter",
              parameters.getParameterTypeName(i) + " " + parameters.getParameterType(i) + " "
                  + parameters.getParameterClassName(i) + " " + parameters.getParameterMode(i));
        }
      }
      try (PreparedStatement s =
          c.prepareStatement("INSERT INTO conf_described VALUES (?, ?, ?)")) {
        log.say("no rows", s.getMetaData());
        log.say("count", s.getParameterMetaData().getParameterCount());
      }
    });
    table.add("metadata of a wrong text", (c, log) -> {
      try (PreparedStatement s = c.prepareStatement("SELECT nope FROM nowhere WHERE x = ?")) {
        log.attempt("meta", () -> s.getMetaData());
        log.attempt("parameters", () -> s.getParameterMetaData());
      }
    });
    table.add("metadata opens no transaction", (c, log) -> {
      c.setAutoCommit(false);
      try (PreparedStatement s = c.prepareStatement("SELECT 1 WHERE 1 = ?")) {
        s.getMetaData();
        s.getParameterMetaData();
        log.attempt(
            "isolation can change",
            () -> c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ));
      }
    });
  }
}
