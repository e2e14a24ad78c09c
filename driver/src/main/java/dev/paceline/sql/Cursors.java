package dev.paceline.sql;

import dev.paceline.dialect.TokenKind;

/** DECLARE, FETCH, MOVE and CLOSE. */
final class Cursors {
  private Cursors() {}

  static void declare(Statement statement) {
    PlanDraft draft = statement.draft();
    QualifiedName name = statement.name(statement.from() + 1);
    int query = name.end();
    boolean hold = false;
    while (query < statement.to() && !statement.is(query, "for")) {
      hold |= statement.is(query, "hold") && statement.is(query - 1, "with");
      query++;
    }
    draft.effects.add(new SessionEffect.DeclareCursor(name.name(), hold));
    draft.session("DECLARE CURSOR");
    if (!StatementKinds.beginsQuery(statement, query + 1)) {
      draft.doubt("DECLARE without a query");
      draft.touchesAnything();
      return;
    }
    StatementKinds.analyze(statement.part(query + 1, statement.to()));
  }

  static void use(Statement statement) {
    statement.draft().session(statement.is(statement.from(), "move") ? "MOVE" : "FETCH");
    statement.draft().readComplete = false;
    statement.draft().effects.add(new SessionEffect.UseCursor());
  }

  static void close(Statement statement) {
    QualifiedName name = statement.name(statement.from() + 1);
    boolean all = statement.is(statement.from() + 1, "all")
        || statement.kind(statement.from() + 1) == TokenKind.NONE;
    statement.draft().session("CLOSE");
    statement.draft().effects.add(new SessionEffect.CloseCursor(all ? null : name.name()));
  }
}
