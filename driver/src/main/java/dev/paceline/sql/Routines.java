package dev.paceline.sql;

/** CALL, DO, and JDBC's escapes for calls: their bodies may do anything. */
final class Routines {
  private Routines() {}

  static void analyze(Statement statement) {
    PlanDraft draft = statement.draft();
    draft.doubt(
        statement.is(statement.from(), "do") ? "DO runs a block of code" : "CALL runs a procedure");
    draft.touchesAnything();
    new QueryScan(statement, false).run();
  }
}
