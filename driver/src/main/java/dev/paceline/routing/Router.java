package dev.paceline.routing;

import dev.paceline.config.BalancerKind;
import dev.paceline.config.Freshness;
import dev.paceline.sql.Hints;
import dev.paceline.sql.StatementClass;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Topology;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one rule: a read goes to the cheapest place whose position covers its requirement; all else goes to the primary.
 *
 * <p>Replicas are cheaper than the primary, and among replicas the balancer decides. When none covers, the primary is
 * taken, after a wait if the session wants one. Everything is decided on one immutable {@link Topology}; nothing here
 * blocks, locks or does I/O. Safe for use by many threads, as long as a session is used by one at a time.
 */
public final class Router {

  /**
   * A session that was sent to the primary only because of what it has itself just read there would stay for ever, as
   * every read moves its mark. After so long on the primary it waits for a replica instead, at most
   * {@link #RETURN_WAIT_NANOS}: that is about one round of samples. Measured with eight sessions that never pause and write
   * one time in five: 5 ms leave 30 % of their reads on the primary, 1 ms leaves 15 %, and they get as much done.
   */
  private static final long PRIMARY_RUN_NANOS = 1_000_000;

  private static final long RETURN_WAIT_NANOS = 10_000_000;

  private final Floors floors;
  private final Map<BalancerKind, Balancer> balancers = new EnumMap<>(BalancerKind.class);

  /**
   * Makes a router.
   *
   * @param floors of the whole process
   * @param loads of the cluster's nodes
   * @param weights names of nodes or hosts to weights, for {@code balancer=weighted}
   * @param random gives a number of 0 to one less than its argument; safe for use by many threads
   */
  public Router(
      Floors floors, NodeLoads loads, Map<String, Integer> weights, IntUnaryOperator random) {
    this.floors = floors;
    for (BalancerKind kind : BalancerKind.values()) {
      balancers.put(kind, Balancer.of(kind, loads, weights, random));
    }
  }

  /**
   * Decides where one unit of work runs.
   *
   * @param unit what is routed as one
   * @param plan the statement, or the first statement of the transaction
   * @param mayWait whether a wait may be asked for; false after one
   * @param now the ticker's reading
   * @throws HintRefusedException if a hint asks for what must not be
   */
  public RouteDecision route(
      RoutedSession session,
      Unit unit,
      StatementPlan plan,
      Topology topology,
      boolean mayWait,
      long now) {
    Hints hints = session.hintsObeyed() ? plan.hints() : Hints.NONE;
    boolean hinted = !hints.isEmpty();
    if (hinted) {
      RouteDecision byHint = HintRules.decide(hints, unit, plan, topology);
      if (byHint != null) {
        return byHint;
      }
    }
    Reason primary = reasonForPrimary(unit, plan, hints);
    if (primary != null) {
      return primary(primary, plan, topology);
    }
    Freshness freshness =
        hinted ? HintRules.freshness(hints, session.freshness()) : session.freshness();
    return read(session, unit, freshness, plan, topology, mayWait, now);
  }

  private static @Nullable Reason reasonForPrimary(Unit unit, StatementPlan plan, Hints hints) {
    return switch (unit) {
      case TRANSACTION -> Reason.TRANSACTION_MAY_WRITE;
      case SERIALIZABLE_TRANSACTION -> Reason.SERIALIZABLE;
      case UPDATABLE_STATEMENT -> Reason.UPDATABLE_RESULT;
      // The session's word: a server refuses what writes, whatever its role. What only the primary
      // can do (locks that
      // all see, LISTEN, temporary tables) is done there, read only.
      case READ_ONLY_TRANSACTION, READ_ONLY_SNAPSHOT ->
        plan.statementClass() == StatementClass.WRITE ? Reason.STATEMENT_NEEDS_PRIMARY : null;
      case STATEMENT -> reasonOfStatement(plan, hints);
    };
  }

  private static @Nullable Reason reasonOfStatement(StatementPlan plan, Hints hints) {
    return switch (plan.route()) {
      case REPLICA -> null;
      case SESSION -> Reason.SESSION_STATE;
      case PRIMARY -> {
        if (plan.statementClass() != StatementClass.DOUBT) {
          yield Reason.STATEMENT_NEEDS_PRIMARY;
        }
        yield hints.place() == Hints.Place.REPLICA ? null : Reason.DOUBT;
      }
    };
  }

  private static RouteDecision primary(Reason reason, StatementPlan plan, Topology topology) {
    NodeState primary = topology.primary();
    return RouteDecision.of(primary, primary == null ? Reason.NO_PRIMARY : reason, plan, topology);
  }

  private RouteDecision read(
      RoutedSession session,
      Unit unit,
      Freshness freshness,
      StatementPlan plan,
      Topology topology,
      boolean mayWait,
      long now) {
    if (freshness.kind() == Freshness.Kind.LATEST) {
      return primary(Reason.LATEST, plan, topology);
    }
    if (freshness.kind() == Freshness.Kind.PROCESS
        && floors.writeUnderWay(plan.readKeys(), plan.tablesReadComplete())) {
      return primary(Reason.WRITE_UNDER_WAY, plan, topology);
    }
    boolean complete = plan.tablesReadComplete() && unit != Unit.READ_ONLY_SNAPSHOT;
    long since = since(freshness, plan, complete, now);
    List<NodeState> replicas = topology.replicas();
    long qualified = 0;
    Reason obstacle = Reason.NO_REPLICA;
    for (int i = 0; i < replicas.size(); i++) {
      Reason against =
          obstacle(replicas.get(i), session.marks(), freshness, since, plan, complete, topology);
      if (against == null) {
        qualified |= 1L << i;
      } else if (against != Reason.NO_REPLICA && obstacle != Reason.REPLICAS_BEHIND_SESSION) {
        // The reason of the replica that is nearest: one that only the session's own reads keep
        // away is there in a moment, whatever the others lack.
        obstacle = against;
      }
    }
    if (qualified == 0) {
      return fallBack(session, obstacle, plan, topology, mayWait, now);
    }
    NodeState chosen = balancer(session.balancer()).choose(replicas, qualified, session.affinity());
    return RouteDecision.of(chosen, Reason.REPLICA_COVERS, plan, topology);
  }

  /** Since when a place must be fresh, as {@link Floors#since} counts. */
  private long since(Freshness freshness, StatementPlan plan, boolean complete, long now) {
    return switch (freshness.kind()) {
      case PROCESS -> floors.requiredSince(plan.readKeys(), complete);
      case WITHIN -> floors.since(now - freshness.nanos());
      case SESSION, LATEST, ANY -> 0;
    };
  }

  /** What speaks against a replica; null if nothing does. */
  private @Nullable Reason obstacle(
      NodeState candidate,
      ReadMarks marks,
      Freshness freshness,
      long since,
      StatementPlan plan,
      boolean complete,
      Topology topology) {
    if (!candidate.inService()) {
      return Reason.NO_REPLICA;
    }
    if (freshness.kind() == Freshness.Kind.ANY) {
      return null;
    }
    if (!fresh(candidate, since)) {
      return freshness.kind() == Freshness.Kind.WITHIN
          ? Reason.REPLICAS_BEHIND_BOUND
          : Reason.REPLICAS_BEHIND_WRITES;
    }
    if (freshness.kind() == Freshness.Kind.SESSION
        && !marks.hasOwnWrites(candidate, plan.readKeys(), complete)) {
      return Reason.REPLICAS_BEHIND_WRITES;
    }
    if (!marks.reaches(candidate)) {
      return Reason.REPLICAS_BEHIND_POSITION;
    }
    return marks.allow(candidate, topology) ? null : Reason.REPLICAS_BEHIND_SESSION;
  }

  private boolean fresh(NodeState candidate, long since) {
    // Where no position is known, what was replayed before may be gone.
    return since == 0
        ? candidate.position() != null
        : candidate.freshKnown() && floors.since(candidate.freshAsOf()) >= since;
  }

  private static RouteDecision fallBack(
      RoutedSession session,
      Reason obstacle,
      StatementPlan plan,
      Topology topology,
      boolean mayWait,
      long now) {
    NodeState primary = topology.primary();
    long wait = 0;
    if (mayWait && obstacle != Reason.NO_REPLICA) {
      wait = session.whenStale().waitNanos();
      if (obstacle == Reason.REPLICAS_BEHIND_SESSION
          && session.marks().primaryRun(now) > PRIMARY_RUN_NANOS) {
        wait = Math.max(wait, RETURN_WAIT_NANOS);
      }
    }
    return new RouteDecision(primary, obstacle, wait, plan, topology);
  }

  /**
   * Whether the answer that a replica has just given may be handed out. It may hold a commit that was sent after the
   * statement was routed and is not acknowledged yet, and which the primary does not show yet: whoever read it and the
   * primary next would go back in time. If this is false, wait for the write to be answered, or ask the primary instead.
   *
   * @param plan of the statement that was answered
   */
  public boolean settled(RoutedSession session, StatementPlan plan) {
    return session.freshness().kind() != Freshness.Kind.PROCESS
        || !floors.writeUnderWay(plan.readKeys(), plan.tablesReadComplete());
  }

  /**
   * Whether a further statement of a read-only transaction may run where the transaction is. The transaction counts as
   * one read: it sees what was acknowledged before it began.
   *
   * @param state the node of the transaction as it is now; true for the primary
   * @param began when the transaction's first statement was routed
   */
  public boolean covers(
      RoutedSession session, StatementPlan plan, NodeState state, Topology topology, long began) {
    NodeState primary = topology.primary();
    if (primary != null && primary.node().id() == state.node().id()) {
      return true;
    }
    return switch (session.freshness().kind()) {
      case PROCESS -> {
        long written = floors.requiredSince(plan.readKeys(), plan.tablesReadComplete());
        yield fresh(state, Math.min(written, floors.since(began)));
      }
      case SESSION ->
        session.marks().hasOwnWrites(state, plan.readKeys(), plan.tablesReadComplete());
      case WITHIN, LATEST, ANY -> true;
    };
  }

  private Balancer balancer(BalancerKind kind) {
    return Objects.requireNonNull(balancers.get(kind));
  }
}
