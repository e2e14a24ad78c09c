package dev.paceline.topology;

import dev.paceline.position.Lineage;
import dev.paceline.position.Position;

/**
 * What a node said of itself.
 *
 * @param role PRIMARY or REPLICA
 * @param lineage its history; a primary always tells its timeline
 * @param position replayed by a replica, flushed by a primary
 * @param serverId the same for every address of one running server, another after a restart; never empty
 * @param replayPaused whether somebody paused its replay
 */
public record NodeReport(
    Role role, Lineage lineage, Position position, String serverId, boolean replayPaused) {

  /** Refuses what cannot be an answer. */
  public NodeReport {
    if (role == Role.UNKNOWN) {
      throw new IllegalArgumentException("a report has no role");
    }
    if (role == Role.PRIMARY && !lineage.timelineKnown()) {
      throw new IllegalArgumentException("a primary did not tell its timeline");
    }
    if (serverId.isEmpty()) {
      throw new IllegalArgumentException("a report has no server id");
    }
  }
}
