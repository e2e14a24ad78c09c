package dev.paceline.sql;

import dev.paceline.dialect.Dialect;
import dev.paceline.dialect.Tokens;

/** The analysis of one text. */
final class Analysis {
  private final Tokens tokens;

  Analysis(Dialect dialect, Catalogue catalogue, Tokens tokens) {
    this.tokens = tokens;
  }

  StatementPlan plan() {
    PlanDraft draft = new PlanDraft();
    if (tokens.count() > 0) {
      draft.statementCount = 1;
      draft.readComplete = false;
      draft.writtenComplete = false;
      draft.doubt("statement " + tokens.raw(0));
    }
    return new StatementPlan(draft, Hints.NONE, Digest.of(tokens.normalized()));
  }
}
