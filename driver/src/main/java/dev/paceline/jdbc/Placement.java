package dev.paceline.jdbc;

import dev.paceline.cluster.Cluster;
import dev.paceline.config.Freshness;
import dev.paceline.config.PacelineProperty;
import dev.paceline.config.Ticker;
import dev.paceline.routing.HintRefusedException;
import dev.paceline.routing.Reason;
import dev.paceline.routing.RouteDecision;
import dev.paceline.routing.Unit;
import dev.paceline.session.SessionState;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.topology.Topology;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks the router, waits where it says that waiting helps, and leases what it chose.
 *
 * <p>Guarded by the logical connection's lock.
 */
final class Placement {

  /** How long a further read of a read-only transaction waits for its replica to reach what it needs. */
  private static final long COVER_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The same where the transaction can go on on the primary: some rounds of samples. */
  private static final long COVER_OR_MOVE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A commit takes about a round trip and a flush: asking the primary instead takes no longer. */
  private static final long SETTLE_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final long SETTLE_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final Cluster cluster;
  private final Ticker ticker;
  private final SessionState session;
  private final Leases leases;
  private final Transaction transaction;
  private final CatchUp catchUp;
  private final long connectTimeoutNanos;

  Placement(Cluster cluster, SessionState session, Leases leases, Transaction transaction) {
    this.cluster = cluster;
    this.ticker = cluster.ticker();
    this.session = session;
    this.leases = leases;
    this.transaction = transaction;
    this.catchUp = new CatchUp(cluster, session.marks());
    this.connectTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(
        cluster.config().millis(PacelineProperty.POOL_CONNECTION_TIMEOUT));
  }

  /**
   * Where a statement runs now.
   *
   * @param avoided bits of the ids of nodes that have just failed
   * @param toPrimary why the primary is the only choice left; null if it is not
   */
  RouteDecision decide(
      StatementShape shape, StatementPlan plan, long avoided, @Nullable Reason toPrimary)
      throws SQLException {
    Topology topology = cluster.topology();
    RouteDecision decision = bound(plan, topology);
    if (decision == null) {
      decision = toPrimary != null
          ? new RouteDecision(topology.primary(), toPrimary, 0, plan, topology)
          : route(transaction.unit(shape, plan), plan, topology);
      decision = avoiding(decision, avoided);
    }
    if (decision.node() == null) {
      decision = waitForNode(transaction.unit(shape, plan), plan, decision);
    }
    session.decided(decision);
    return decision;
  }

  /** The decision of a session that has no choice; null if it has. */
  private @Nullable RouteDecision bound(StatementPlan plan, Topology topology) throws SQLException {
    Held open = leases.inTransaction();
    if (open != null) {
      if (transaction.isReadOnlyOnReplica(open) && !awaitCover(open, plan, topology)) {
        transaction.leave(open);
        return new RouteDecision(
            topology.primary(), Reason.REPLICAS_BEHIND_WRITES, 0, plan, topology);
      }
      return new RouteDecision(open.state, Reason.IN_TRANSACTION, 0, plan, topology);
    }
    Held pinned = leases.pinned();
    return pinned == null
        ? null
        : new RouteDecision(pinned.state, Reason.PINNED, 0, plan, topology);
  }

  /** False if the replica is behind, and the transaction shall go on on the primary. */
  private boolean awaitCover(Held open, StatementPlan plan, Topology seen) throws SQLException {
    Topology topology = seen;
    boolean movable = seen.primary() != null && transaction.isMovable(open);
    long deadline = ticker.nanos() + (movable ? COVER_OR_MOVE_NANOS : COVER_WAIT_NANOS);
    while (true) {
      NodeState now = topology.node(open.nodeId());
      if (now != null
          && cluster.router().covers(session, plan, now, topology, transaction.beganAt())) {
        return true;
      }
      if (deadline - ticker.nanos() <= 0) {
        if (movable) {
          return false;
        }
        throw new SQLException(
            "the replica " + open.state.node().name()
                + " of this read-only transaction did not reach what the statement must see within 5 s",
            SqlStates.POSITION_NOT_REACHED);
      }
      topology = await(topology, deadline);
    }
  }

  private RouteDecision route(Unit unit, StatementPlan plan, Topology first) throws SQLException {
    try {
      long now = ticker.nanos();
      RouteDecision decision = cluster.router().route(session, unit, plan, first, true, now);
      if (decision.reason().replicasAreBehind()) {
        // This read may not wait, but the next ones shall not find the same old positions.
        cluster.demand();
      }
      if (decision.waitNanos() == 0) {
        return decision;
      }
      long deadline = now + decision.waitNanos();
      Topology topology = first;
      while (deadline - now > 0) {
        topology = await(topology, deadline);
        now = ticker.nanos();
        decision = cluster.router().route(session, unit, plan, topology, true, now);
        if (decision.waitNanos() == 0) {
          return decision;
        }
      }
      return cluster.router().route(session, unit, plan, topology, false, now);
    } catch (HintRefusedException e) {
      throw new SQLException(e.getMessage(), SqlStates.NOT_SUPPORTED, e);
    }
  }

  /** Where a statement would go, without waiting and without remembering it. */
  RouteDecision preview(StatementPlan plan) throws SQLException {
    Topology topology = cluster.topology();
    Held open = bound();
    if (open != null) {
      Reason reason = open == leases.inTransaction() ? Reason.IN_TRANSACTION : Reason.PINNED;
      return new RouteDecision(open.state, reason, 0, plan, topology);
    }
    Unit unit = transaction.unit(StatementShape.PLAIN, plan);
    try {
      return cluster.router().route(session, unit, plan, topology, false, ticker.nanos());
    } catch (HintRefusedException e) {
      throw new SQLException(e.getMessage(), SqlStates.NOT_SUPPORTED, e);
    }
  }

  /** A node for a question: read as a statement of its own, whatever the session's transactions are. */
  NodeState forQuestion(StatementPlan plan, long avoided) throws SQLException {
    RouteDecision decision = avoiding(route(Unit.STATEMENT, plan, cluster.topology()), avoided);
    if (decision.node() != null) {
      return decision.node();
    }
    return nodeOf(waitForNode(Unit.STATEMENT, plan, decision));
  }

  /** The connection of the open transaction, or of the pins; null if there is neither. */
  @Nullable
  Held bound() {
    Held open = leases.inTransaction();
    return open != null ? open : leases.pinned();
  }

  NodeState nodeOf(RouteDecision decision) throws SQLException {
    NodeState node = decision.node();
    if (node == null) {
      throw nowhere(decision);
    }
    return node;
  }

  /**
   * Whether the answer that a replica has just given may be handed out, after waiting a moment for the writes that stand
   * in the way: see {@link dev.paceline.routing.Router#settled}.
   */
  boolean settled(StatementPlan plan) {
    if (cluster.router().settled(session, plan)) {
      return true;
    }
    long deadline = ticker.nanos() + SETTLE_WAIT_NANOS;
    do {
      LockSupport.parkNanos(this, SETTLE_PAUSE_NANOS);
      if (cluster.router().settled(session, plan)) {
        return true;
      }
    } while (deadline - ticker.nanos() > 0);
    return false;
  }

  private static RouteDecision avoiding(RouteDecision decision, long avoided) {
    NodeState node = decision.node();
    if (node == null || avoided == 0 || (avoided & bit(node)) == 0) {
      return decision;
    }
    NodeState primary = decision.topology().primary();
    if (primary == null || (avoided & bit(primary)) != 0) {
      return decision;
    }
    return new RouteDecision(primary, Reason.NO_REPLICA, 0, decision.plan(), decision.topology());
  }

  private static long bit(NodeState state) {
    return 1L << state.node().id();
  }

  private RouteDecision waitForNode(Unit unit, StatementPlan plan, RouteDecision first)
      throws SQLException {
    long deadline = ticker.nanos() + connectTimeoutNanos;
    RouteDecision decision = first;
    while (decision.node() == null) {
      if (deadline - ticker.nanos() <= 0) {
        throw nowhere(decision);
      }
      Topology topology = await(decision.topology(), deadline);
      decision = route(unit, plan, topology);
    }
    return decision;
  }

  private static SQLException nowhere(RouteDecision decision) {
    StringBuilder nodes = new StringBuilder();
    for (NodeState state : decision.topology().nodes()) {
      nodes
          .append(nodes.isEmpty() ? "" : ", ")
          .append(state.node().name())
          .append(' ')
          .append(state.standing())
          .append(state.note().isEmpty() ? "" : " (" + state.note() + ")");
    }
    return new SQLException(
        "no node can run the statement: " + decision.reason().text() + "; nodes: " + nodes,
        SqlStates.CONNECTION_FAILED);
  }

  /** The next picture, or the same one at the deadline. */
  private Topology await(Topology seen, long deadline) throws SQLException {
    cluster.demand();
    try {
      return cluster.await(seen, deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for a node", "57014", e);
    }
  }

  /** Whether the node has restarted, or changed its role, since it was chosen: what was known of it then is no promise now. */
  boolean isOutdated(NodeState chosen) {
    NodeState now = cluster.topology().node(chosen.node().id());
    return now != null && (now.generation() != chosen.generation() || now.role() != chosen.role());
  }

  /** The lease, with the session's state on it. */
  Held hold(NodeState state) throws SQLException {
    return hold(state, transaction.autoCommit());
  }

  /** The same for a question, which opens no transaction. */
  Held holdForQuestion(NodeState state) throws SQLException {
    return hold(state, /* autoCommit= */ true);
  }

  private Held hold(NodeState state, boolean autoCommit) throws SQLException {
    Held held = leases.hold(state, connectTimeoutNanos);
    if (transaction.isIdle()) {
      try {
        if (state.role() == Role.PRIMARY && session.freshness().kind() != Freshness.Kind.ANY) {
          catchUp.await(held);
        }
        leases.bring(held, autoCommit, transaction.isReadOnly());
      } catch (SQLException e) {
        if (Retry.isConnectionLost(e)) {
          leases.broken(held);
        } else {
          leases.release(held);
        }
        throw e;
      }
    }
    return held;
  }
}
