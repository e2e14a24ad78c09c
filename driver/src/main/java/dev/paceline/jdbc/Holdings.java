package dev.paceline.jdbc;

import dev.paceline.cluster.Cluster;
import dev.paceline.cluster.Lease;
import java.lang.ref.Cleaner;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What one logical connection has of its cluster: leases, and a share in the cluster itself. It knows neither that
 * connection nor its statements, so that all of it can be given back when nobody closed the connection and it became
 * garbage; and it can cut what runs without waiting for the thread that runs it.
 *
 * <p>Safe for use by several threads. Its monitor is held while sockets are closed, so that none is closed that somebody
 * else has leased meanwhile; never while anything is waited for.
 */
final class Holdings implements Runnable {

  private static final System.Logger LOG = System.getLogger("dev.paceline.jdbc");

  /** Its thread ends with the class loader: it is of the kind that keeps none alive. */
  private static final Cleaner CLEANER = Cleaner.create();

  /** Those whose owner is garbage while the application still uses a native connection of theirs. */
  private static final Queue<Holdings> ORPHANS = new ConcurrentLinkedQueue<>();

  private final Cluster cluster;
  private final String openedBy;

  /** Where the logical connection was opened; null unless the log is at DEBUG, as it is dear. */
  private final @Nullable Throwable openedAt;

  /** Nearly always there is one at most. Guarded by this. */
  private final List<Lease> leases = new ArrayList<>(2);

  /** Guarded by this. */
  private boolean released;

  private volatile boolean aborted;
  private volatile boolean closed;

  /** Whether the application may have a native connection in its hands, and no logical one. */
  private volatile boolean handedOut;

  Holdings(Cluster cluster) {
    this.cluster = cluster;
    this.openedBy = Thread.currentThread().getName();
    this.openedAt =
        LOG.isLoggable(System.Logger.Level.DEBUG) ? new Throwable("it was opened here") : null;
  }

  /**
   * Gives all of it back once {@code owner} is garbage.
   *
   * @return to be cleaned when the owner is closed, after {@link #close}
   */
  Cleaner.Cleanable belongTo(Object owner) {
    if (!ORPHANS.isEmpty()) {
      ORPHANS.removeIf(Holdings::endsWithItsNative);
    }
    return CLEANER.register(owner, this);
  }

  /** A lease begins; it ends at once if everything was cut meanwhile. */
  void took(Lease lease) throws SQLException {
    synchronized (this) {
      if (!aborted) {
        leases.add(lease);
        return;
      }
    }
    lease.close();
    throw aborted();
  }

  /** A lease is about to be given back: from now on it is nothing of this connection. */
  synchronized void gives(Lease lease) {
    leases.remove(lease);
  }

  void checkNotAborted() throws SQLException {
    if (aborted) {
      throw aborted();
    }
  }

  private static SQLException aborted() {
    return new SQLException("the connection was aborted", SqlStates.CONNECTION_DOES_NOT_EXIST);
  }

  boolean isAborted() {
    return aborted;
  }

  /** Cuts every lease, without waiting for anybody: what runs fails, and nothing runs any more. */
  synchronized void abort() {
    aborted = true;
    for (Lease lease : leases) {
      Quietly.close(() -> lease.connection().raw().abort(Runnable::run));
    }
  }

  /** Whether the application may use a native connection without the logical one. */
  void handedOut(boolean now) {
    handedOut = now;
  }

  /** The owner has given its leases back: what follows is no accident. */
  void close() {
    closed = true;
  }

  /** What the cleaner does, and whoever could not make the owner; does nothing the second time. */
  @Override
  public void run() {
    if (!closed) {
      LOG.log(
          System.Logger.Level.WARNING,
          cluster.name() + " - a connection was never closed and became garbage (opened by="
              + openedBy
              + ", leases=" + count()
              + (handedOut
                  ? ", unwrapped: open until the application closes the native connection"
                  : "")
              + "); at DEBUG this logger tells where it was opened",
          openedAt);
      if (handedOut) {
        ORPHANS.add(this);
        return;
      }
    }
    end();
  }

  /** Nobody tells when the application is done with a native connection: it is looked at when the next logical one opens. */
  private boolean endsWithItsNative() {
    synchronized (this) {
      for (Lease lease : leases) {
        try {
          if (!lease.connection().raw().isClosed()) {
            return false;
          }
        } catch (SQLException e) {
          return false;
        }
      }
    }
    end();
    return true;
  }

  private void end() {
    List<Lease> left;
    synchronized (this) {
      if (released) {
        return;
      }
      released = true;
      left = List.copyOf(leases);
      leases.clear();
    }
    left.forEach(Lease::evict);
    cluster.release();
  }

  private synchronized int count() {
    return leases.size();
  }
}
