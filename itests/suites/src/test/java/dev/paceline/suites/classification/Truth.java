package dev.paceline.suites.classification;

/** Where a statement may run, as real servers have shown. */
public enum Truth {
  /** A standby gives what the primary gives, and nothing else happens. */
  REPLICA,
  /** It changes or reads the session, and a standby would do it too. */
  SESSION,
  /** A standby refuses it, or does something else than the primary would; the transcript says what. */
  PRIMARY
}
