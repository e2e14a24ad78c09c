package dev.paceline.position;

/**
 * Which history a position belongs to. Positions of two lineages do not compare: after a failover an old primary may
 * well have the larger number.
 *
 * @param systemIdentifier what the cluster got when it was made (PostgreSQL: decimal digits); never empty
 * @param timeline the branch of the history, 1 or more; 0 when the server would not tell
 */
public record Lineage(String systemIdentifier, int timeline) {

  /** Stands for a timeline that the server would not tell. */
  public static final int UNKNOWN_TIMELINE = 0;

  /** Refuses what cannot be a lineage. */
  public Lineage {
    if (systemIdentifier.isEmpty()) {
      throw new IllegalArgumentException("a system identifier is empty");
    }
    if (timeline < 0) {
      throw new IllegalArgumentException("timeline " + timeline + " is negative");
    }
  }

  /** Whether the server told the timeline. */
  public boolean timelineKnown() {
    return timeline != UNKNOWN_TIMELINE;
  }

  /** Whether both come from the same cluster, on whatever timeline. */
  public boolean sameSystem(Lineage other) {
    return systemIdentifier.equals(other.systemIdentifier);
  }

  /** For example {@code 7412345678901234567 timeline 2}. */
  @Override
  public String toString() {
    return systemIdentifier + (timelineKnown() ? " timeline " + timeline : " timeline unknown");
  }
}
