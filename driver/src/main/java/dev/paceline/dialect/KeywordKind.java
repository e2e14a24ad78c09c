package dev.paceline.dialect;

/** What a word may be when it is not quoted. */
public enum KeywordKind {
  /** An ordinary name. */
  NAME,
  /** A keyword that may name anything. */
  UNRESERVED,
  /** A keyword that may name a column or a table, but no function and no type. */
  COLUMN_NAME,
  /** A keyword that may name a function or a type, but no column and no table. */
  TYPE_OR_FUNCTION,
  /** A keyword that names nothing. */
  RESERVED
}
