package dev.paceline.jdbc;

import dev.paceline.cluster.Cluster;
import dev.paceline.config.PacelineConfig;
import dev.paceline.session.SessionState;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKey;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock and the life of a logical connection.
 *
 * <p>Open ⇒ closed: {@link #close} or {@link #abort}, from any thread. Closed ⇒ ended: whoever has the lock then gives
 * back what there is; a thread that is in the middle of a statement is cut, as it would be by the native driver, and ends
 * the connection when it comes out. A connection that nobody closes ends when it is garbage, see {@link Holdings}.
 */
abstract class GuardedConnection implements PacelineConnection {

  final Dispatcher dispatcher;

  private final NativeDriver natively;
  private final Holdings holdings;
  private final Cleaner.Cleanable cleanable;
  private final ReentrantLock lock = new ReentrantLock();

  private volatile boolean closed;

  /** Whether everything was given back. Guarded by the lock. */
  private boolean ended;

  GuardedConnection(
      Cluster cluster,
      PacelineConfig config,
      NativeDriver natively,
      Holdings holdings,
      int identity) {
    this.natively = natively;
    this.holdings = holdings;
    this.dispatcher =
        new Dispatcher(cluster, new SessionState(config, identity), natively, holdings);
    this.cleanable = holdings.belongTo(this);
  }

  // --- the lock

  final void lock() {
    lock.lock();
  }

  /** Lets go; on the way out ends the connection if it was closed meanwhile. */
  final void unlock() {
    try {
      lock.unlock();
      if (closed && !lock.isHeldByCurrentThread()) {
        boolean ignored = endUnlessBusy();
      }
    } finally {
      // Until here nobody may take it for garbage, though nothing of it is used any more.
      Reference.reachabilityFence(this);
    }
  }

  final void checkOpen() throws SQLException {
    if (closed) {
      throw new SQLException(
          "this connection has been closed", SqlStates.CONNECTION_DOES_NOT_EXIST);
    }
  }

  /** Something done under the lock on an open connection. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }

  final <T> T locked(Work<T> work) throws SQLException {
    lock();
    try {
      checkOpen();
      return work.run();
    } finally {
      unlock();
    }
  }

  /** Something without a result. */
  @FunctionalInterface
  interface Action {
    void run() throws SQLException;
  }

  final void doing(Action action) throws SQLException {
    lock();
    try {
      checkOpen();
      action.run();
    } finally {
      unlock();
    }
  }

  final <T> T ask(Questions.Question<T> question) throws SQLException {
    return locked(() -> dispatcher.ask(question));
  }

  // --- life

  @Override
  public final boolean isValid(int timeout) throws SQLException {
    if (timeout < 0) {
      throw new SQLException(
          "the timeout must be 0 or more seconds, not " + timeout,
          SqlStates.INVALID_PARAMETER_VALUE);
    }
    if (closed || !lockWithin(timeout)) {
      return false;
    }
    try {
      return !closed && dispatcher.isValid(timeout);
    } finally {
      unlock();
    }
  }

  /** A timeout of 0 waits for ever. */
  private boolean lockWithin(int timeoutSeconds) throws SQLException {
    if (timeoutSeconds == 0) {
      lock();
      return true;
    }
    try {
      return lock.tryLock(timeoutSeconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for the connection", "57014", e);
    }
  }

  @Override
  public final void beginRequest() throws SQLException {
    checkOpen();
  }

  @Override
  public final void endRequest() throws SQLException {
    doing(dispatcher::endRequest);
  }

  @Override
  public final void close() throws SQLException {
    closed = true;
    if (!endUnlessBusy()) {
      holdings.abort();
      boolean ignored = endUnlessBusy();
    }
  }

  @Override
  public final boolean isClosed() throws SQLException {
    return closed;
  }

  @Override
  public final void abort(Executor executor) throws SQLException {
    if (executor == null) {
      throw new SQLException(
          "abort needs an executor to close the sockets on", SqlStates.INVALID_PARAMETER_VALUE);
    }
    if (!closed) {
      closed = true;
      executor.execute(() -> {
        // Without the lock: who holds it is what is to be ended.
        holdings.abort();
        boolean ignored = endUnlessBusy();
      });
    }
  }

  /** Gives everything back, once; false if another thread is in the middle of something, and will do it. */
  private boolean endUnlessBusy() {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      if (!ended) {
        ended = true;
        try {
          dispatcher.close();
        } finally {
          holdings.close();
          cleanable.clean();
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  // --- what is beneath

  @Override
  public final <T> T unwrap(Class<T> iface) throws SQLException {
    if (iface.isInstance(this)) {
      return iface.cast(this);
    }
    if (!natively.unwraps(iface)) {
      // Without a SQLSTATE, as the native driver refuses it.
      throw new SQLException(
          "a connection of Paceline is no " + iface.getName() + ", and holds none");
    }
    return locked(() -> dispatcher.pinUnwrapped(iface).raw.unwrap(iface));
  }

  @Override
  public final boolean isWrapperFor(Class<?> iface) throws SQLException {
    checkOpen();
    return iface.isInstance(this) || natively.unwraps(iface);
  }

  @Override
  public void setShardingKey(ShardingKey shardingKey) throws SQLException {
    throw noShardingKeys();
  }

  @Override
  public void setShardingKey(ShardingKey shardingKey, ShardingKey superShardingKey)
      throws SQLException {
    throw noShardingKeys();
  }

  @Override
  public boolean setShardingKeyIfValid(ShardingKey shardingKey, int timeout) throws SQLException {
    throw noShardingKeys();
  }

  @Override
  public boolean setShardingKeyIfValid(
      ShardingKey shardingKey, ShardingKey superShardingKey, int timeout) throws SQLException {
    throw noShardingKeys();
  }

  private static SQLException noShardingKeys() {
    return new SQLFeatureNotSupportedException(
        "PostgreSQL has no sharding keys", SqlStates.NOT_SUPPORTED);
  }

  final boolean unwrapsStatement(Class<?> iface) {
    return natively.unwrapsStatement(iface);
  }
}
