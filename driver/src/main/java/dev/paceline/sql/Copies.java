package dev.paceline.sql;

import dev.paceline.dialect.TokenKind;

/** COPY, both ways. */
final class Copies {
  private Copies() {}

  static void analyze(Statement statement) {
    int at = statement.from() + 1;
    if (statement.kind(at) == TokenKind.LEFT_PAREN) {
      query(statement, at);
    } else {
      table(statement, statement.skip(at, "binary"));
    }
  }

  private static void query(Statement statement, int open) {
    int close = statement.brackets().partner(open);
    if (close < 0
        || !statement.is(close + 1, "to")
        || !StatementKinds.beginsQuery(statement, open + 1)) {
      statement.draft().doubt("COPY of something that is no query");
      statement.draft().touchesAnything();
      return;
    }
    StatementKinds.analyze(statement.part(open + 1, close));
    destination(statement, close + 2);
  }

  private static void table(Statement statement, int at) {
    PlanDraft draft = statement.draft();
    QualifiedName name = statement.name(at);
    int next = name.end();
    if (statement.kind(next) == TokenKind.LEFT_PAREN) {
      next = statement.brackets().partner(next) + 1;
    }
    if (!name.isMissing() && statement.is(next, "to")) {
      draft.read("COPY TO STDOUT");
      new RelationCheck(statement).read(name);
      new QueryScan(statement.part(at, name.end()), false).run();
      destination(statement, next + 1);
    } else {
      draft.write("COPY FROM");
      if (name.isMissing()) {
        draft.touchesAnything();
      } else {
        new RelationCheck(statement).written(name);
      }
    }
  }

  private static void destination(Statement statement, int at) {
    if (!statement.is(at, "stdout")) {
      statement.draft().write("COPY TO a file or program of the server");
    }
  }
}
