package dev.paceline.server;

import java.util.Locale;

/** For how long a client has a server connection for itself. */
public enum PoolMode {
  /** As long as it is connected. */
  SESSION,
  /** From the beginning to the end of a transaction. */
  TRANSACTION,
  /** For one statement; transactions of several are refused. */
  STATEMENT;

  /**
   * Reads what {@link #text} writes.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static PoolMode of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** As users write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
