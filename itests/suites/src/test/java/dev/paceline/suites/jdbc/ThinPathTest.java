package dev.paceline.suites.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The way of the simplest statements: writes to the primary, reads to replicas, and every write is seen. */
@ClusterTest
class ThinPathTest {

  @Test
  void read_afterWrite(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE thin_path (id int PRIMARY KEY, v text)");
      for (int i = 0; i < 200; i++) {
        try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO thin_path VALUES (?, ?)")) {
          insert.setInt(1, i);
          insert.setString(2, "v" + i);
          assertThat(insert.executeUpdate()).isEqualTo(1);
        }
        try (PreparedStatement select =
            connection.prepareStatement("SELECT v FROM thin_path WHERE id = ?")) {
          select.setInt(1, i);
          try (ResultSet rows = select.executeQuery()) {
            assertThat(rows.next()).as("row " + i).isTrue();
            assertThat(rows.getString(1)).isEqualTo("v" + i);
          }
        }
      }
    }
  }

  @Test
  void read_goesToReplica(PostgresCluster cluster) throws SQLException {
    cluster.awaitInSync();
    try (Connection connection = JdbcCluster.open(cluster)) {
      // The first reads may come before every node has answered.
      Await.until("a read on a replica", Duration.ofSeconds(20), () -> {
        assertThat(JdbcCluster.text(connection, "SELECT 1 + 1")).isEqualTo("2");
        return JdbcCluster.wentToReplica(connection);
      });
    }
  }
}
