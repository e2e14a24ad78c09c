package dev.paceline.suites.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.position.Lsn;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Standing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A record that ends exactly on a page boundary leaves the insert position behind the next page's header, where no standby
 * ever gets while nothing more is written. Nothing may wait for that.
 */
@ClusterTest(
    standbys = 1,
    settings = {
      // Nobody else writes: neither statistics nor snapshots of running transactions move the
      // position.
      "autovacuum=off",
      "checkpoint_timeout=1h",
      "wal_level=replica"
    })
class PageBoundaryTest {

  private static final int PAGE = 8192;
  private static final int HEADER = 24;
  private static final int SEGMENT = 16 << 20;

  @Test
  void recordEndsOnThePage_replicaIsFreshAtOnce(PostgresCluster servers) throws Exception {
    PostgresNode n2 = servers.node("n2");
    try (Running running = Running.on(servers);
        Connection writer = servers.primary().connectDirect()) {
      running.await(n2, Standing.IN);
      Lsn raw = endOnBoundary(writer);
      long acknowledged = running.cluster.ticker().nanos();
      running.awaitFresh(n2, acknowledged);
      NodeState state = running.of(n2);
      assertThat(Duration.ofNanos(running.cluster.ticker().nanos() - acknowledged))
          .isLessThan(Duration.ofSeconds(5));

      // The control: whoever waits for the raw insert position waits for ever.
      assertThat(state.position().covers(Lsn.normaliseInsert(raw, SEGMENT))).isTrue();
      assertThat(state.position().covers(raw))
          .as("raw insert position is reached")
          .isFalse();
    }
  }

  @Test
  void asynchronousCommits_normalisedInsertPositionIsReached(PostgresCluster servers)
      throws Exception {
    PostgresNode n2 = servers.node("n2");
    try (Running running = Running.on(servers);
        Connection writer = servers.primary().connectDirect()) {
      running.await(n2, Standing.IN);
      running.cluster.asynchronousCommitSeen();
      try (Statement statement = writer.createStatement()) {
        statement.execute("CREATE TABLE IF NOT EXISTS lazy (n int)");
        statement.execute("SET synchronous_commit = off");
        for (int n = 0; n < 50; n++) {
          statement.execute("INSERT INTO lazy VALUES (" + n + ")");
          long acknowledged = running.cluster.ticker().nanos();
          running.awaitFresh(n2, acknowledged);
          assertThat(running.query(running.of(n2), "SELECT max(n) FROM lazy"))
              .isEqualTo(String.valueOf(n));
        }
      }
      endOnBoundary(writer);
      running.awaitFresh(n2, running.cluster.ticker().nanos());
    }
  }

  /** Writes messages until the last record ends on a page, and gives the raw insert position, behind the header. */
  private static Lsn endOnBoundary(Connection writer) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      for (int attempt = 0; attempt < 200; attempt++) {
        // A large message first, so that the next small one may fill what is left of a page.
        long end = insert(statement);
        long left = PAGE - end % PAGE;
        // Header 24, message header 32 or so, prefix: learn the overhead from a message without a
        // body.
        long before = end;
        message(statement, 0);
        end = insert(statement);
        long overhead = end - before;
        left = PAGE - end % PAGE;
        if (left > overhead + 300) {
          message(statement, (int) (left - overhead));
          Lsn raw = new Lsn(insert(statement));
          if (raw.value() % PAGE == HEADER && raw.value() % SEGMENT != HEADER) {
            return raw;
          }
        } else {
          message(statement, 400);
        }
      }
    }
    throw new AssertionError("no record ended on a page boundary");
  }

  /** A message that is not transactional is one record, but has to be flushed by somebody: a switch of nothing does not. */
  private static void message(Statement statement, int bytes) throws SQLException {
    statement.execute(
        "SELECT pg_logical_emit_message(false, 'p', repeat('x', " + bytes + "), true)");
  }

  private static long insert(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT pg_current_wal_insert_lsn()")) {
      row.next();
      return Lsn.parse(row.getString(1)).value();
    }
  }
}
