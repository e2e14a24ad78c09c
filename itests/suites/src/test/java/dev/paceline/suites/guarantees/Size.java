package dev.paceline.suites.guarantees;

import java.time.Duration;

/**
 * How much is run. Every build runs a bounded version; {@code -Dpaceline.proof=full} runs the whole proof: 200,000 reads for
 * each mode of the session guarantees, half a minute of an idle primary, ten minutes of load.
 */
public final class Size {

  private static final boolean FULL = "full".equals(System.getProperty("paceline.proof"));

  private Size() {}

  /** Whether the whole proof is run. */
  public static boolean isFull() {
    return FULL;
  }

  /** One number or the other. */
  public static int of(int bounded, int full) {
    return FULL ? full : bounded;
  }

  /** One time or the other. */
  public static Duration of(Duration bounded, Duration full) {
    return FULL ? full : bounded;
  }
}
