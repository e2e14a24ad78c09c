package dev.paceline.routing;

import dev.paceline.config.Freshness;
import dev.paceline.sql.Hints;
import dev.paceline.sql.Route;
import dev.paceline.sql.StatementClass;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Standing;
import dev.paceline.topology.Topology;
import org.jspecify.annotations.Nullable;

/** What a hint may ask for, and what is refused. */
final class HintRules {

  private HintRules() {}

  /** A decision that the hint alone makes; null if the usual rules go on. */
  static @Nullable RouteDecision decide(
      Hints hints, Unit unit, StatementPlan plan, Topology topology) {
    if (hints.problem() != null) {
      throw new HintRefusedException("the hint cannot be read: " + hints.problem());
    }
    if (hints.node() != null) {
      NodeState state = named(hints.node(), topology);
      boolean primary = isPrimary(state, topology);
      if (!primary && mayWrite(unit, plan)) {
        throw new HintRefusedException("the hint node=" + hints.node()
            + " names a replica, and the statement may write: " + plan.reason());
      }
      return RouteDecision.of(state, Reason.HINT, plan, topology);
    }
    if (hints.place() == Hints.Place.PRIMARY) {
      NodeState primary = topology.primary();
      return RouteDecision.of(
          primary, primary == null ? Reason.NO_PRIMARY : Reason.HINT, plan, topology);
    }
    if (hints.place() == Hints.Place.REPLICA && plan.statementClass() == StatementClass.WRITE) {
      throw new HintRefusedException(
          "the hint replica is refused, as the statement writes: " + plan.reason());
    }
    return null;
  }

  /** The hint's requirement, or the session's. */
  static Freshness freshness(Hints hints, Freshness session) {
    if (hints.freshness() == null) {
      return session;
    }
    try {
      return Freshness.parse(hints.freshness());
    } catch (IllegalArgumentException e) {
      HintRefusedException refused =
          new HintRefusedException("the hint's freshness: " + e.getMessage());
      refused.initCause(e);
      throw refused;
    }
  }

  private static boolean mayWrite(Unit unit, StatementPlan plan) {
    return switch (unit) {
      case STATEMENT ->
        plan.route() == Route.PRIMARY && plan.statementClass() != StatementClass.DOUBT;
      case READ_ONLY_TRANSACTION, READ_ONLY_SNAPSHOT -> false;
      case UPDATABLE_STATEMENT, TRANSACTION, SERIALIZABLE_TRANSACTION -> true;
    };
  }

  private static boolean isPrimary(NodeState state, Topology topology) {
    NodeState primary = topology.primary();
    return primary != null && primary.node().id() == state.node().id();
  }

  private static NodeState named(String name, Topology topology) {
    StringBuilder known = new StringBuilder();
    for (NodeState state : topology.nodes()) {
      if (state.node().name().equalsIgnoreCase(name)) {
        if (state.standing() == Standing.DOWN || state.standing() == Standing.FOREIGN) {
          throw new HintRefusedException("the hint node=" + name + " names a node that is out: "
              + state.standing() + " " + state.note());
        }
        return state;
      }
      known.append(known.isEmpty() ? "" : ", ").append(state.node().name());
    }
    throw new HintRefusedException(
        "the hint node=" + name + " names no node of the cluster; there are " + known);
  }
}
