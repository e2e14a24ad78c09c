package dev.paceline.suites.guarantees;

import dev.paceline.clusterkit.history.Elements;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tables of lists to append to, for one test: their names begin with the test's own prefix.
 *
 * @param prefix of the tables' names
 * @param tables how many tables
 * @param keys how many lists in each
 */
public record Lists(String prefix, int tables, int keys) {

  /** A list as it was read, and the port of the server that answered. */
  public record Seen(Elements elements, int port) {}

  /** Makes the tables, full of empty lists, and waits until {@code shownBy} have them. */
  public Lists make(PostgresCluster cluster, List<PostgresNode> shownBy) {
    for (int t = 0; t < tables; t++) {
      cluster
          .primary()
          .execute(
              "DROP TABLE IF EXISTS " + table(t),
              "CREATE TABLE " + table(t)
                  + " (k int PRIMARY KEY, items int[] NOT NULL) WITH (fillfactor = 50)",
              "INSERT INTO " + table(t) + " SELECT k, '{}' FROM generate_series(0, " + (keys - 1)
                  + ") k");
    }
    if (!shownBy.isEmpty()) {
      cluster.awaitInSync();
    }
    return this;
  }

  String table(int index) {
    return prefix + "_" + index;
  }

  /** A key as histories name it. */
  String key(int table, int key) {
    return table(table) + "/" + key;
  }

  public void append(Connection connection, int table, int key, int element) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(
        "UPDATE " + table(table) + " SET items = items || ? WHERE k = ?")) {
      update.setInt(1, element);
      update.setInt(2, key);
      if (update.executeUpdate() != 1) {
        throw new SQLException("nothing to append to: " + key(table, key));
      }
    }
  }

  public Seen read(Connection connection, int table, int key) throws SQLException {
    return read(connection, "", table, key);
  }

  /** Reads with a hint in front of the statement. */
  Seen read(Connection connection, String hint, int table, int key) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(
        hint + "SELECT items, inet_server_port() FROM " + table(table) + " WHERE k = ?")) {
      query.setInt(1, key);
      try (ResultSet rows = query.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("no list " + key(table, key));
        }
        return new Seen(parse(rows.getString(1)), rows.getInt(2));
      }
    }
  }

  /** All lists as this server has them now. */
  public Map<String, Elements> all(PostgresNode node) throws SQLException {
    Map<String, Elements> all = new HashMap<>();
    try (Connection connection = node.connectDirect();
        Statement statement = connection.createStatement()) {
      for (int t = 0; t < tables; t++) {
        try (ResultSet rows = statement.executeQuery("SELECT k, items FROM " + table(t))) {
          while (rows.next()) {
            all.put(key(t, rows.getInt(1)), parse(rows.getString(2)));
          }
        }
      }
    }
    return all;
  }

  /** Names for the ports that reads came from. */
  static Map<Integer, String> names(PostgresCluster cluster) {
    return cluster.nodes().stream()
        .collect(Collectors.toMap(PostgresNode::port, PostgresNode::name));
  }

  /** The native driver quotes the elements of arrays that came in binary form. */
  private static Elements parse(String array) {
    StringTokenizer tokens = new StringTokenizer(array, "{,}\"");
    return Elements.of(IntStream.range(0, tokens.countTokens())
        .map(i -> Integer.parseInt(tokens.nextToken()))
        .toArray());
  }
}
