package dev.paceline.suites.classification;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The transcripts' schema in a database of its own, made once in each cluster. */
public final class ShopDatabase {
  public static final String NAME = "classification";

  private ShopDatabase() {}

  /** Makes the database where it is not there yet, and waits until the standbys have it. */
  public static synchronized void make(PostgresCluster cluster) throws SQLException {
    PostgresNode primary = cluster.primary();
    String there = primary.query("select count(*) from pg_database where datname = '" + NAME + "'");
    if (there.equals("0")) {
      primary.execute("create database " + NAME);
      try (Connection connection = connect(primary);
          Statement statement = connection.createStatement()) {
        statement.execute(Transcript.schema());
      }
    }
    cluster.awaitInSync();
  }

  /**
   * A connection that sends texts as they are: the server's parser sees them first. Locks and long statements fail soon, so that a
   * wrong transcript cannot hang the test.
   */
  static Connection connect(PostgresNode node) throws SQLException {
    String url = node.url(NAME);
    return DriverManager.getConnection(url
        + (url.contains("?") ? "&" : "?")
        + "preferQueryMode=simple&options=-c%20statement_timeout=10s%20-c%20lock_timeout=2s");
  }
}
