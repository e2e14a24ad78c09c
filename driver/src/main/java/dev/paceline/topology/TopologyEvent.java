package dev.paceline.topology;

import dev.paceline.position.Position;

/** What the {@link TopologyMachine} learns. Times are readings of our own clock. */
public sealed interface TopologyEvent {

  /**
   * A node is to be known from now on.
   *
   * @param node with an id that no other node has now
   * @param seed whether the user named it, rather than another server
   */
  record Joined(Node node, boolean seed) implements TopologyEvent {}

  /**
   * A node answered the full set of questions.
   *
   * @param nodeId who
   * @param report what it said
   * @param sentAt when the question was sent
   * @param connection another number for every connection to this node that a probe went over
   */
  record Probed(int nodeId, NodeReport report, long sentAt, long connection)
      implements TopologyEvent {}

  /**
   * A node answered where it is, over the connection of its last full answer and in the same role.
   *
   * @param nodeId who
   * @param position replayed by a replica, flushed by a primary
   * @param sentAt when the question was sent
   */
  record Sampled(int nodeId, Position position, long sentAt) implements TopologyEvent {}

  /** A node did not answer in time or with an error, or traffic could not connect to it. */
  record ProbeFailed(int nodeId, String why) implements TopologyEvent {}

  /**
   * A node runs, but has no connection left for a probe: what it told before is not taken back, and not renewed.
   *
   * @param nodeId who
   * @param why what it said
   */
  record Full(int nodeId, String why) implements TopologyEvent {}

  /**
   * A node that was found is to be forgotten: it is gone for good as far as anybody can tell.
   *
   * @param nodeId who; neither a seed nor in service
   */
  record Left(int nodeId) implements TopologyEvent {}

  /** Nothing but time has passed. */
  record Ticked() implements TopologyEvent {}
}
