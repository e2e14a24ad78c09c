package dev.paceline.topology;

import java.util.EnumSet;
import java.util.Set;

/** Which changes of {@link Standing} are legal; the table with the triggers stands in {@link TopologyMachine}. */
final class StandingRules {

  private StandingRules() {}

  /**
   * Lets a legal change pass.
   *
   * @throws IllegalStateException naming both, if the change is not in the table
   */
  static Standing change(Node node, Role role, Standing from, Standing to) {
    if (from != to && !next(role, from).contains(to)) {
      throw new IllegalStateException(
          node + " as " + role + " may not go from " + from + " to " + to);
    }
    return to;
  }

  private static Set<Standing> next(Role role, Standing from) {
    // Whoever leaves service by identity, silence or doubt may do so at any moment.
    Set<Standing> next = EnumSet.of(Standing.DOWN, Standing.FOREIGN, Standing.UNKNOWN);
    switch (role) {
      case PRIMARY -> next.add(Standing.IN);
      case REPLICA -> next.addAll(replicaNext(from));
      case UNKNOWN -> {}
    }
    return next;
  }

  private static Set<Standing> replicaNext(Standing from) {
    return switch (from) {
      case UNKNOWN -> EnumSet.of(Standing.IN, Standing.LAGGING, Standing.RETURNING);
      case IN -> EnumSet.of(Standing.LAGGING);
      case RETURNING -> EnumSet.of(Standing.IN, Standing.LAGGING);
      case LAGGING, DOWN, FOREIGN -> EnumSet.of(Standing.RETURNING, Standing.LAGGING);
    };
  }
}
