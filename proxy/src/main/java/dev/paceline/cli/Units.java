package dev.paceline.cli;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Numbers for people. */
final class Units {

  private Units() {}

  /** A duration with two or three figures: {@code 8 ms}, {@code 1.4 s}, {@code 75 s}. */
  static String duration(long nanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    if (millis < 1_000) {
      return millis + " ms";
    }
    double seconds = millis / 1_000.0;
    return seconds < 10
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%.0f s", seconds);
  }

  /** Bytes with a unit: {@code 512 B}, {@code 1.4 MB}. */
  static String bytes(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
