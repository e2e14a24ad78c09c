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

  /** The load of the node with this id of 0 to {@link Node#MAX_ID}; always the same object. */
  public NodeLoad of(int nodeId) {
    return loads[nodeId];
  }
}
