package dev.paceline.sql;

/** PREPARE, EXECUTE and DEALLOCATE, and PREPARE TRANSACTION, which is something else. */
final class PreparedStatements {
  private PreparedStatements() {}

  static void prepare(Statement statement) {
    int at = statement.from() + 1;
    PlanDraft draft = statement.draft();
    if (statement.is(at, "transaction")) {
      draft.transaction(
          new TransactionControl.PrepareTransaction(), Route.PRIMARY, "PREPARE TRANSACTION");
      return;
    }
    QualifiedName name = statement.name(at);
    draft.effects.add(new SessionEffect.PrepareStatement(name.name()));
    draft.session("PREPARE");
    int as = name.end();
    while (as < statement.to() && !statement.is(as, "as")) {
      as++;
    }
    // Nothing runs yet, but EXECUTE will run it where it was prepared.
    PlanDraft later = new PlanDraft();
    if (StatementKinds.beginsQuery(statement, as + 1)) {
      StatementKinds.analyze(statement.part(as + 1, statement.to()).into(later));
    } else {
      later.doubt("PREPARE without a statement");
    }
    draft.literalsMatter |= later.literalsMatter;
    if (later.route == Route.PRIMARY) {
      draft.raise(later.statementClass, Route.PRIMARY, "PREPARE: " + later.reason);
    }
  }

  static void execute(Statement statement) {
    String name = statement.name(statement.from() + 1).name();
    PlanDraft draft = statement.draft();
    draft.effects.add(new SessionEffect.ExecutePrepared(name));
    draft.doubt("EXECUTE of what was prepared before");
    draft.touchesAnything();
  }

  static void deallocate(Statement statement) {
    int at = statement.skip(statement.from() + 1, "prepare");
    boolean all = statement.is(at, "all");
    statement.draft().session("DEALLOCATE");
    statement
        .draft()
        .effects
        .add(new SessionEffect.Deallocate(all ? null : statement.name(at).name()));
  }
}
