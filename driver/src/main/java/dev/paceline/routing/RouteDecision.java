package dev.paceline.routing;

import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Topology;
import org.jspecify.annotations.Nullable;

/**
 * The place chosen for one statement, and what it was chosen by. Small, because one is made for every statement; the words
 * are made when somebody asks.
 *
 * @param node where to run it; null if no node will do now
 * @param reason why
 * @param waitNanos above zero: a replica may cover soon, and waiting so long for a newer topology before
 *     {@code node} is taken is wanted; else 0
 * @param plan what the statement is
 * @param topology the picture that was looked at
 */
public record RouteDecision(
    @Nullable NodeState node,
    Reason reason,
    long waitNanos,
    StatementPlan plan,
    Topology topology) {

  static RouteDecision of(
      @Nullable NodeState node, Reason reason, StatementPlan plan, Topology topology) {
    return new RouteDecision(node, reason, 0, plan, topology);
  }

  /** The same place for another reason. */
  public RouteDecision because(Reason other) {
    return new RouteDecision(node, other, waitNanos, plan, topology);
  }

  /** One line: the place, the reason, and what the statement is. */
  public String explain() {
    return (node == null ? "nowhere" : node.node().name()) + ": " + reason.text() + " ("
        + plan.statementClass().name().toLowerCase(java.util.Locale.ROOT) + ": " + plan.reason()
        + ")";
  }
}
