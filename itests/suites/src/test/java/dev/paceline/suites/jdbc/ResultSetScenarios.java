package dev.paceline.suites.jdbc;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;

/** Reading, scrolling, streaming and changing rows. */
final class ResultSetScenarios {

  private static final String[] VALUES = {
    "1::smallint",
    "2147483647",
    "9223372036854775807",
    "1.5::real",
    "-0.25::float8",
    "12345.678::numeric",
    "'NaN'::numeric",
    "true",
    "'abc'::text",
    "'x'::char(3)",
    "'\\x0102ff'::bytea",
    "'2020-02-29'::date",
    "'infinity'::date",
    "'23:59:59.123456'::time",
    "'12:00+02'::timetz",
    "'2020-02-29 01:02:03.4'::timestamp",
    "'2020-02-29 01:02:03+00'::timestamptz",
    "'infinity'::timestamptz",
    "'1 day 02:03:04'::interval",
    "'00000000-0000-0001-0000-000000000002'::uuid",
    "'{\"a\": [1]}'::jsonb",
    "'<a/>'::xml",
    "ARRAY[1, NULL, 3]",
    "ARRAY[['a', 'b'], ['c', 'd']]",
    "ARRAY[1.5::float8]",
    "'(1,2)'::point",
    "'10.0.0.1'::inet",
    "B'101'",
    "'5.00'::money",
    "ROW(1, 'a')",
    "int4range(1, 5)",
    "NULL::int",
    "NULL::text",
    "'t'::text",
    "'17'::text",
    "' 18 '::text",
    "'not a number'::text",
    "3000000000::bigint",
    "1e100::numeric",
    "'a'::\"char\"",
    "16384::oid",
    "'pg_class'::regclass"
  };

  private ResultSetScenarios() {}

  private interface Getter {
    Object get(ResultSet rows) throws Exception;
  }

  static Scenario.Table table() {
    Scenario.Table table = new Scenario.Table();
    getters(table);
    scrolling(table);
    updating(table);
    streaming(table);
    rest(table);
    return table;
  }

  private static Map<String, Getter> getters() {
    Map<String, Getter> all = new LinkedHashMap<>();
    all.put("string", r -> r.getString(1));
    all.put("string by label", r -> r.getString("v"));
    all.put("boolean", r -> r.getBoolean(1));
    all.put("byte", r -> r.getByte(1));
    all.put("short", r -> r.getShort(1));
    all.put("int", r -> r.getInt(1));
    all.put("long", r -> r.getLong(1));
    all.put("float", r -> r.getFloat(1));
    all.put("double", r -> r.getDouble(1));
    all.put("decimal", r -> r.getBigDecimal(1));
    all.put("bytes", r -> r.getBytes(1));
    all.put("date", r -> r.getDate(1));
    all.put("time", r -> r.getTime(1));
    all.put("timestamp", r -> r.getTimestamp(1));
    all.put(
        "timestamp with calendar",
        r -> r.getTimestamp(1, Calendar.getInstance(TimeZone.getTimeZone("GMT+3"))));
    all.put("object", r -> r.getObject(1));
    all.put("object by label", r -> r.getObject("v"));
    all.put("array", r -> r.getArray(1));
    all.put("array rows", r -> {
      StringBuilder text = new StringBuilder();
      ResultSet elements = r.getArray(1).getResultSet();
      while (elements.next()) {
        text.append(elements.getString(2)).append(';');
      }
      return text;
    });
    all.put("as String", r -> r.getObject(1, String.class));
    all.put("as Integer", r -> r.getObject(1, Integer.class));
    all.put("as Long", r -> r.getObject(1, Long.class));
    all.put("as BigDecimal", r -> r.getObject(1, BigDecimal.class));
    all.put("as Boolean", r -> r.getObject(1, Boolean.class));
    all.put("as LocalDate", r -> r.getObject(1, LocalDate.class));
    all.put("as LocalTime", r -> r.getObject(1, LocalTime.class));
    all.put("as LocalDateTime", r -> r.getObject(1, LocalDateTime.class));
    all.put("as OffsetDateTime", r -> r.getObject(1, OffsetDateTime.class));
    all.put("as Instant", r -> r.getObject(1, Instant.class));
    all.put("as UUID", r -> r.getObject(1, UUID.class));
    all.put("as array", r -> r.getObject(1, java.sql.Array.class));
    all.put("ascii stream", r -> r.getAsciiStream(1));
    all.put("binary stream", r -> r.getBinaryStream(1));
    all.put("character stream", r -> r.getCharacterStream(1));
    all.put("n string", r -> r.getNString(1));
    all.put("xml", r -> r.getSQLXML(1));
    all.put("url", r -> r.getURL(1));
    all.put("ref", r -> r.getRef(1));
    all.put("row id", r -> r.getRowId(1));
    all.put("was null", r -> r.getString(1) + r.wasNull());
    return all;
  }

  private static void getters(Scenario.Table table) {
    for (String value : VALUES) {
      table.add("every getter of " + value, (c, log) -> {
        try (Statement s = c.createStatement();
            ResultSet r = s.executeQuery("SELECT " + value + " AS v")) {
          r.next();
          for (Map.Entry<String, Getter> getter : getters().entrySet()) {
            log.attempt(getter.getKey(), () -> getter.getValue().get(r));
          }
        }
      });
    }
    table.add("binary transfer of every value", (c, log) -> {
      for (String value : VALUES) {
        try (var s = c.prepareStatement("SELECT " + value + " AS v")) {
          for (int i = 0; i < 6; i++) {
            s.executeQuery().close();
          }
          try (ResultSet r = s.executeQuery()) {
            r.next();
            log.attempt(value, () -> r.getObject(1));
            log.attempt(value, () -> r.getString(1));
          }
        }
      }
    });
    table.add("bad columns", (c, log) -> {
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT 1 AS a")) {
        log.attempt("before", () -> r.getInt(1));
        r.next();
        log.attempt("0", () -> r.getInt(0));
        log.attempt("2", () -> r.getInt(2));
        log.attempt("b", () -> r.getInt("b"));
        log.attempt("find", () -> r.findColumn("A"));
        log.attempt("find b", () -> r.findColumn("b"));
        r.next();
        log.attempt("after", () -> r.getInt(1));
      }
    });
  }

  private static void scrolling(Scenario.Table table) {
    for (int type : new int[] {
      ResultSet.TYPE_FORWARD_ONLY,
      ResultSet.TYPE_SCROLL_INSENSITIVE,
      ResultSet.TYPE_SCROLL_SENSITIVE
    }) {
      table.add("scrolling a result set of type " + type, (c, log) -> {
        try (Statement s = c.createStatement(type, ResultSet.CONCUR_READ_ONLY);
            ResultSet r = s.executeQuery("SELECT g FROM generate_series(1, 5) g")) {
          log.say("type", r.getType());
          log.say("concurrency", r.getConcurrency());
          log.attempt("before first", () -> r.isBeforeFirst());
          log.attempt("absolute 3", () -> r.absolute(3) + " " + r.getInt(1) + " " + r.getRow());
          log.attempt("relative -1", () -> r.relative(-1) + " " + r.getInt(1));
          log.attempt("last", () -> r.last() + " " + r.getRow());
          log.attempt("is last", () -> r.isLast());
          log.attempt("previous", () -> r.previous() + " " + r.getInt(1));
          log.attempt("first", () -> r.first() + " " + r.isFirst());
          log.attempt("absolute -2", () -> r.absolute(-2) + " " + r.getInt(1));
          log.attempt("beyond", () -> r.absolute(99) + " " + r.isAfterLast());
          log.attempt("before", () -> r.beforeFirst());
          log.attempt("after", () -> r.afterLast());
          log.attempt("direction", () -> r.setFetchDirection(ResultSet.FETCH_REVERSE));
          log.attempt("get direction", () -> r.getFetchDirection());
          log.attempt("fetch size", () -> r.setFetchSize(3));
          log.attempt("holdability", () -> r.getHoldability());
          log.attempt("cursor name", () -> r.getCursorName());
        }
      });
    }
  }

  private static void updating(Scenario.Table table) {
    table.add("updatable rows", (c, log) -> {
      StatementScenarios.fresh(c, "conf_updatable", "id int PRIMARY KEY, v text, n int");
      JdbcCluster.run(c, "INSERT INTO conf_updatable VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");
      try (Statement s =
              c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
          ResultSet r = s.executeQuery("SELECT * FROM conf_updatable ORDER BY id")) {
        r.next();
        r.updateString("v", "A");
        r.updateRow();
        log.say("updated", r.getString("v"));
        r.next();
        r.deleteRow();
        r.moveToInsertRow();
        r.updateInt(1, 9);
        r.updateString(2, "new");
        r.updateNull(3);
        r.insertRow();
        r.moveToCurrentRow();
        r.absolute(1);
        r.updateInt("n", 77);
        r.cancelRowUpdates();
        r.refreshRow();
        log.say("refreshed", r.getInt("n"));
        log.attempt("inserted", () -> r.rowInserted());
        log.attempt("update of a wrong column", () -> r.updateInt("nope", 1));
      }
      try (Statement s = c.createStatement()) {
        log.rows(s.executeQuery("SELECT * FROM conf_updatable ORDER BY id"));
      }
    });
    table.add("updating what cannot be", (c, log) -> {
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT 1 AS a")) {
        r.next();
        log.attempt("update", () -> r.updateInt(1, 2));
        log.attempt("row", () -> r.updateRow());
        log.attempt("insert", () -> r.insertRow());
        log.attempt("delete", () -> r.deleteRow());
      }
    });
  }

  private static void streaming(Scenario.Table table) {
    table.add("streaming in a transaction", (c, log) -> {
      c.setAutoCommit(false);
      try (Statement s = c.createStatement()) {
        s.setFetchSize(10);
        long sum = 0;
        try (ResultSet r = s.executeQuery("SELECT g FROM generate_series(1, 1005) g")) {
          log.say("fetch size", r.getFetchSize());
          while (r.next()) {
            sum += r.getInt(1);
          }
        }
        log.say("sum", sum);
        c.commit();
      }
    });
    table.add("streaming two at a time", (c, log) -> {
      c.setAutoCommit(false);
      try (Statement one = c.createStatement();
          Statement two = c.createStatement()) {
        one.setFetchSize(3);
        two.setFetchSize(2);
        try (ResultSet a = one.executeQuery("SELECT g FROM generate_series(1, 8) g");
            ResultSet b = two.executeQuery("SELECT g FROM generate_series(11, 18) g")) {
          while (a.next() && b.next()) {
            log.say("pair", a.getInt(1) + " " + b.getInt(1));
          }
        }
      }
    });
    table.add("a cursor ends with its transaction", (c, log) -> {
      c.setAutoCommit(false);
      try (Statement s = c.createStatement()) {
        s.setFetchSize(2);
        ResultSet r = s.executeQuery("SELECT g FROM generate_series(1, 8) g");
        r.next();
        c.commit();
        log.attempt("rest", () -> {
          int rows = 0;
          while (r.next()) {
            rows++;
          }
          return rows;
        });
      }
    });
    table.add("held rows survive a commit", (c, log) -> {
      c.setAutoCommit(false);
      try (Statement s = c.createStatement(
          ResultSet.TYPE_FORWARD_ONLY,
          ResultSet.CONCUR_READ_ONLY,
          ResultSet.HOLD_CURSORS_OVER_COMMIT)) {
        s.setFetchSize(2);
        ResultSet r = s.executeQuery("SELECT g FROM generate_series(1, 5) g");
        r.next();
        c.commit();
        log.attempt("rest", () -> {
          int rows = 1;
          while (r.next()) {
            rows++;
          }
          return rows;
        });
      }
    });
  }

  private static void rest(Scenario.Table table) {
    table.add("closed rows", (c, log) -> {
      try (Statement s = c.createStatement()) {
        ResultSet r = s.executeQuery("SELECT 1");
        r.close();
        r.close();
        log.say("closed", r.isClosed());
        log.attempt("next", () -> r.next());
        log.attempt("get", () -> r.getInt(1));
        log.attempt("meta", () -> r.getMetaData());
        log.attempt("statement", () -> r.getStatement());
        log.attempt("warnings", () -> r.getWarnings());
        log.attempt("more", () -> s.getMoreResults());
      }
    });
    table.add("metadata of rows", (c, log) -> {
      StatementScenarios.fresh(
          c,
          "conf_meta",
          "id serial PRIMARY KEY, v varchar(20) NOT NULL, n numeric(10, 3), t timestamptz, b bytea, a int[]");
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT m.*, 1 + 1 AS calc, v || 'x' FROM conf_meta m")) {
        MetadataScenarios.describe(log, r.getMetaData());
      }
    });
    table.add("composite and reference cursor", (c, log) -> {
      JdbcCluster.run(
          c,
          "CREATE OR REPLACE FUNCTION conf_cursor() RETURNS refcursor LANGUAGE plpgsql AS"
              + " $$ DECLARE r refcursor; BEGIN OPEN r FOR SELECT * FROM generate_series(1, 3) g; RETURN r; END $$");
      c.setAutoCommit(false);
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT conf_cursor()")) {
        r.next();
        ResultSet inner = (ResultSet) r.getObject(1);
        log.rows(inner);
        log.say("leads back", inner.getStatement().getConnection() == c);
      }
    });
    table.add("large values", (c, log) -> {
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT repeat('x', 3000000), repeat('y', 10)::bytea")) {
        r.next();
        log.say("length", r.getString(1).length());
        log.say("bytes", r.getBytes(2));
      }
    });
    table.add("large objects", (c, log) -> {
      StatementScenarios.fresh(c, "conf_lob", "id int, data oid");
      c.setAutoCommit(false);
      try (var s = c.prepareStatement("INSERT INTO conf_lob VALUES (1, ?)")) {
        s.setBlob(1, new java.io.ByteArrayInputStream(new byte[] {1, 2, 3}));
        log.say("insert", s.executeUpdate());
      }
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT data FROM conf_lob")) {
        r.next();
        java.sql.Blob blob = r.getBlob(1);
        log.say("length", blob.length());
        log.say("bytes", blob.getBytes(1, 3));
        log.say("stream", blob.getBinaryStream());
      }
      c.commit();
      c.setAutoCommit(true);
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT data FROM conf_lob")) {
        r.next();
        log.attempt("outside of a transaction", () -> r.getBlob(1).length());
      }
    });
    table.add("creating values", (c, log) -> {
      log.attempt("blob", () -> c.createBlob());
      log.attempt("clob", () -> c.createClob());
      log.attempt("n clob", () -> c.createNClob());
      log.attempt("struct", () -> c.createStruct("x", new Object[0]));
      log.attempt("array", () -> c.createArrayOf("int4", new Object[] {1, 2}));
      log.attempt("array of nothing known", () -> c.createArrayOf("conf_nope", new Object[] {1}));
    });
    table.add("unwrapping", (c, log) -> {
      log.say("connection", c.isWrapperFor(Connection.class));
      log.say("PGConnection", c.isWrapperFor(org.postgresql.PGConnection.class));
      log.say("BaseConnection", c.isWrapperFor(org.postgresql.core.BaseConnection.class));
      log.say("something else", c.isWrapperFor(java.util.List.class));
      log.attempt("unwrap something else", () -> c.unwrap(java.util.List.class));
      log.say("unwrap", c.unwrap(org.postgresql.PGConnection.class).getPreferQueryMode());
      try (Statement s = c.createStatement()) {
        log.say("statement", s.isWrapperFor(org.postgresql.PGStatement.class));
        log.say("unwrap", s.unwrap(org.postgresql.PGStatement.class).getPrepareThreshold());
      }
    });
  }
}
