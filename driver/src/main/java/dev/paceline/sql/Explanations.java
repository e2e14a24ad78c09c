package dev.paceline.sql;

import dev.paceline.dialect.TokenKind;
import java.util.Locale;

/** EXPLAIN: with ANALYZE it runs the statement, without it nothing runs. */
final class Explanations {
  private Explanations() {}

  static void analyze(Statement statement) {
    int at = statement.from() + 1;
    boolean runs = false;
    if (statement.kind(at) == TokenKind.LEFT_PAREN && !isQueryParen(statement, at)) {
      int close = statement.brackets().partner(at);
      runs = close < 0 || optionsRun(statement, at + 1, close);
      at = close < 0 ? statement.to() : close + 1;
      statement.draft().literalsMatter = true;
    } else {
      while (statement.isAny(at, "analyze", "analyse", "verbose")) {
        runs |= !statement.is(at, "verbose");
        at++;
      }
    }
    if (!StatementKinds.begins(statement, at)) {
      statement.draft().doubt("EXPLAIN of something that is not known");
      statement.draft().touchesAnything();
      return;
    }
    Statement explained = statement.part(at, statement.to());
    if (runs) {
      StatementKinds.analyze(explained);
    } else {
      plan(statement, explained);
    }
  }

  private static boolean isQueryParen(Statement statement, int open) {
    return statement.isAny(open + 1, "select", "with", "values", "table")
        || statement.kind(open + 1) == TokenKind.LEFT_PAREN;
  }

  /** Whether an option list switches ANALYZE on; what is not plainly off is on. */
  private static boolean optionsRun(Statement statement, int from, int to) {
    boolean runs = false;
    for (int i = from; i < to; i++) {
      if (statement.isAny(i, "analyze", "analyse") || isQuotedAnalyze(statement, i)) {
        runs |= !isOff(statement, i + 1);
      }
    }
    return runs;
  }

  private static boolean isQuotedAnalyze(Statement statement, int index) {
    return statement.kind(index) == TokenKind.QUOTED
        && statement.tokens().name(index).startsWith("analy");
  }

  private static boolean isOff(Statement statement, int index) {
    TokenKind kind = statement.kind(index);
    if (kind != TokenKind.WORD && kind != TokenKind.STRING && kind != TokenKind.NUMBER) {
      return false;
    }
    String value = statement.tokens().literal(index).toLowerCase(Locale.ROOT);
    return value.equals("off") || value.equals("false") || value.equals("0");
  }

  private static void plan(Statement statement, Statement explained) {
    PlanDraft draft = statement.draft();
    if (statement.is(explained.from(), "execute")) {
      draft.effects.add(
          new SessionEffect.ExecutePrepared(statement.name(explained.from() + 1).name()));
      draft.session("EXPLAIN of a prepared statement");
      draft.readComplete = false;
      return;
    }
    draft.read("EXPLAIN without ANALYZE runs nothing");
    PlanDraft notRun = new PlanDraft();
    StatementKinds.analyze(explained.into(notRun));
    draft.tablesRead.addAll(notRun.tablesRead);
    draft.tablesRead.addAll(notRun.tablesWritten);
    draft.functions.addAll(notRun.functions);
    draft.readComplete &= notRun.readComplete;
    if (notRun.refusedInRecovery) {
      draft.write("planning alone does what a replica refuses");
    } else if (notRun.effects.stream().anyMatch(e -> e instanceof SessionEffect.TemporaryTable)) {
      draft.write("a replica does not even plan a temporary table");
    }
  }
}
