package dev.paceline.sql;

import dev.paceline.sql.TransactionControl.Modes;

/** BEGIN, COMMIT, ROLLBACK, SAVEPOINT and RELEASE in all their spellings. */
final class Transactions {
  private Transactions() {}

  static void begin(Statement statement) {
    PlanDraft draft = statement.draft();
    if (statement.is(statement.from(), "start")
        && !statement.is(statement.from() + 1, "transaction")) {
      draft.doubt("START of something that is no transaction");
      return;
    }
    Modes modes = TransactionModes.read(statement, statement.from() + 1);
    boolean primary = TransactionModes.needPrimary(modes);
    draft.transaction(
        new TransactionControl.Begin(modes),
        primary ? Route.PRIMARY : Route.SESSION,
        primary ? "BEGIN with modes that a replica refuses" : "BEGIN");
  }

  static void commit(Statement statement) {
    int at = statement.from() + 1;
    if (statement.is(at, "prepared")) {
      statement
          .draft()
          .transaction(new TransactionControl.EndPrepared(true), Route.PRIMARY, "COMMIT PREPARED");
    } else {
      statement
          .draft()
          .transaction(
              new TransactionControl.Commit(chain(statement, at)), Route.SESSION, "COMMIT");
    }
  }

  static void rollback(Statement statement) {
    int at = statement.from() + 1;
    PlanDraft draft = statement.draft();
    if (statement.is(at, "prepared")) {
      draft.transaction(
          new TransactionControl.EndPrepared(false), Route.PRIMARY, "ROLLBACK PREPARED");
      return;
    }
    int to = statement.skip(at, "work", "transaction");
    if (statement.is(to, "to")) {
      String name = statement.name(statement.skip(to + 1, "savepoint")).name();
      draft.transaction(
          new TransactionControl.RollbackTo(name), Route.SESSION, "ROLLBACK TO SAVEPOINT");
    } else {
      draft.transaction(
          new TransactionControl.Rollback(chain(statement, to)), Route.SESSION, "ROLLBACK");
    }
  }

  static void savepoint(Statement statement) {
    String name = statement.name(statement.from() + 1).name();
    statement
        .draft()
        .transaction(new TransactionControl.Savepoint(name), Route.SESSION, "SAVEPOINT");
  }

  static void release(Statement statement) {
    String name =
        statement.name(statement.skip(statement.from() + 1, "savepoint")).name();
    statement.draft().transaction(new TransactionControl.Release(name), Route.SESSION, "RELEASE");
  }

  private static boolean chain(Statement statement, int from) {
    int and = statement.skip(from, "work", "transaction");
    return statement.is(and, "and") && statement.is(and + 1, "chain");
  }

  /** SET TRANSACTION and SET SESSION CHARACTERISTICS AS TRANSACTION. */
  static void set(Statement statement, int from, boolean session) {
    PlanDraft draft = statement.draft();
    if (!session && statement.is(from, "snapshot")) {
      draft.effects.add(new SessionEffect.SetTransaction(Modes.NONE));
      draft.doubt("SET TRANSACTION SNAPSHOT needs the server that exported it");
      return;
    }
    Modes modes = TransactionModes.read(statement, from);
    if (session) {
      draft.effects.add(new SessionEffect.SetSessionCharacteristics(modes));
      draft.session("SET SESSION CHARACTERISTICS");
      return;
    }
    draft.effects.add(new SessionEffect.SetTransaction(modes));
    boolean primary = TransactionModes.needPrimary(modes);
    draft.transaction(
        new TransactionControl.SetModes(modes),
        primary ? Route.PRIMARY : Route.SESSION,
        primary ? "SET TRANSACTION to modes that a replica refuses" : "SET TRANSACTION");
  }
}
