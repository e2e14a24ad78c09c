package dev.paceline.cluster;

import dev.paceline.topology.Node;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Standing;
import dev.paceline.topology.Topology;
import org.jspecify.annotations.Nullable;

/** Tells an operator what changed between two pictures: one line for each change, none for a position. */
final class TopologyLog {

  private final String name;

  TopologyLog(String name) {
    this.name = name;
  }

  void changes(Topology before, Topology after) {
    for (NodeState state : after.nodes()) {
      NodeState was = before.node(state.node());
      if (was != null && (was.standing() != state.standing() || was.role() != state.role())) {
        changed(was, state);
      }
    }
    if (!sameNode(before.primary(), after.primary())) {
      primaryChanged(before.primary(), after.primary());
    }
    if (!before.alarms().equals(after.alarms())) {
      after.alarms().stream()
          .filter(alarm -> !before.alarms().contains(alarm))
          .forEach(alarm -> ClusterLog.warn(name, "roles are in doubt (" + alarm + ")"));
    }
  }

  private void changed(NodeState was, NodeState state) {
    String line = "node changed (node=" + state.node() + ", role=" + state.role() + ", from="
        + was.standing() + ", to=" + state.standing()
        + (state.note().isEmpty() ? "" : ", why=" + state.note()) + ")";
    switch (state.standing()) {
      case DOWN, FOREIGN, LAGGING -> ClusterLog.warn(name, line);
      case IN -> ClusterLog.info(name, line);
      case RETURNING, UNKNOWN -> ClusterLog.debug(name, line, null);
    }
    if (was.standing() == Standing.IN && state.standing() == Standing.UNKNOWN) {
      ClusterLog.info(name, line);
    }
  }

  private void primaryChanged(@Nullable NodeState was, @Nullable NodeState is) {
    if (is == null) {
      ClusterLog.warn(name, "no primary: nothing accepts writes (last=" + nodeOf(was) + ")");
    } else {
      ClusterLog.info(
          name,
          "primary found (node=" + is.node() + ", lineage=" + is.lineage() + ", last=" + nodeOf(was)
              + ")");
    }
  }

  private static String nodeOf(@Nullable NodeState state) {
    return state == null ? "none" : state.node().name();
  }

  private static boolean sameNode(@Nullable NodeState a, @Nullable NodeState b) {
    Node one = a == null ? null : a.node();
    return one == null ? b == null : b != null && one.equals(b.node());
  }
}
