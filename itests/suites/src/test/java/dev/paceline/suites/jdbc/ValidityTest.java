package dev.paceline.suites.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.jdbc.PacelineConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@code isValid} says of a session, and when. The timeouts of the tests are far above what is asked for, and below
 * what a lease or a socket may take by itself.
 */
@ClusterTest
@Timeout(15)
class ValidityTest {

  /** Leases may wait for longer than any test. */
  private static final String PATIENT = "paceline.pool.connectionTimeout=60000";

  @Test
  void primaryDown_readOnlySession_isValidThroughAReplica(PostgresCluster cluster)
      throws SQLException {
    cluster.awaitInSync();
    try (Connection connection = JdbcCluster.open(cluster, PATIENT)) {
      awaitReplica(connection);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      JdbcCluster.text(connection, "SELECT 1");
      connection.commit();
      cluster.primary().kill();
      for (int i = 0; i < 20; i++) {
        assertThat(connection.isValid(2)).isTrue();
      }
      // Nothing was begun: this is refused in a transaction.
      connection.setReadOnly(false);
      connection.setReadOnly(true);
      assertThat(JdbcCluster.text(connection, "SELECT 1")).isEqualTo("1");
      connection.commit();
    }
  }

  @Test
  void primarySilent_isValidThroughAReplica(PostgresCluster cluster) throws SQLException {
    cluster.awaitInSync();
    try (Connection connection = JdbcCluster.open(cluster, PATIENT)) {
      JdbcCluster.run(connection, "CREATE TABLE validity_silent (id int)");
      awaitReplica(connection);
      cluster.primary().clientRelay().blackhole();
      for (int i = 0; i < 4; i++) {
        assertThat(connection.isValid(2)).isTrue();
      }
    }
  }

  @Test
  void allSilent_isNotValid_inTime(PostgresCluster cluster) throws SQLException {
    cluster.awaitInSync();
    try (Connection connection = JdbcCluster.open(cluster, PATIENT)) {
      for (int i = 0; i < 20; i++) {
        assertThat(connection.isValid(1)).isTrue();
      }
      cluster.nodes().forEach(node -> node.clientRelay().blackhole());
      assertThat(connection.isValid(1)).isFalse();
      assertThat(connection.isValid(1)).isFalse();
      cluster.nodes().forEach(node -> node.clientRelay().heal());
    }
  }

  @Test
  void allSilent_withoutAConnectionYet_isNotValid_inTime(PostgresCluster cluster)
      throws SQLException {
    // Nobody else finds out in time that the nodes are silent.
    try (Connection connection = JdbcCluster.open(
        cluster, PATIENT, "paceline.monitor.timeout=60s", "connectTimeout=60", "loginTimeout=60")) {
      cluster.nodes().forEach(node -> node.clientRelay().blackhole());
      assertThat(connection.isValid(1)).isFalse();
      cluster.nodes().forEach(node -> node.clientRelay().heal());
    }
  }

  @Test
  void allDown_isNotValid_andIsAgainWhenTheyAreBack(PostgresCluster cluster) throws SQLException {
    cluster.awaitInSync();
    try (Connection connection = JdbcCluster.open(cluster, PATIENT)) {
      assertThat(connection.isValid(5)).isTrue();
      cluster.nodes().forEach(node -> node.clientRelay().cut());
      assertThat(connection.isValid(1)).isFalse();
      cluster.nodes().forEach(node -> node.clientRelay().heal());
      assertThat(JdbcCluster.text(connection, "SELECT 1")).isEqualTo("1");
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void inATransaction_isAsValidAsItsConnection(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      connection.setAutoCommit(false);
      JdbcCluster.text(connection, "SELECT 1");
      assertThat(connection.isValid(5)).isTrue();
      JdbcCluster.terminate(cluster, JdbcCluster.backend(connection));
      assertThat(connection.isValid(5)).isFalse();
      connection.rollback();
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void isValid_changesNothing(PostgresCluster cluster) throws SQLException {
    cluster.awaitInSync();
    try (Connection connection = JdbcCluster.open(cluster, "ApplicationName=validity")) {
      connection.setNetworkTimeout(Runnable::run, 7_000);
      JdbcCluster.text(connection, "SELECT 1");
      PacelineConnection paceline = connection.unwrap(PacelineConnection.class);
      Object last = paceline.lastRoute();
      for (int i = 0; i < 10; i++) {
        assertThat(connection.isValid(1)).isTrue();
      }
      assertThat(paceline.lastRoute()).isSameAs(last);
      assertThat(connection.getNetworkTimeout()).isEqualTo(7_000);
      for (PostgresNode node : cluster.nodes()) {
        assertThat(node.query("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in%'"
                + " AND application_name = 'validity'"))
            .isEqualTo("0");
      }
    }
  }

  /** The first statements may come before every node has answered the monitor. */
  private static void awaitReplica(Connection connection) {
    Await.until("a read on a replica", Duration.ofSeconds(20), () -> {
      String ignored = JdbcCluster.text(connection, "SELECT 1");
      return JdbcCluster.wentToReplica(connection);
    });
  }
}
