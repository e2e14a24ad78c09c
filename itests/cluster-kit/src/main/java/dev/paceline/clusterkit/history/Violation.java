package dev.paceline.clusterkit.history;

import dev.paceline.clusterkit.history.Operation.Read;

/**
 * A read that the guarantee does not allow.
 *
 * @param guarantee the guarantee's name
 * @param session whose read it was
 * @param read the read
 * @param reason what it should have seen, and why
 */
public record Violation(String guarantee, String session, Read read, String reason) {

  @Override
  public String toString() {
    return "%s: session %s read %s on %s (%d elements) in [%d us, %d us]: %s"
        .formatted(
            guarantee,
            session,
            read.key(),
            read.source(),
            read.elements().size(),
            read.startedAt() / 1_000,
            read.endedAt() / 1_000,
            reason);
  }
}
