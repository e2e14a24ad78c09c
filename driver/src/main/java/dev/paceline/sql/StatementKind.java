package dev.paceline.sql;

/** What is done with the statements that begin with one keyword. */
interface StatementKind {
  /** Notes the statement's facts in its draft. */
  void analyze(Statement statement);
}
