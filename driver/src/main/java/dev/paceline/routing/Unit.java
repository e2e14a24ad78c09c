package dev.paceline.routing;

/** What is routed as one. */
public enum Unit {
  /** A statement that is a transaction of its own. */
  STATEMENT,
  /** A statement whose result set may be written through, or must see later changes. */
  UPDATABLE_STATEMENT,
  /** A transaction that the session declared read only, by its first statement. */
  READ_ONLY_TRANSACTION,
  /** The same with one snapshot for all of its statements (REPEATABLE READ): it must cover tables not yet named. */
  READ_ONLY_SNAPSHOT,
  /** A transaction that may write. */
  TRANSACTION,
  /** A transaction of isolation level SERIALIZABLE. */
  SERIALIZABLE_TRANSACTION
}
