package dev.paceline.routing;

import dev.paceline.topology.Node;

/** The {@link NodeLoad} of every node of a cluster, by the node's id. Safe for use by many threads. */
public final class NodeLoads {

  private final NodeLoad[] loads = new NodeLoad[Node.MAX_ID + 1];

  /** Makes loads of nodes that have done nothing. */
  public NodeLoads() {
    for (int id = 0; id < loads.length; id++) {
      loads[id] = new NodeLoad();
    }
  }

  /** The load of the node with this id of 0 to {@link Node#MAX_ID}; the same object until the node is forgotten. */
  public NodeLoad of(int nodeId) {
    return loads[nodeId];
  }

  /** The id may be given to another node, which has done nothing yet. What is under way ends on the old object. */
  public void forget(int nodeId) {
    // No fence: a load's fields are final, and who sees the old one for a moment counts where
    // nobody looks.
    loads[nodeId] = new NodeLoad();
  }
}
