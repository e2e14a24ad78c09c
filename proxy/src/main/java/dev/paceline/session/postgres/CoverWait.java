package dev.paceline.session.postgres;

import dev.paceline.backend.ServerConnection;
import dev.paceline.cluster.Cluster;
import dev.paceline.session.SessionState;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Topology;
import dev.paceline.wire.postgres.ErrorReport;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the replica of a read-only transaction shows what its next statement must see. Confined to the session's event loop.
 */
final class CoverWait {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Who waits. */
  interface Listener {

    /** Whether the answer is still wanted for this connection. */
    boolean isWaiting(ServerConnection connection);

    /** When the transaction began, by the cluster's ticker. */
    long beganAt();

    /** The statement can be sent. */
    void covered();

    /** It cannot. */
    void refused(ErrorReport why);
  }

  private final Cluster cluster;
  private final SessionState session;
  private final EventLoop loop;
  private final GatheredUnit unit;
  private final Listener listener;

  CoverWait(
      Cluster cluster, SessionState session, EventLoop loop, GatheredUnit unit, Listener listener) {
    this.cluster = cluster;
    this.session = session;
    this.loop = loop;
    this.unit = unit;
    this.listener = listener;
  }

  /** Tells the listener, at once if nothing is missing. */
  void await(ServerConnection connection, NodeState node) {
    look(connection, node, cluster.ticker().nanos() + WAIT_NANOS);
  }

  private void look(ServerConnection connection, NodeState node, long deadline) {
    if (!listener.isWaiting(connection)) {
      return;
    }
    if (isCovered(node)) {
      listener.covered();
    } else if (deadline - cluster.ticker().nanos() <= 0) {
      listener.refused(
          ErrorReport.error(
              "PC001",
              "the replica " + node.node().name()
                  + " of this read-only transaction did not reach what the statement must see within 5 s"));
    } else {
      cluster.demand();
      var ignored =
          loop.schedule(() -> look(connection, node, deadline), PAUSE_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  private boolean isCovered(NodeState node) {
    Topology topology = cluster.topology();
    NodeState now = topology.node(node.node().id());
    if (now == null) {
      return false;
    }
    List<StatementPlan> plans = unit.plans();
    for (int i = 0; i < plans.size(); i++) {
      StatementPlan plan = plans.get(i);
      // What ends the transaction reads nothing.
      if (plan.transactionControls().isEmpty()
          && !cluster.router().covers(session, plan, now, topology, listener.beganAt())) {
        return false;
      }
    }
    return true;
  }
}
