package dev.paceline.sql;

import java.util.Locale;

/** INSERT, UPDATE, DELETE, MERGE and TRUNCATE. */
final class Modifications {
  private Modifications() {}

  static void analyze(Statement statement) {
    statement.draft().write(statement.tokens().raw(statement.from()).toUpperCase(Locale.ROOT));
    new FromScan(statement).run();
    new QueryScan(statement, true).run();
  }

  static void truncate(Statement statement) {
    PlanDraft draft = statement.draft();
    draft.write("TRUNCATE");
    RelationCheck relations = new RelationCheck(statement);
    int at = statement.skip(statement.from() + 1, "table");
    while (at < statement.to()) {
      QualifiedName name = statement.name(statement.skip(at, "only"));
      if (name.isMissing() || statement.isAny(at, "cascade", "restart")) {
        // CASCADE goes on to other tables, RESTART IDENTITY to sequences.
        draft.writtenComplete &= !statement.isAny(at, "cascade", "restart");
        at++;
      } else {
        relations.written(name);
        at = name.end();
      }
    }
  }
}
