package dev.paceline.sql;

import dev.paceline.dialect.TokenKind;

/** SELECT, VALUES, TABLE, WITH, in parentheses or not. */
final class Queries {
  private Queries() {}

  static void analyze(Statement statement) {
    int first = statement.from();
    while (statement.kind(first) == TokenKind.LEFT_PAREN) {
      first++;
    }
    if (!statement.isAny(first, "select", "with", "values", "table")) {
      statement.draft().doubt("no query begins here");
      statement.draft().touchesAnything();
      return;
    }
    statement.draft().read(statement.tokens().raw(first).toUpperCase(java.util.Locale.ROOT));
    new FromScan(statement).run();
    new QueryScan(statement, false).run();
  }
}
