package dev.paceline.suites.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;

/** What the database says of itself. */
final class MetadataScenarios {

  /** They are about the connection and not about the database. */
  private static final Set<String> OURS = Set.of("getURL", "getConnection");

  private MetadataScenarios() {}

  static Scenario.Table table() {
    Scenario.Table table = new Scenario.Table();
    table.add("every property", (c, log) -> {
      DatabaseMetaData meta = c.getMetaData();
      Method[] methods = DatabaseMetaData.class.getMethods();
      Arrays.sort(methods, Comparator.comparing(Method::toString));
      for (Method method : methods) {
        if (method.getParameterCount() == 0
            && method.getReturnType() != ResultSet.class
            && method.getDeclaringClass() == DatabaseMetaData.class
            && !OURS.contains(method.getName())) {
          log.attempt(method.getName(), () -> invoke(method, meta));
        }
      }
    });
    table.add("every list", (c, log) -> {
      schema(c);
      DatabaseMetaData meta = c.getMetaData();
      for (Method method : new Method[] {
        DatabaseMetaData.class.getMethod("getCatalogs"),
            DatabaseMetaData.class.getMethod("getSchemas"),
        DatabaseMetaData.class.getMethod("getTableTypes"),
            DatabaseMetaData.class.getMethod("getClientInfoProperties")
      }) {
        log.say("list", method.getName());
        log.rows((ResultSet) invoke(method, meta));
      }
      log.rows(meta.getTables(null, "conf_schema", "%", new String[] {"TABLE", "VIEW"}));
      log.rows(meta.getColumns(null, "conf_schema", "%", "%"));
      log.rows(meta.getPrimaryKeys(null, "conf_schema", "parent"));
      log.rows(meta.getImportedKeys(null, "conf_schema", "child"));
      log.rows(meta.getExportedKeys(null, "conf_schema", "parent"));
      log.rows(meta.getCrossReference(null, "conf_schema", "parent", null, "conf_schema", "child"));
      log.rows(meta.getIndexInfo(null, "conf_schema", "parent", false, false));
      log.rows(meta.getBestRowIdentifier(
          null, "conf_schema", "parent", DatabaseMetaData.bestRowSession, true));
      log.rows(meta.getVersionColumns(null, "conf_schema", "parent"));
      log.rows(meta.getTablePrivileges(null, "conf_schema", "%"));
      log.rows(meta.getColumnPrivileges(null, "conf_schema", "parent", "%"));
      log.rows(meta.getFunctions(null, "conf_schema", "%"));
      log.rows(meta.getFunctionColumns(null, "conf_schema", "%", "%"));
      log.rows(meta.getProcedures(null, "conf_schema", "%"));
      log.rows(meta.getProcedureColumns(null, "conf_schema", "%", "%"));
      log.rows(meta.getSchemas(null, "conf%"));
      log.rows(meta.getUDTs(null, "conf_schema", "%", null));
      log.attempt("super tables", () -> meta.getSuperTables(null, null, "%").next());
      log.attempt("attributes", () -> meta.getAttributes(null, null, "%", "%").next());
      log.attempt("types", () -> {
        int rows = 0;
        try (ResultSet types = meta.getTypeInfo()) {
          while (types.next()) {
            rows++;
          }
        }
        return rows > 50;
      });
    });
    table.add("lists lead back", (c, log) -> {
      try (ResultSet tables = c.getMetaData().getTables(null, null, "%", null)) {
        log.say("connection", tables.getStatement().getConnection() == c);
        log.say("next", tables.next());
      }
    });
    table.add("metadata opens no transaction that blocks a change", (c, log) -> {
      log.say("product", c.getMetaData().getDatabaseProductName());
      log.say("catalog", c.getCatalog());
      log.say("schema", c.getSchema());
      log.say("type map", c.getTypeMap());
    });
    return table;
  }

  private static void schema(java.sql.Connection c) throws Exception {
    JdbcCluster.run(
        c,
        "DROP SCHEMA IF EXISTS conf_schema CASCADE",
        "CREATE SCHEMA conf_schema",
        "CREATE TABLE conf_schema.parent (id int PRIMARY KEY, v varchar(20) UNIQUE, n numeric(8, 2) DEFAULT 1)",
        "CREATE TABLE conf_schema.child (id bigserial PRIMARY KEY, parent int NOT NULL REFERENCES conf_schema.parent)",
        "CREATE VIEW conf_schema.both AS SELECT p.id, c.id AS child FROM conf_schema.parent p JOIN conf_schema.child c ON c.parent = p.id",
        "CREATE FUNCTION conf_schema.f(a int, OUT b text) LANGUAGE sql AS 'SELECT $1::text'",
        "CREATE PROCEDURE conf_schema.p(a int) LANGUAGE sql AS 'SELECT 1'",
        "CREATE TYPE conf_schema.pair AS (a int, b text)",
        "COMMENT ON TABLE conf_schema.parent IS 'a comment'");
  }

  private static Object invoke(Method method, Object on) throws Exception {
    try {
      return method.invoke(on);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Everything about the columns of a result. */
  static void describe(Log log, ResultSetMetaData meta) throws Exception {
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      int column = i;
      for (Method method : ResultSetMetaData.class.getMethods()) {
        if (method.getParameterCount() == 1 && method.getParameterTypes()[0] == int.class) {
          log.attempt(i + " " + method.getName(), () -> {
            try {
              return method.invoke(meta, column);
            } catch (InvocationTargetException e) {
              throw (Exception) e.getCause();
            }
          });
        }
      }
    }
  }
}
