package dev.paceline.cluster;

import dev.paceline.config.PacelineConfig;
import dev.paceline.config.PacelineProperty;
import dev.paceline.config.Ticker;
import dev.paceline.routing.Floors;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The clusters of this JVM: one for all that have the same configuration, from the first who wants it until a while after
 * the last one let go. The lock is held over no I/O.
 */
final class ClusterRegistry {

  static final ClusterRegistry INSTANCE = new ClusterRegistry(Ticker.system());

  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  /** Guarded by {@link #lock}. */
  private final Map<ClusterKey, Entry> entries = new HashMap<>();

  /**
   * What was written to each server system in this process; kept when its cluster closes, as the application may open it
   * again before its replicas have caught up. As many as the process ever talked to.
   */
  private final Map<String, Floors> floors = new ConcurrentHashMap<>();

  ClusterRegistry(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Guarded by the registry's lock. */
  private static final class Entry {
    final Cluster cluster;
    int users;
    long idleSince;
    /** Waits for the linger to end; null if nobody does. */
    @Nullable
    Thread lingering;

    Entry(Cluster cluster) {
      this.cluster = cluster;
    }
  }

  Cluster acquire(PacelineConfig config) throws SQLException {
    ClusterKey key = new ClusterKey(config);
    Entry entry;
    lock.lock();
    try {
      entry = entries.get(key);
      if (entry == null) {
        entry = new Entry(new Cluster(this, key, config, ticker));
        entries.put(key, entry);
        entry.cluster.start();
      }
      entry.users++;
    } finally {
      lock.unlock();
    }
    try {
      entry.cluster.awaitFirstContact();
      return entry.cluster;
    } catch (SQLException | RuntimeException e) {
      release(key, entry.cluster, /* atOnce= */ false);
      throw e;
    }
  }

  void release(ClusterKey key, Cluster cluster, boolean atOnce) {
    long linger = atOnce ? 0 : cluster.config().nanos(PacelineProperty.POOL_LINGER);
    boolean close = false;
    lock.lock();
    try {
      Entry entry = entries.get(key);
      if (entry == null || entry.cluster != cluster || entry.users == 0) {
        throw new IllegalStateException(cluster.name() + " was released more often than acquired");
      }
      entry.users--;
      if (entry.users == 0) {
        entry.idleSince = ticker.nanos();
        if (linger == 0) {
          entries.remove(key);
          close = true;
          released.signalAll();
        } else if (entry.lingering == null) {
          linger(key, entry, linger);
        }
      }
    } finally {
      lock.unlock();
    }
    if (close) {
      cluster.close();
    }
  }

  private void linger(ClusterKey key, Entry entry, long linger) {
    Thread thread = new Thread(
        () -> closeWhenIdle(key, entry, linger), "paceline-linger-" + entry.cluster.name());
    thread.setDaemon(true);
    entry.lingering = thread;
    thread.start();
  }

  private void closeWhenIdle(ClusterKey key, Entry entry, long linger) {
    if (idleToTheEnd(key, entry, linger)) {
      entry.cluster.close();
    }
  }

  /** Waits the linger out; false if somebody came back meanwhile, or closed the cluster. */
  private boolean idleToTheEnd(ClusterKey key, Entry entry, long linger) {
    lock.lock();
    try {
      while (entries.get(key) == entry && entry.users == 0) {
        long left = entry.idleSince + linger - ticker.nanos();
        if (left <= 0) {
          entries.remove(key);
          return true;
        }
        long ignored = released.awaitNanos(Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
      }
      return false;
    } catch (InterruptedException e) {
      // Nobody has a reason to interrupt this thread but to end what it waits for.
      return entries.remove(key, entry);
    } finally {
      entry.lingering = null;
      lock.unlock();
    }
  }

  Floors floors(String systemIdentifier) {
    return floors.computeIfAbsent(systemIdentifier, id -> new Floors(ticker.nanos()));
  }
}
