package dev.paceline.cluster;

import dev.paceline.config.Ticker;
import dev.paceline.session.Settings;
import dev.paceline.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one node, as the node's pool keeps it, with what has to survive from lease to lease: the settings that
 * are in effect on it and its prepared statements.
 *
 * <p>Statements run on {@link #raw}; the pool's own wrapper around this is only the receipt for the lease. As a {@link
 * Connection} this class answers the pool alone, and answers what it asks out of habit without asking the server. Used by
 * who holds the lease, and by nobody else.
 */
public final class PhysicalConnection extends ForwardingConnection {

  /** A connection that was made so lately needs no test. */
  private static final long NEW_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** When the tests of this thread's lease have to be over; null if it has the usual time. */
  private static final ThreadLocal<@Nullable Long> TESTS_END = new ThreadLocal<>();

  private final NodePool pool;
  private final Node node;
  private final Ticker ticker;
  private final long openedAt;
  private final StatementCache statements;
  private final TransactionProbe probe;
  private Settings applied = Settings.NONE;

  /** Whose statements were the last that may have advanced a sequence here; 0 if currval and lastval know nothing. */
  private long sequencesAdvancedBy;

  private @Nullable Object attachment;

  PhysicalConnection(NodePool pool, Connection raw, Ticker ticker, int statementLimit)
      throws SQLException {
    super(raw);
    this.pool = pool;
    this.node = pool.node();
    this.ticker = ticker;
    this.openedAt = ticker.nanos();
    this.statements = new StatementCache(raw, statementLimit);
    this.probe = TransactionProbe.of(raw);
  }

  /** The native driver's connection. */
  public Connection raw() {
    return raw;
  }

  NodePool pool() {
    return pool;
  }

  /**
   * Whether a transaction is open, failed ones included, as the server said last; no round trip.
   *
   * @throws SQLException if the native driver cannot tell
   */
  public boolean inTransaction() throws SQLException {
    return probe.inTransaction();
  }

  /** Where it leads. */
  public Node node() {
    return node;
  }

  /** When it was opened, as a reading of our clock. */
  public long openedAt() {
    return openedAt;
  }

  /** The session settings in effect on it. */
  public Settings applied() {
    return applied;
  }

  /** Remembers the session settings that are in effect from now on. */
  public void applied(Settings settings) {
    this.applied = settings;
  }

  /** The session whose statements were the last that may have advanced a sequence on it; 0 for none. */
  public long sequencesAdvancedBy() {
    return sequencesAdvancedBy;
  }

  /** Remembers that; 0 once the server has discarded the values of sequences. */
  public void sequencesAdvancedBy(long session) {
    sequencesAdvancedBy = session;
  }

  /** What the layer above keeps with this connection, or null. */
  public @Nullable Object attachment() {
    return attachment;
  }

  /** Keeps something of the layer above with this connection for as long as it lives. */
  public void attach(@Nullable Object attached) {
    this.attachment = attached;
  }

  /**
   * Borrows the prepared statement of a key, prepared now or during an earlier lease.
   *
   * @throws SQLException if the native driver cannot prepare it
   */
  public CachedStatement prepared(StatementKey key) throws SQLException {
    return statements.borrow(key);
  }

  /**
   * Leaves nothing of a transaction behind.
   *
   * @return false if that cannot be made sure of: then it must not be used again
   */
  boolean settle() {
    try {
      if (raw.isClosed()) {
        return false;
      }
      boolean clean = !probe.inTransaction();
      if (!clean) {
        raw.rollback();
      }
      if (!raw.getAutoCommit()) {
        raw.setAutoCommit(true);
      }
      return clean || !probe.inTransaction();
    } catch (SQLException e) {
      ClusterLog.debug(node.name(), "a connection could not be settled and is closed", e);
      return false;
    }
  }

  // What the pool asks

  @Override
  public void close() throws SQLException {
    raw.close();
  }

  @Override
  public boolean isValid(int timeout) throws SQLException {
    // The pool tests the first connection it gets to learn whether the driver can test: no round
    // trip for that.
    if (ticker.nanos() - openedAt < NEW_NANOS) {
      return !raw.isClosed();
    }
    Long end = TESTS_END.get();
    return end == null ? raw.isValid(timeout) : isValidBefore(end);
  }

  /** The native driver's own bound is in whole seconds. */
  private boolean isValidBefore(long end) throws SQLException {
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - ticker.nanos()));
    int before = raw.getNetworkTimeout();
    raw.setNetworkTimeout(Runnable::run, (int) millis);
    try {
      return raw.isValid(0);
    } finally {
      if (!raw.isClosed()) {
        raw.setNetworkTimeout(Runnable::run, before);
      }
    }
  }

  /**
   * Limits what the pool's tests may take for the lease that this thread is about to take.
   *
   * @param end a reading of the clock; null ends the limit
   */
  static void testsEnd(@Nullable Long end) {
    if (end == null) {
      TESTS_END.remove();
    } else {
      TESTS_END.set(end);
    }
  }

  /** The isolation that the pool would restore; sessions bring their own, so the server need not be asked. */
  @Override
  public int getTransactionIsolation() {
    return Connection.TRANSACTION_READ_COMMITTED;
  }

  /** The network timeout belongs to the session: the pool must neither see nor restore it. */
  @Override
  public int getNetworkTimeout() {
    return 0;
  }

  /** See {@link #getNetworkTimeout}. */
  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) {
    // Tests bound themselves: isValid has a timeout of its own.
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this) ? type.cast(this) : raw.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || raw.isWrapperFor(type);
  }

  @Override
  public String toString() {
    return "connection to " + node;
  }
}
