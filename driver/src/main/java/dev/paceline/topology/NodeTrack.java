package dev.paceline.topology;

import dev.paceline.position.Lineage;
import dev.paceline.position.Position;
import org.jspecify.annotations.Nullable;

/** What the {@link TopologyMachine} remembers of one node between events. */
final class NodeTrack {

  final Node node;
  /** Whether the user named it. */
  final boolean seed;

  Role role = Role.UNKNOWN;
  Standing standing = Standing.UNKNOWN;
  /** Whether it has to be good twice, because it once was out; stays until it is in service. */
  boolean wasOut;
  /** Whether its last probe was answered. */
  boolean answering;
  /** Whether it was probed at all, with whatever result. */
  boolean heard;

  @Nullable
  Lineage lineage;

  @Nullable
  Position position;

  long sampledAt;
  boolean freshKnown;
  long freshAsOf;
  boolean replayPaused;
  long generation;
  /** The running server behind the address, or empty; stays while the node is down. */
  String serverId = "";

  long connection = -1;
  /** When it was found good for the first time since it was out; only in RETURNING. */
  long goodSince;

  String note = "not asked yet";
  /** What it said when it had no connection left for the last probe; empty if it had one, or did not answer at all. */
  String full = "";

  NodeTrack(Node node, boolean seed) {
    this.node = node;
    this.seed = seed;
  }

  void changeTo(Standing to, String why) {
    standing = StandingRules.change(node, role, standing, to);
    note = why;
    switch (to) {
      case LAGGING, DOWN, FOREIGN -> wasOut = true;
      case IN -> wasOut = false;
      case RETURNING, UNKNOWN -> {}
    }
  }

  /** Whether its last position is no promise now, because it may have gone back since. */
  boolean isUnproven() {
    return !full.isEmpty() && role == Role.REPLICA;
  }

  /** What was replayed before is no promise any more. */
  void forget(long newGeneration) {
    generation = newGeneration;
    freshKnown = false;
  }

  NodeState state(long lagNanos, long lagBytes) {
    return new NodeState(
        node,
        role,
        standing,
        lineage,
        isUnproven() ? null : position,
        sampledAt,
        freshKnown,
        freshAsOf,
        lagNanos,
        lagBytes,
        replayPaused,
        generation,
        fullNote());
  }

  /** What it said as it was full comes first, then what is known from before, if it is more than a silence. */
  private String fullNote() {
    if (full.isEmpty()) {
      return note;
    }
    return answering && !note.isEmpty() ? full + "; " + note : full;
  }
}
