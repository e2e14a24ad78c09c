package dev.paceline.sql;

/** What kind of work a text asks for. */
public enum StatementClass {
  /** It only reads, and a replica answers as the primary would. */
  READ,
  /** It writes, locks, or asks what only the primary can answer. */
  WRITE,
  /** Nothing proves that it only reads, or that a replica answers as the primary would. A {@code replica} hint is then the user's word. */
  DOUBT,
  /** It depends on the session's state or changes it. */
  SESSION,
  /** It begins, ends or marks a transaction. */
  TRANSACTION,
  /** Paceline answers it itself. */
  PACELINE,
  /** Nothing but white space, comments and semicolons. */
  EMPTY
}
