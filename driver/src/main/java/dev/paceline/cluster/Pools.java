package dev.paceline.cluster;

import dev.paceline.config.PacelineConfig;
import dev.paceline.config.PacelineProperty;
import dev.paceline.config.Ticker;
import dev.paceline.topology.Node;
import dev.paceline.topology.Topology;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The pools of a cluster's nodes; each is made when it is first wanted. Thread-safe. */
final class Pools {

  private final PacelineConfig config;
  private final NativeConnector connector;
  private final Ticker ticker;
  private final BiConsumer<Node, SQLException> failed;
  private final Supplier<Topology> topology;
  private final long waitNanos;
  private final AtomicReferenceArray<@Nullable NodePool> pools =
      new AtomicReferenceArray<>(Node.MAX_ID + 1);
  /** Guarded by this. */
  private boolean closed;

  Pools(
      PacelineConfig config,
      NativeConnector connector,
      Ticker ticker,
      BiConsumer<Node, SQLException> failed,
      Supplier<Topology> topology) {
    this.topology = topology;
    this.config = config;
    this.connector = connector;
    this.ticker = ticker;
    this.failed = failed;
    this.waitNanos =
        TimeUnit.MILLISECONDS.toNanos(config.millis(PacelineProperty.POOL_CONNECTION_TIMEOUT));
  }

  NodePool of(Node node) throws SQLException {
    NodePool pool = pools.get(node.id());
    return pool != null && pool.node().equals(node) ? pool : make(node);
  }

  /** Making a pool opens no connection, so the lock is held over no I/O. */
  private synchronized NodePool make(Node node) throws SQLException {
    NodePool pool = pools.get(node.id());
    if (pool == null) {
      if (closed) {
        throw new SQLException(config.name() + ": the cluster is closed", "08003");
      }
      if (topology.get().node(node) == null) {
        throw left(node);
      }
      pool = new NodePool(config, connector, node, ticker, failed, topology);
      pools.set(node.id(), pool);
    } else if (!pool.node().equals(node)) {
      throw left(node);
    }
    return pool;
  }

  private static SQLException left(Node node) {
    return new SQLException(
        node + " does not belong to the cluster any more", SqlStates.UNREACHABLE);
  }

  /** {@code paceline.pool.connectionTimeout} in nanoseconds. */
  long waitNanos() {
    return waitNanos;
  }

  /** The pool of a node, or null if it was never wanted. */
  @Nullable
  NodePool existing(Node node) {
    NodePool pool = pools.get(node.id());
    return pool != null && pool.node().equals(node) ? pool : null;
  }

  /** What was opened before is not to be used again: idle connections close now, leased ones when they come back. */
  void renew(Node node) {
    NodePool pool = existing(node);
    if (pool != null) {
      pool.renew();
    }
  }

  /**
   * Ends the pool of a node that the cluster has forgotten, and all connections of it, leased ones too. When this returns
   * another node may have the id.
   */
  void drop(Node node) {
    NodePool pool;
    synchronized (this) {
      pool = existing(node);
      if (pool != null) {
        pools.set(node.id(), null);
      }
    }
    if (pool != null) {
      pool.close();
    }
  }

  void close() {
    List<NodePool> open = new ArrayList<>();
    synchronized (this) {
      closed = true;
      for (int id = 0; id < pools.length(); id++) {
        NodePool pool = pools.get(id);
        if (pool != null) {
          open.add(pool);
        }
      }
    }
    open.forEach(NodePool::close);
  }
}
