package dev.paceline.suites.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.ClusterKitException;
import dev.paceline.clusterkit.history.Guarantee;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * With {@code synchronous_commit=off} a commit is acknowledged before it is flushed, so the flushed position says too little
 * and the inserted one, at the end of a page, too much.
 */
@ClusterTest(
    standbys = 2,
    settings = {"synchronous_commit=off", "wal_writer_delay=500ms", "autovacuum=off"})
class AsynchronousCommitTest {

  /** Bytes of a page of the log. */
  private static final long PAGE = 8192;

  private static final long SHORT_HEADER = 24;
  private static final long LONG_HEADER = 40;

  private static final int SESSIONS = 4;

  @Test
  void process_acknowledgedBeforeTheFlush_isSeen(PostgresCluster cluster) throws Exception {
    Lists lists = new Lists("async", 50, 4).make(cluster, cluster.standbys());
    Workload.Outcome outcome;
    try (Door door = Door.pooled(4, Paceline.directUrl(cluster))) {
      outcome = new Workload(lists, SESSIONS, 3_000, 21).run(cluster, door);
    }

    Guarantees.assertHold(outcome.history(), Guarantees.ofSessionsAnd(Guarantee.latest()));
  }

  @Test
  void recordAtTheEndOfAPage_doesNotKeepReadsFromReplicas(PostgresCluster cluster)
      throws SQLException {
    assertThat(boundaries(cluster, Paceline::connect, 3)).isZero();
  }

  @Test
  void rawInsertPosition_atTheEndOfAPage_keepsReadsFromReplicas(PostgresCluster cluster)
      throws SQLException {
    SecondDriver mutant =
        SecondDriver.unchanged().withIdentity("dev.paceline.position.Lsn", "normaliseInsert");

    assertThat(boundaries(cluster, url -> mutant.open(url).open(), 2)).isPositive();
  }

  /** Opens a connection of some driver. */
  @FunctionalInterface
  private interface Opener {
    Connection open(String url) throws SQLException;
  }

  /**
   * Brings the log to the end of a page so many times, and tells how often reads then stayed on the primary for as long as the
   * cluster was idle.
   */
  private static int boundaries(PostgresCluster cluster, Opener opener, int times)
      throws SQLException {
    int stuck = 0;
    try (Connection connection = opener.open(Paceline.directUrl(cluster))) {
      Paceline.execute(connection, "CREATE TABLE IF NOT EXISTS boundary (v text)");
      for (int i = 0; i < times; i++) {
        writeToTheEndOfAPage(cluster, connection);
        if (!returnsToReplicas(connection, cluster)) {
          stuck++;
        }
      }
    }
    return stuck;
  }

  private static boolean returnsToReplicas(Connection connection, PostgresCluster cluster) {
    try {
      Await.until(
          "a read of the table on a standby",
          Duration.ofSeconds(3),
          () -> Integer.parseInt(
                  Paceline.query(connection, "SELECT inet_server_port() FROM boundary LIMIT 1"))
              != cluster.primary().port());
      return true;
    } catch (ClusterKitException e) {
      return false;
    }
  }

  /**
   * Commits until the last record ends where a page ends. Each commit carries a message that fills the page but for what the
   * commit takes beside the message, as it was measured at the commit before.
   */
  private static void writeToTheEndOfAPage(PostgresCluster cluster, Connection connection)
      throws SQLException {
    long beside = 256;
    for (int attempt = 0; attempt < 200; attempt++) {
      long start = insertPosition(cluster);
      long left = PAGE - start % PAGE;
      int filler = (int) Math.max(8, left - beside);
      Paceline.execute(
          connection,
          "INSERT INTO boundary VALUES (pg_logical_emit_message(true, 'p', repeat('x', " + filler
              + "))::text)");
      long end = insertPosition(cluster);
      long offset = end % PAGE;
      if (offset == SHORT_HEADER || offset == LONG_HEADER) {
        return; // just behind the header of the page that comes next
      }
      if (end / PAGE == start / PAGE) { // no header in between that would count as well
        beside = end - start - filler;
      }
    }
    throw new SQLException("the log never ended at the end of a page");
  }

  private static long insertPosition(PostgresCluster cluster) {
    return Long.parseLong(
        cluster.primary().query("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"));
  }
}
