package dev.paceline.config;

import java.util.Locale;

/**
 * What a read must see at least.
 *
 * <p>{@code process} (the default): every write acknowledged through this JVM's driver (or this proxy) before the read
 * began. {@code session}: the same for this session's own writes only. {@code latest}: the primary's current state.
 * {@code within:<duration>}: everything committed longer than the duration ago. {@code any}: nothing.
 *
 * <p>All but {@code any} also keep a session from going back in time.
 *
 * @param kind which of the five
 * @param nanos the bound of {@link Kind#WITHIN} in nanoseconds, else 0
 */
public record Freshness(Kind kind, long nanos) {

  /** The five requirements. */
  public enum Kind {
    /** Everything acknowledged through this process. */
    PROCESS,
    /** Everything acknowledged to this session. */
    SESSION,
    /** The primary's current state. */
    LATEST,
    /** Not older than a duration. */
    WITHIN,
    /** Whatever a node has. */
    ANY
  }

  /** Everything acknowledged through this process: the default. */
  public static final Freshness PROCESS = new Freshness(Kind.PROCESS, 0);

  /** Everything acknowledged to this session. */
  public static final Freshness SESSION = new Freshness(Kind.SESSION, 0);

  /** The primary's current state. */
  public static final Freshness LATEST = new Freshness(Kind.LATEST, 0);

  /** Whatever a node has. */
  public static final Freshness ANY = new Freshness(Kind.ANY, 0);

  static final String ALLOWED =
      "process, session, latest, within:<duration> (for example within:500ms) or any";

  /** Checks the bound. */
  public Freshness {
    if (nanos < 0 || (kind == Kind.WITHIN) != (nanos > 0)) {
      throw new IllegalArgumentException(
          "a bound above zero belongs to 'within', and only to it: " + kind + " " + nanos);
    }
  }

  /** Not older than {@code nanos} nanoseconds, which must be above zero. */
  public static Freshness within(long nanos) {
    return new Freshness(Kind.WITHIN, nanos);
  }

  /**
   * Reads what a user wrote.
   *
   * @throws IllegalArgumentException saying what is allowed, if it is none of the five
   */
  public static Freshness parse(String text) {
    String value = text.strip().toLowerCase(Locale.ROOT);
    if (value.startsWith("within:")) {
      long nanos = Durations.parseNanos(value.substring("within:".length()));
      if (nanos == 0) {
        throw new IllegalArgumentException(
            "'" + text + "': the bound must be above zero; use 'latest' for no staleness");
      }
      return within(nanos);
    }
    return switch (value) {
      case "process" -> PROCESS;
      case "session" -> SESSION;
      case "latest" -> LATEST;
      case "any" -> ANY;
      default -> throw new IllegalArgumentException("'" + text + "' is not one of " + ALLOWED);
    };
  }

  /** As a user writes it; {@link #parse} reads it back. */
  @Override
  public String toString() {
    return kind == Kind.WITHIN
        ? "within:" + Durations.format(nanos)
        : kind.name().toLowerCase(Locale.ROOT);
  }
}
