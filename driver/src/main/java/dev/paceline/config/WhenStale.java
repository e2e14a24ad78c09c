package dev.paceline.config;

import java.util.Locale;

/**
 * What to do with a read when no replica is fresh enough for it.
 *
 * @param waitNanos how long to wait for a replica before the primary is taken; 0 takes the primary at once
 */
public record WhenStale(long waitNanos) {

  /** Take the primary at once: the default. */
  public static final WhenStale PRIMARY = new WhenStale(0);

  static final String ALLOWED = "primary or wait:<duration> (for example wait:50ms)";

  /** Checks the bound. */
  public WhenStale {
    if (waitNanos < 0) {
      throw new IllegalArgumentException("waitNanos is below zero: " + waitNanos);
    }
  }

  /**
   * Reads what a user wrote.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  public static WhenStale parse(String text) {
    String value = text.strip().toLowerCase(Locale.ROOT);
    if (value.equals("primary")) {
      return PRIMARY;
    }
    if (value.startsWith("wait:")) {
      return new WhenStale(Durations.parseNanos(value.substring("wait:".length())));
    }
    throw new IllegalArgumentException("'" + text + "' is not " + ALLOWED);
  }

  /** As a user writes it; {@link #parse} reads it back. */
  @Override
  public String toString() {
    return waitNanos == 0 ? "primary" : "wait:" + Durations.format(waitNanos);
  }
}
