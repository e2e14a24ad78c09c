package dev.paceline.routing;

import dev.paceline.position.Lineage;
import dev.paceline.position.Lsn;
import dev.paceline.topology.Node;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.topology.Standing;
import dev.paceline.topology.Topology;
import java.util.List;

/** Small topologies: node 0 is the primary {@code p:1}, the others are replicas {@code r1:1}, {@code r2:1} ... */
final class Fixtures {

  private static final Lineage LINEAGE = new Lineage("7000000000000000001", 1);

  private Fixtures() {}

  static NodeState primary(long lsn, long sampledAt) {
    return new NodeState(
        new Node(0, "p", 1),
        Role.PRIMARY,
        Standing.IN,
        LINEAGE,
        new Lsn(lsn),
        sampledAt,
        true,
        sampledAt,
        0,
        0,
        false,
        1,
        "");
  }

  static NodeState replica(int id, long lsn, long sampledAt, long freshAsOf) {
    return replica(id, lsn, sampledAt, freshAsOf, 1);
  }

  static NodeState replica(int id, long lsn, long sampledAt, long freshAsOf, long generation) {
    return new NodeState(
        new Node(id, "r" + id, 1),
        Role.REPLICA,
        Standing.IN,
        LINEAGE,
        new Lsn(lsn),
        sampledAt,
        true,
        freshAsOf,
        0,
        0,
        false,
        generation,
        "");
  }

  static Topology topology(NodeState primary, NodeState... replicas) {
    List<NodeState> nodes = new java.util.ArrayList<>(List.of(primary));
    nodes.addAll(List.of(replicas));
    return new Topology(1, "7000000000000000001", nodes, primary, List.of(), 0);
  }
}
