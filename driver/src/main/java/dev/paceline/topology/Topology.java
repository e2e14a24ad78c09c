package dev.paceline.topology;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster looks like at one moment. Immutable: a decision takes one and keeps to it.
 *
 * <p>It never has two primaries. It has none while nobody accepts writes, and also while it is in doubt who does: then no
 * write goes anywhere.
 */
public final class Topology {

  private final long version;
  private final String systemIdentifier;
  private final List<NodeState> nodes;
  /** By id; null where no node has it. */
  private final @Nullable NodeState[] byId;

  private final @Nullable NodeState primary;
  private final List<NodeState> replicas;
  private final List<String> alarms;
  private final long publishedAt;

  /**
   * Puts a picture together.
   *
   * @param version larger than that of every picture before it
   * @param systemIdentifier of the cluster, or empty while it is not known
   * @param nodes all of them, in the order of ids
   * @param primary one of {@code nodes} in role PRIMARY and standing IN, or null
   * @param alarms what an operator should know now
   * @param publishedAt a reading of our clock
   */
  public Topology(
      long version,
      String systemIdentifier,
      List<NodeState> nodes,
      @Nullable NodeState primary,
      List<String> alarms,
      long publishedAt) {
    this.version = version;
    this.systemIdentifier = systemIdentifier;
    this.nodes = List.copyOf(nodes);
    this.primary = primary;
    this.replicas = this.nodes.stream()
        .filter(n -> n.role() == Role.REPLICA && n.standing() == Standing.IN)
        .toList();
    this.alarms = List.copyOf(alarms);
    this.publishedAt = publishedAt;
    this.byId = byId(this.nodes);
    if (primary != null && (primary.role() != Role.PRIMARY || primary.standing() != Standing.IN)) {
      throw new IllegalArgumentException(
          "the primary " + primary.node() + " is " + primary.role() + " and " + primary.standing());
    }
  }

  private static @Nullable NodeState[] byId(List<NodeState> nodes) {
    int size = nodes.isEmpty() ? 0 : 1 + nodes.get(nodes.size() - 1).node().id();
    @Nullable NodeState[] byId = new @Nullable NodeState[size];
    int last = -1;
    for (NodeState state : nodes) {
      int id = state.node().id();
      if (id <= last) {
        throw new IllegalArgumentException(
            "node " + state.node() + " with id " + id + " comes after one with id " + last);
      }
      byId[id] = state;
      last = id;
    }
    return byId;
  }

  /** Before anything is known. */
  public static Topology empty(long now) {
    return new Topology(0, "", List.of(), null, List.of(), now);
  }

  /** Larger than that of every picture before it. */
  public long version() {
    return version;
  }

  /** The cluster's identity, or empty while it is not known. */
  public String systemIdentifier() {
    return systemIdentifier;
  }

  /** Every node that joined and was not forgotten, in the order of ids. */
  public List<NodeState> nodes() {
    return nodes;
  }

  /** Who accepts writes; null while nobody does or it is in doubt. */
  public @Nullable NodeState primary() {
    return primary;
  }

  /** The replicas in service, in the order of ids; the others are only among {@link #nodes}. */
  public List<NodeState> replicas() {
    return replicas;
  }

  /** The node that has an id now, or null if there is none. */
  public @Nullable NodeState node(int id) {
    return id >= 0 && id < byId.length ? byId[id] : null;
  }

  /** What a node is now, or null if it does not belong to the cluster any more, whoever has its id. */
  public @Nullable NodeState node(Node node) {
    NodeState state = node(node.id());
    return state != null && state.node().equals(node) ? state : null;
  }

  /** The node of a name such as {@code host:port}, or null if there is none. */
  public @Nullable NodeState named(String name) {
    for (NodeState state : nodes) {
      if (Objects.equals(state.node().name(), name)) {
        return state;
      }
    }
    return null;
  }

  /** What an operator should know now; empty in good times. */
  public List<String> alarms() {
    return alarms;
  }

  /** When it was made, as a reading of our clock. */
  public long publishedAt() {
    return publishedAt;
  }

  @Override
  public String toString() {
    return "Topology " + version + " " + nodes;
  }
}
