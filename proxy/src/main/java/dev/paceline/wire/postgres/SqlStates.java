package dev.paceline.wire.postgres;

/** The SQLSTATEs that the bytes themselves can lead to. */
final class SqlStates {

  static final String PROTOCOL_VIOLATION = "08P01";
  static final String FEATURE_NOT_SUPPORTED = "0A000";
  static final String INVALID_AUTHORIZATION = "28000";
  static final String NOT_IN_REPERTOIRE = "22021";
  static final String SYNTAX_ERROR = "42601";

  /** What an error without a SQLSTATE is taken for, as libpq's callers do: an internal error. */
  static final String INTERNAL_ERROR = "XX000";

  private SqlStates() {}
}
