package dev.paceline.cluster;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import dev.paceline.config.HostAndPort;
import dev.paceline.config.PacelineConfig;
import dev.paceline.config.PacelineProperty;
import dev.paceline.config.Ticker;
import dev.paceline.topology.Node;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connections to one node: a HikariCP pool whose connections are {@link PhysicalConnection}s. Thread-safe. */
final class NodePool {

  /**
   * A wait is cut into pieces of this length, to see between them whether there still is something to wait for.
   * HikariCP takes no less than this.
   */
  private static final long SLICE_MILLIS = 250;

  private final Node node;
  private final Ticker ticker;
  private final Supplier<Topology> topology;
  private final HikariPool pool;

  /** How long the pool tests a connection that was idle, unless who wants it has less time. */
  private final long testNanos;

  /** The last failure to open a connection; null since one succeeded. */
  private volatile @Nullable ConnectFailure failure;

  private record ConnectFailure(SQLException cause, long at) {}

  /**
   * Makes a pool that opens nothing yet.
   *
   * @param failed told of every connection that could not be opened
   * @param topology what the cluster looks like now: nobody waits for a node that is down, and a new connection has to
   *     lead to what is known of the node
   */
  NodePool(
      PacelineConfig config,
      NativeConnector connector,
      Node node,
      Ticker ticker,
      BiConsumer<Node, SQLException> failed,
      Supplier<Topology> topology) {
    this.node = node;
    this.topology = topology;
    this.ticker = ticker;
    this.testNanos =
        TimeUnit.MILLISECONDS.toNanos(config.millis(PacelineProperty.POOL_VALIDATION_TIMEOUT));
    int statements = config.number(PacelineProperty.STATEMENT_CACHE_SIZE);
    HostAndPort server = new HostAndPort(node.host(), node.port());
    this.pool = new HikariPool(hikari(config, new PhysicalDataSource(() -> {
      try {
        // Taken before the connection is made: what it then leads to must not be behind that.
        Topology known = topology.get();
        Connection raw = connector.open(server);
        PhysicalConnection opened;
        try {
          ConnectionCheck.verify(raw, node, known);
          opened = new PhysicalConnection(this, raw, ticker, statements);
        } catch (SQLException | RuntimeException e) {
          raw.close();
          throw e;
        }
        failure = null;
        return opened;
      } catch (SQLException e) {
        failure = new ConnectFailure(e, ticker.nanos());
        failed.accept(node, e);
        throw e;
      }
    })));
  }

  private boolean isHopeless() {
    NodeState state = topology.get().node(node);
    return state == null || Monitor.isOut(state);
  }

  /** Loads HikariCP's classes, which takes longer than making a pool. */
  static void preload() {
    try {
      Class.forName(HikariPool.class.getName());
      Class.forName(HikariConfig.class.getName());
    } catch (ClassNotFoundException e) {
      ClusterLog.debug("pools", "could not be loaded ahead", e);
    }
  }

  private HikariConfig hikari(PacelineConfig config, PhysicalDataSource source) {
    HikariConfig hikari = new HikariConfig();
    hikari.setDataSource(source);
    hikari.setPoolName("paceline-" + config.name() + "-" + node.name());
    hikari.setInitializationFailTimeout(-1);
    hikari.setMaximumPoolSize(config.number(PacelineProperty.POOL_MAXIMUM_POOL_SIZE));
    hikari.setMinimumIdle(
        Math.min(config.number(PacelineProperty.POOL_MINIMUM_IDLE), hikari.getMaximumPoolSize()));
    hikari.setConnectionTimeout(
        Math.max(SLICE_MILLIS, config.millis(PacelineProperty.POOL_CONNECTION_TIMEOUT)));
    hikari.setIdleTimeout(config.millis(PacelineProperty.POOL_IDLE_TIMEOUT));
    hikari.setMaxLifetime(config.millis(PacelineProperty.POOL_MAX_LIFETIME));
    hikari.setKeepaliveTime(config.millis(PacelineProperty.POOL_KEEPALIVE_TIME));
    hikari.setValidationTimeout(
        Math.max(SLICE_MILLIS, config.millis(PacelineProperty.POOL_VALIDATION_TIMEOUT)));
    hikari.setLeakDetectionThreshold(config.millis(PacelineProperty.POOL_LEAK_DETECTION_THRESHOLD));
    hikari.setThreadFactory(task -> {
      Thread thread = new Thread(task, "paceline-pool-" + node.name());
      thread.setDaemon(true);
      return thread;
    });
    hikari.validate();
    return hikari;
  }

  /**
   * Leases a connection.
   *
   * @param timeout nanoseconds to wait at most for a free one, or for a new one to open
   */
  Lease lease(long timeout) throws SQLException {
    if (timeout < testNanos) {
      PhysicalConnection.testsEnd(ticker.nanos() + timeout);
      try {
        return leaseWithin(timeout);
      } finally {
        PhysicalConnection.testsEnd(null);
      }
    }
    return leaseWithin(timeout);
  }

  /** Leases a connection if it is idle; null if it is not. Who leases meanwhile may wait a moment. */
  @Nullable
  Lease leaseIdle(PhysicalConnection wanted) {
    List<Lease> others = new ArrayList<>();
    try {
      // The pool gives a thread first what that thread gave back last: mostly this ends at once.
      for (int left = pool.getIdleConnections(); left > 0; left--) {
        Lease lease = take(SLICE_MILLIS);
        if (lease.connection() == wanted) {
          return lease;
        }
        others.add(lease);
      }
      return null;
    } catch (SQLException e) {
      return null;
    } finally {
      others.forEach(Lease::close);
    }
  }

  private Lease leaseWithin(long timeout) throws SQLException {
    long slice = slice(timeout);
    try {
      return take(slice);
    } catch (SQLTransientConnectionException e) {
      // The clock is read only now: nearly always there is a free connection, and reading the clock
      // is a tenth of what taking it costs.
      long started = ticker.nanos() - TimeUnit.MILLISECONDS.toNanos(slice);
      giveUpOrGoOn(e, started, timeout);
      return leaseLater(started, timeout);
    }
  }

  private Lease leaseLater(long started, long timeout) throws SQLException {
    while (true) {
      try {
        return take(slice(timeout - (ticker.nanos() - started)));
      } catch (SQLTransientConnectionException e) {
        giveUpOrGoOn(e, started, timeout);
      }
    }
  }

  private static long slice(long left) {
    return Math.max(1, Math.min(SLICE_MILLIS, TimeUnit.NANOSECONDS.toMillis(left)));
  }

  private Lease take(long millis) throws SQLException {
    Connection receipt = pool.getConnection(millis);
    return new Lease(receipt, receipt.unwrap(PhysicalConnection.class));
  }

  private void giveUpOrGoOn(SQLTransientConnectionException wait, long started, long timeout)
      throws SQLException {
    boolean gone = isHopeless();
    ConnectFailure last = failure;
    boolean ours = last != null && last.at() - started >= 0;
    if (last != null && ours && SqlStates.isRefusal(last.cause())) {
      // A wrong password does not get better by waiting, and the application knows it by its own
      // state.
      throw last.cause();
    }
    long waited = ticker.nanos() - started;
    if (!gone && waited < timeout) {
      return;
    }
    SQLException cause = last == null ? wait : last.cause();
    SQLException error = new SQLTransientConnectionException(
        "no connection to " + node + " within " + TimeUnit.NANOSECONDS.toMillis(waited) + " ms ("
            + numbers() + (gone ? ", the node is not to be used now" : "")
            + (last == null ? "" : ", last failure: " + ProbeFailure.text(last.cause())) + ")",
        SqlStates.UNREACHABLE,
        cause);
    throw error;
  }

  void evict(Connection receipt) {
    pool.evictConnection(receipt);
  }

  /** Closes what is idle now, and what is leased when it comes back. */
  void renew() {
    pool.softEvictConnections();
  }

  String numbers() {
    return "total=" + pool.getTotalConnections() + ", active=" + pool.getActiveConnections()
        + ", idle=" + pool.getIdleConnections() + ", waiting="
        + pool.getThreadsAwaitingConnection();
  }

  int active() {
    return pool.getActiveConnections();
  }

  int idle() {
    return pool.getIdleConnections();
  }

  int waiting() {
    return pool.getThreadsAwaitingConnection();
  }

  Node node() {
    return node;
  }

  void close() {
    try {
      pool.shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
