package dev.paceline.suites.jdbc;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.jdbc.PacelineConnection;
import dev.paceline.routing.RouteDecision;
import dev.paceline.topology.Role;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** Short words for what the tests of this package do again and again. */
final class JdbcCluster {

  private JdbcCluster() {}

  static String url(PostgresCluster cluster, String... parameters) {
    return "jdbc:paceline:postgresql://" + cluster.hosts() + "/" + PostgresCluster.DATABASE
        + "?user=" + PostgresCluster.USER + (parameters.length == 0 ? "" : "&")
        + String.join("&", parameters);
  }

  static Connection open(PostgresCluster cluster, String... parameters) throws SQLException {
    return DriverManager.getConnection(url(cluster, parameters));
  }

  static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "no rows";
    }
  }

  /** Whether the last statement of this connection went to a replica. */
  static boolean wentToReplica(Connection connection) throws SQLException {
    RouteDecision decision = route(connection);
    return decision.node() != null && decision.node().role() == Role.REPLICA;
  }

  /** Where the last statement of this connection went, and why. */
  static RouteDecision route(Connection connection) throws SQLException {
    return Objects.requireNonNull(connection.unwrap(PacelineConnection.class).lastRoute());
  }

  /** The server process that answers now; asking it does not move the session. */
  static String backend(Connection connection) throws SQLException {
    return text(connection, "SELECT pg_backend_pid()");
  }

  /** Ends a server process from outside. */
  static void terminate(PostgresCluster cluster, String backend) throws SQLException {
    try (Connection outside = cluster.primary().connectDirect()) {
      run(outside, "SELECT pg_terminate_backend(" + backend + ", 5000)");
    }
  }

  static String node(Connection connection) throws SQLException {
    return Objects.requireNonNull(route(connection).node()).node().name();
  }
}
