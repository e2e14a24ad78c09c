package dev.paceline.jdbc;

import dev.paceline.cluster.Cluster;
import dev.paceline.cluster.Lease;
import dev.paceline.config.Ticker;
import dev.paceline.dialect.postgresql.PostgresqlTopologyQueries;
import dev.paceline.dialect.postgresql.RunningTransactions;
import dev.paceline.routing.ReadMarks;
import dev.paceline.topology.NodeState;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a session from going back in time when it comes from a replica to the primary: a replica may show a commit before
 * the primary does.
 *
 * <p>The first statement on the primary after a read of a replica asks it which transactions are running. None, and the
 * primary shows whatever any replica showed before the question. Otherwise the replica that was read says which of them
 * have committed there, nearly always none; for those the primary is asked until they have ended. Transactions that merely
 * take long hold nobody up.
 *
 * <p>Guarded by the logical connection's lock.
 */
final class CatchUp {

  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Whoever holds a connection to the primary does not wait long for one to a replica: others may do it the other way round. */
  private static final long LEASE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Cluster cluster;
  private final Ticker ticker;
  private final ReadMarks marks;

  CatchUp(Cluster cluster, ReadMarks marks) {
    this.cluster = cluster;
    this.ticker = cluster.ticker();
    this.marks = marks;
  }

  /**
   * Returns when statements on the primary see all that the session was shown by replicas.
   *
   * @param primary a leased connection to it, outside of any transaction
   * @throws SQLException with SQLSTATE PC001 if that takes longer than 5 s; the session then goes on without that promise
   */
  void await(Held primary) throws SQLException {
    if (!marks.aheadOfPrimary()) {
      return;
    }
    if (!cluster.isSettled(marks.lastReplicaReadEnd())) {
      Leases.toAutoCommit(primary);
      settle(primary);
    }
    marks.primaryCaughtUp();
  }

  private void settle(Held primary) throws SQLException {
    long asked = ticker.nanos();
    long[] unfinished = running(primary.raw).all();
    boolean told = false;
    long pause = FIRST_PAUSE_NANOS;
    while (unfinished.length > 0) {
      if (!told) {
        long[] committed = committedOnWitness(unfinished);
        told = committed != unfinished;
        unfinished = committed;
        if (unfinished.length == 0) {
          return;
        }
      }
      if (ticker.nanos() - asked > WAIT_NANOS) {
        marks.primaryCaughtUp();
        throw new SQLException(
            "the session was shown commits by a replica that the primary "
                + primary.state.node().name()
                + " did not show within 5 s (transactions " + Arrays.toString(unfinished)
                + "): they may wait for synchronous replication. The next statement does not wait for them",
            SqlStates.POSITION_NOT_REACHED);
      }
      LockSupport.parkNanos(this, pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      unfinished = running(primary.raw).of(unfinished);
    }
    if (!told) {
      cluster.settledAsOf(primary.state.node(), asked);
    }
  }

  private static RunningTransactions running(Connection primary) throws SQLException {
    try (PreparedStatement statement = primary.prepareStatement(PostgresqlTopologyQueries.RUNNING);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("the server told no snapshot", SqlStates.CONNECTION_FAILED);
      }
      return RunningTransactions.parse(row.getString(1), (int) row.getLong(2));
    }
  }

  /** Which of the transactions a replica shows; the very same array if none can be asked now. */
  private long[] committedOnWitness(long[] unfinished) {
    NodeState witness = marks.witness(cluster.topology());
    if (witness == null) {
      cluster.demand();
      return unfinished;
    }
    // No lease in time says nothing of the node, its pool may be full; nor does any other failure
    // keep
    // the session from asking the primary until they have all ended, or another replica can tell.
    try (Lease lease = cluster.lease(witness.node(), LEASE_NANOS)) {
      return committed(lease.connection().raw(), unfinished);
    } catch (SQLException e) {
      return unfinished;
    }
  }

  private static long[] committed(Connection replica, long[] transactions) throws SQLException {
    Array ids =
        replica.createArrayOf("bigint", Arrays.stream(transactions).boxed().toArray());
    try (PreparedStatement statement =
        replica.prepareStatement(PostgresqlTopologyQueries.REPLAYED_COMMITS)) {
      statement.setArray(1, ids);
      try (ResultSet rows = statement.executeQuery()) {
        long[] committed = new long[transactions.length];
        int count = 0;
        while (rows.next()) {
          committed[count++] = rows.getLong(1);
        }
        return Arrays.copyOf(committed, count);
      }
    }
  }
}
