package dev.paceline.config;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Reads and writes durations as users write them: a whole number and a unit ({@code us, ms, s, min, h}). */
public final class Durations {

  /** What a message says is allowed. */
  static final String ALLOWED =
      "a whole number with a unit: us, ms, s, min or h (for example 500ms or 30s)";

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @param text for example {@code 500ms}, {@code 2 s}, {@code 5min}
   * @return the duration in nanoseconds, zero or more
   * @throws IllegalArgumentException if the text is no number with a unit, or does not fit into 292 years
   */
  public static long parseNanos(String text) {
    String value = text.strip().toLowerCase(Locale.ROOT);
    int digits = 0;
    while (digits < value.length() && Character.isDigit(value.charAt(digits))) {
      digits++;
    }
    if (digits == 0 || digits > 18) {
      throw new IllegalArgumentException("'" + text + "' is not " + ALLOWED);
    }
    long amount = Long.parseLong(value.substring(0, digits));
    TimeUnit unit = unit(value.substring(digits).strip(), text);
    long nanos = unit.toNanos(amount);
    if (nanos == Long.MAX_VALUE) {
      throw new IllegalArgumentException("'" + text + "' is too long a time");
    }
    return nanos;
  }

  private static TimeUnit unit(String unit, String text) {
    return switch (unit) {
      case "us" -> TimeUnit.MICROSECONDS;
      case "ms" -> TimeUnit.MILLISECONDS;
      case "s" -> TimeUnit.SECONDS;
      case "min", "m" -> TimeUnit.MINUTES;
      case "h" -> TimeUnit.HOURS;
      default -> throw new IllegalArgumentException("'" + text + "' is not " + ALLOWED);
    };
  }

  /** Writes a duration with the largest unit that loses nothing; {@link #parseNanos} reads it back. */
  public static String format(long nanos) {
    Duration duration = Duration.ofNanos(nanos);
    if (nanos % 1_000 != 0) {
      return (nanos / 1_000) + "us";
    }
    if (nanos % 1_000_000 != 0) {
      return (nanos / 1_000) + "us";
    }
    if (nanos % 1_000_000_000 != 0) {
      return duration.toMillis() + "ms";
    }
    return duration.toSeconds() + "s";
  }
}
