package dev.paceline.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a read chooses among the replicas that qualify. */
public enum BalancerKind {
  /** The better of two random replicas by a decaying average of response times, times what is in flight: the default. */
  LEAST_RESPONSE_TIME,
  /** One after the other. */
  ROUND_ROBIN,
  /** Random in proportion to {@code paceline.weights}. */
  WEIGHTED,
  /** The one with the fewest statements in flight from here. */
  LEAST_CONNECTIONS,
  /** Any, equally likely. */
  RANDOM,
  /** The same replica for the same session key, by rendezvous hashing. */
  AFFINITY;

  /** As a user writes it, for example {@code least-response-time}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String allowed() {
    return Arrays.stream(values()).map(BalancerKind::text).collect(Collectors.joining(", "));
  }

  /**
   * Reads what a user wrote.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  public static BalancerKind parse(String text) {
    for (BalancerKind kind : values()) {
      if (kind.text().equals(text.strip().toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new IllegalArgumentException("'" + text + "' is not one of " + allowed());
  }
}
