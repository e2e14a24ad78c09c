package dev.paceline.topology;

/**
 * What the {@link TopologyMachine} is told once. Durations are nanoseconds.
 *
 * @param maxLag a replica that is behind by more is out
 * @param returnAfter a replica that was out returns when it is found good twice, at least so far apart
 * @param identityGrace how long after the first answer the other seeds may still speak about which cluster this is
 * @param ringCapacity samples of the primary that are kept, 16 or more
 */
public record TopologyConfig(long maxLag, long returnAfter, long identityGrace, int ringCapacity) {

  private static final long MILLISECOND = 1_000_000;

  /** Refuses what cannot work. */
  public TopologyConfig {
    if (maxLag <= 0 || maxLag > Long.MAX_VALUE / 4) {
      throw new IllegalArgumentException("maxLag " + maxLag + " ns is not a positive time");
    }
    if (returnAfter < 0 || identityGrace < 0) {
      throw new IllegalArgumentException("a time is negative");
    }
    if (ringCapacity < 16) {
      throw new IllegalArgumentException("ringCapacity " + ringCapacity + " is below 16");
    }
  }

  /** The given limit, and what has proved right for the rest. */
  public static TopologyConfig withMaxLag(long maxLag) {
    return new TopologyConfig(maxLag, 50 * MILLISECOND, 300 * MILLISECOND, 4096);
  }
}
