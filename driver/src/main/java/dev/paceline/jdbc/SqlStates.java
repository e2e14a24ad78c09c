package dev.paceline.jdbc;

/** The SQLSTATEs of errors that are raised here; those of servers pass through untouched. */
final class SqlStates {

  static final String NO_DATA = "02000";
  static final String CONNECTION_FAILED = "08001";
  static final String CONNECTION_DOES_NOT_EXIST = "08003";
  static final String OUTCOME_UNKNOWN = "08007";
  static final String NOT_SUPPORTED = "0A000";
  static final String INVALID_PARAMETER_VALUE = "22023";
  static final String ACTIVE_TRANSACTION = "25001";
  static final String READ_ONLY_TRANSACTION = "25006";
  static final String NO_ACTIVE_TRANSACTION = "25P01";
  static final String SERIALIZATION_FAILURE = "40001";
  static final String WRONG_OBJECT_TYPE = "42809";
  static final String OBJECT_NOT_IN_STATE = "55000";
  static final String POSITION_NOT_REACHED = "PC001";

  private SqlStates() {}
}
