package dev.paceline.suites.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a replica stops, because it stands in the way of the primary's changes. */
@ClusterTest(standbys = 1, settings = "max_standby_streaming_delay=0")
@Timeout(60)
class RecoveryConflictTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PostgresCluster cluster;
  private final PostgresNode replica;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  RecoveryConflictTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.replica = cluster.standbys().get(0);
  }

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  /** Takes long on a replica only. */
  private static String slowOnReplica(String from) {
    return "/* paceline: replica */ SELECT count(*)::text"
        + " || coalesce(CASE WHEN pg_is_in_recovery() THEN pg_sleep(50)::text END, '') FROM "
        + from;
  }

  /** A new cluster has no fresh replica before it has asked it. */
  private static void awaitOnReplica(Connection connection, String sql) {
    Await.until(
        "reads to go to the replica",
        PATIENCE,
        () -> {
          if (!connection.getAutoCommit()) {
            connection.commit();
          }
          JdbcCluster.text(connection, sql);
          return JdbcCluster.wentToReplica(connection);
        },
        () -> "they stay on the primary");
  }

  private void awaitReading(String table) {
    Await.until(
        "the replica to read " + table,
        PATIENCE,
        () -> replica
            .query("SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
                + " AND pid <> pg_backend_pid() AND query LIKE '%pg_sleep(50)%FROM " + table + "%'")
            .equals("1"),
        () -> "nobody reads it");
  }

  private String readThrough(String table, String change, boolean manual) throws Exception {
    cluster
        .primary()
        .execute("CREATE TABLE " + table + " AS SELECT g FROM generate_series(1, 10) g");
    cluster.awaitInSync();
    try (Connection connection = JdbcCluster.open(cluster)) {
      connection.setReadOnly(manual);
      connection.setAutoCommit(!manual);
      awaitOnReplica(connection, "SELECT count(*) FROM " + table);
      if (manual) {
        connection.commit();
      }
      Future<String> answer =
          threads.submit(() -> JdbcCluster.text(connection, slowOnReplica(table)));
      awaitReading(table);
      cluster.primary().execute(change);
      String count = answer.get(20, TimeUnit.SECONDS);
      assertThat(JdbcCluster.wentToReplica(connection)).isFalse();
      if (manual) {
        assertThat(JdbcCluster.text(connection, "SELECT 1")).isEqualTo("1");
        connection.commit();
        connection.setAutoCommit(true);
      }
      assertThat(JdbcCluster.text(connection, "SELECT 2")).isEqualTo("2");
      return count;
    }
  }

  @Test
  void autocommitRead_inTheWayOfALock_isReadElsewhere() throws Exception {
    assertThat(readThrough("conflict_lock", "TRUNCATE conflict_lock", /* manual= */ false))
        .isEqualTo("0");
  }

  @Test
  void firstStatementOfAReadOnlyTransaction_inTheWay_isReadElsewhere() throws Exception {
    assertThat(readThrough("conflict_first", "TRUNCATE conflict_first", /* manual= */ true))
        .isEqualTo("0");
  }

  @Test
  void readOnlyTransaction_cutWhileIdle_isRefusedUntilRollback() throws Exception {
    cluster.primary().execute("CREATE TABLE conflict_idle AS SELECT 1 AS g");
    cluster.awaitInSync();
    try (Connection connection = JdbcCluster.open(cluster)) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      awaitOnReplica(connection, "SELECT count(*) FROM conflict_idle");
      cluster.primary().execute("DROP TABLE conflict_idle");
      Await.until(
          "the replica to end the transaction",
          PATIENCE,
          () -> replica
              .query("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'")
              .equals("0"),
          () -> "it is still there");
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> JdbcCluster.text(connection, "SELECT 1"))
            .isInstanceOfSatisfying(
                SQLException.class,
                e -> assertThat(e.getSQLState()).as(e.toString()).isEqualTo("40001"));
      }
      connection.rollback();
      assertThat(JdbcCluster.text(connection, "SELECT 2")).isEqualTo("2");
      connection.commit();
    }
  }

  @Test
  void idleConnections_endedByTheReplica_areNotNoticed() throws Exception {
    cluster.awaitInSync();
    try (Connection connection =
        JdbcCluster.open(cluster, "ApplicationName=conflict_fatal", "paceline.freshness=any")) {
      for (int i = 0; i < 5; i++) {
        awaitOnReplica(connection, "SELECT 1");
        assertThat(replica.query(
                "SELECT bool_and(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
                    + " WHERE application_name = 'conflict_fatal'"))
            .isEqualTo("t");
        assertThat(JdbcCluster.text(connection, "SELECT 2")).isEqualTo("2");
      }
    }
  }
}
