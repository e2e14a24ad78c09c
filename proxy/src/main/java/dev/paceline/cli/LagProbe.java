package dev.paceline.cli;

import dev.paceline.config.HostAndPort;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures lag without any server's clock: how long a replica takes to reach what the primary has flushed now. */
final class LagProbe {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private LagProbe() {}

  /**
   * Milliseconds until the replica had all that the primary had.
   *
   * @return -1 if it had not within {@code atMostNanos}, or it cannot be told
   */
  static long millis(
      ServerInterview interview, HostAndPort primary, HostAndPort replica, long atMostNanos) {
    try (Connection source = interview.connect(primary);
        Connection target = interview.connect(replica)) {
      List<String> flushed = ServerInterview.column(source, "SELECT pg_current_wal_flush_lsn()");
      if (flushed.isEmpty()) {
        return -1;
      }
      String reached = "SELECT pg_last_wal_replay_lsn() >= '" + flushed.get(0) + "'::pg_lsn";
      long start = System.nanoTime();
      long waited;
      do {
        boolean there = ServerInterview.column(target, reached).contains("t");
        waited = System.nanoTime() - start;
        if (there) {
          return TimeUnit.NANOSECONDS.toMillis(waited);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      } while (waited < atMostNanos);
    } catch (SQLException e) {
      // A server that went away meanwhile: the other checks have said what there is to say.
      return -1;
    }
    return -1;
  }
}
