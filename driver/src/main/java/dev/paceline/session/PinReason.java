package dev.paceline.session;

/** Why a session must stay on one physical connection. */
public enum PinReason {
  /** {@code CREATE TEMPORARY ...}; ends with DISCARD TEMP or the session. */
  TEMPORARY_TABLE("temporary table", false),
  /** A session-level advisory lock; ends when none is left. */
  ADVISORY_LOCK("session advisory lock", true),
  /** {@code LISTEN}; ends with UNLISTEN. */
  LISTEN("LISTEN", false),
  /** {@code DECLARE ... WITH HOLD}; ends with CLOSE. */
  HELD_CURSOR("cursor WITH HOLD", false),
  /** SQL's own PREPARE; ends with DEALLOCATE. */
  PREPARED_STATEMENT("PREPARE", true),
  /** A setting whose value is not known to us; ends with RESET ALL or DISCARD ALL. */
  UNKNOWN_SETTING("set_config with a computed value", false),
  /** {@code LOAD}; ends with the session. */
  LIBRARY("LOAD", true),
  /** {@code setseed}; ends with the session. */
  RANDOM_SEED("setseed", true),
  /** The values that currval and lastval answer; ends with DISCARD SEQUENCES or the session. */
  SEQUENCE_VALUES("currval or lastval is used here", true),
  /** The application holds the native connection; ends with the session. */
  UNWRAPPED("unwrapped native connection", true);

  private final String text;
  private final boolean survivesRollback;

  PinReason(String text, boolean survivesRollback) {
    this.text = text;
    this.survivesRollback = survivesRollback;
  }

  /** A few words for users. */
  public String text() {
    return text;
  }

  /** Whether ROLLBACK leaves it. */
  boolean survivesRollback() {
    return survivesRollback;
  }
}
