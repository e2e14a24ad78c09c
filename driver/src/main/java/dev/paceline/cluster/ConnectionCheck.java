package dev.paceline.cluster;

import dev.paceline.position.Lineage;
import dev.paceline.position.Position;
import dev.paceline.topology.Node;
import dev.paceline.topology.NodeReport;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Makes sure that a new connection leads to the server that the topology speaks of. Between two probes an address may have
 * got another server, a primary may have been demoted, and a replica may have crashed and come back behind what it had
 * shown: the monitor will notice, but the first statement may be faster. Connections from before end with their server.
 */
final class ConnectionCheck {

  private ConnectionCheck() {}

  /**
   * Asks over the connection, which nobody else uses yet.
   *
   * @param known a picture from before the connection was made
   * @throws SQLException with SQLSTATE 08001 if the server is not what the picture says
   */
  static void verify(Connection raw, Node node, Topology known) throws SQLException {
    if (known.systemIdentifier().isEmpty()) {
      return;
    }
    NodeState state = known.node(node);
    if (state == null) {
      throw new SQLException(
          node + " does not belong to the cluster any more", SqlStates.REFUSED_BY_US);
    }
    if (Monitor.isOut(state)) {
      // Who answers there is for the monitor to find out first. Another state than that of a failed
      // connection: this is no news of the server.
      throw new SQLException(
          node + " is " + state.standing() + ": " + state.note(), SqlStates.REFUSED_BY_US);
    }
    NodeReport report =
        ProbeConnection.probe(raw, /* asynchronousCommit= */ false).report();
    String why = difference(state, report, known);
    if (!why.isEmpty()) {
      throw new SQLException(node + " " + why + ": it is asked anew", SqlStates.UNREACHABLE);
    }
  }

  private static String difference(NodeState state, NodeReport report, Topology known) {
    String system = report.lineage().systemIdentifier();
    if (!system.equals(known.systemIdentifier())) {
      return "belongs to another cluster now: system identifier " + system;
    }
    if (!state.inService()) {
      return "";
    }
    if (report.role() != state.role()) {
      return "was " + state.role() + " and is " + report.role() + " now";
    }
    Lineage lineage = state.lineage();
    if (report.role() == Role.PRIMARY) {
      return lineage != null && lineage.timeline() != report.lineage().timeline()
          ? "is on timeline " + report.lineage().timeline() + " now"
          : "";
    }
    Position shown = state.position();
    return shown != null && !report.position().covers(shown)
        ? "has gone back from " + shown + " to " + report.position()
        : "";
  }
}
