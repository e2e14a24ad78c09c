package dev.paceline.session.postgres;

import dev.paceline.cluster.Cluster;
import dev.paceline.routing.HintRefusedException;
import dev.paceline.routing.Reason;
import dev.paceline.routing.RouteDecision;
import dev.paceline.session.SessionState;
import dev.paceline.session.Units;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.topology.Topology;
import dev.paceline.wire.postgres.ErrorReport;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a unit runs: what {@code Placement} is for the driver, without a thread that waits. Confined to the session's event
 * loop.
 */
final class UnitPlacement {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long NO_NODE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Who wants to know. */
  interface Listener {

    /** Whether the answer is still wanted. */
    boolean isWaiting();

    /** Here it may run. */
    void placed(NodeState node);

    /** It can run nowhere. */
    void refused(ErrorReport why);
  }

  private final Cluster cluster;
  private final SessionState session;
  private final EventLoop loop;
  private final GatheredUnit unit;
  private final Listener listener;

  UnitPlacement(
      Cluster cluster, SessionState session, EventLoop loop, GatheredUnit unit, Listener listener) {
    this.cluster = cluster;
    this.session = session;
    this.loop = loop;
    this.unit = unit;
    this.listener = listener;
  }

  /** Looks for a place for the unit, and tells the listener of it now or later. */
  void start() {
    route(
        unit.deciding(),
        /* mayWait= */ true,
        unit.deadline(cluster.ticker().nanos() + NO_NODE_WAIT_NANOS));
  }

  /** The same after a pause: what was found could not be reached. False if there is no time left. */
  boolean startAgain() {
    long now = cluster.ticker().nanos();
    if (unit.deadline(now) - now <= 0) {
      return false;
    }
    later(this::start);
    return true;
  }

  /** Where a statement would run, without waiting and without remembering it. */
  RouteDecision preview(StatementPlan plan) {
    return cluster
        .router()
        .route(
            session,
            Units.of(session, plan, false, false, false),
            plan,
            cluster.topology(),
            false,
            cluster.ticker().nanos());
  }

  private void route(@Nullable StatementPlan plan, boolean mayWait, long deadline) {
    if (!listener.isWaiting()) {
      return;
    }
    Topology topology = cluster.topology();
    RouteDecision decision;
    try {
      decision = decision(plan, topology, mayWait);
    } catch (HintRefusedException e) {
      listener.refused(ErrorReport.error("0A000", String.valueOf(e.getMessage())));
      return;
    }
    NodeState chosen = decision == null ? topology.primary() : decision.node();
    long now = cluster.ticker().nanos();
    if (chosen == null) {
      cluster.demand();
      if (deadline - now <= 0) {
        Reason reason = decision == null ? Reason.NO_PRIMARY : decision.reason();
        listener.refused(
            ErrorReport.error("08001", "no node can run the statement: " + reason.text()));
      } else {
        later(() -> route(plan, mayWait, deadline));
      }
      return;
    }
    if (decision != null) {
      if (decision.reason().replicasAreBehind()) {
        cluster.demand();
      }
      if (mayWait && decision.waitNanos() > 0) {
        long until = now + decision.waitNanos();
        later(() -> route(plan, until - cluster.ticker().nanos() > 0, deadline));
        return;
      }
      session.decided(decision);
      if (plan != null) {
        cluster.counters().count(chosen.node(), plan.statementClass(), decision.reason());
      }
    }
    listener.placed(chosen);
  }

  private void later(Runnable what) {
    var ignored = loop.schedule(what, PAUSE_NANOS, TimeUnit.NANOSECONDS);
  }

  private @Nullable RouteDecision decision(
      @Nullable StatementPlan plan, Topology topology, boolean mayWait) {
    // What comes after a Flush is not known yet, and is to run at the same place.
    if (plan == null || !unit.isEnded()) {
      return null;
    }
    Reason toPrimary = unit.toPrimary();
    if (toPrimary != null) {
      return new RouteDecision(topology.primary(), toPrimary, 0, plan, topology);
    }
    if (cluster.refusals().has(plan.digest()) && plan.transactionControls().isEmpty()) {
      return new RouteDecision(topology.primary(), Reason.REPLICA_REFUSED, 0, plan, topology);
    }
    long now = cluster.ticker().nanos();
    RouteDecision decision = cluster
        .router()
        .route(session, Units.of(session, plan, false, false, false), plan, topology, mayWait, now);
    NodeState chosen = decision.node();
    if (chosen != null
        && chosen.role() == Role.REPLICA
        && (unit.avoids(chosen) || !coversTheRest(plan, chosen, topology, now))) {
      return new RouteDecision(
          topology.primary(), Reason.REPLICAS_BEHIND_WRITES, 0, plan, topology);
    }
    return decision;
  }

  private boolean coversTheRest(
      StatementPlan deciding, NodeState chosen, Topology topology, long now) {
    List<StatementPlan> plans = unit.plans();
    for (int i = 0; i < plans.size(); i++) {
      StatementPlan other = plans.get(i);
      if (other != deciding && !cluster.router().covers(session, other, chosen, topology, now)) {
        return false;
      }
    }
    return true;
  }
}
