package dev.paceline.suites.guarantees;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** URLs of Paceline for clusters of the kit, and what tests often ask. */
final class Paceline {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Paceline() {}

  /** Through the relays, which may be broken. */
  static String url(PostgresCluster cluster, String... settings) {
    return url(cluster.hosts(), settings);
  }

  /** To the servers themselves: fast. */
  static String directUrl(PostgresCluster cluster, String... settings) {
    return url(cluster.directHosts(), settings);
  }

  private static String url(String hosts, String... settings) {
    // What one test learned about a cluster must not help the next one.
    return "jdbc:paceline:postgresql://" + hosts + "/test?user=postgres&paceline.pool.linger=0ms"
        + (settings.length == 0 ? "" : "&" + String.join("&", settings));
  }

  static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url);
  }

  /** The node that a read of no table runs on. */
  static String nodeOfRead(PostgresCluster cluster, Connection connection) throws SQLException {
    Map<Integer, String> names = Lists.names(cluster);
    return names.getOrDefault(
        Integer.parseInt(query(connection, "SELECT inet_server_port()")), "?");
  }

  /** Waits until reads run on a standby. */
  static void awaitReadsOnStandby(PostgresCluster cluster, Connection connection) {
    Await.until(
        "a read on a standby",
        PATIENCE,
        () -> !nodeOfRead(cluster, connection).equals(cluster.primary().name()));
  }

  /** The first column of the first row; "" if there is none. */
  static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Makes every standby show what is committed so much later. */
  static void delayReplay(PostgresCluster cluster, Duration delay) {
    for (PostgresNode standby : cluster.standbys()) {
      standby.applyDelay(delay);
    }
  }
}
