package dev.paceline.sql;

import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;

/** Recognises the parts of a WITH list. */
final class CommonTables {
  private CommonTables() {}

  /**
   * Whether a name begins a common table expression: WITH, RECURSIVE or a comma before it, and {@code AS (query)} behind it.
   *
   * @param index the name
   */
  static boolean isName(Statement statement, int index) {
    Tokens tokens = statement.tokens();
    boolean starts =
        tokens.isAny(index - 1, "with", "recursive") || tokens.kind(index - 1) == TokenKind.COMMA;
    if (!starts || !tokens.kind(index).isName()) {
      return false;
    }
    return tokens.kind(index + 1) == TokenKind.LEFT_PAREN
        ? bodyAfterColumns(statement, index + 1) >= 0
        : body(statement, index + 1) >= 0;
  }

  /** The parenthesis that opens the query behind a column list; -1 when it is no common table expression. */
  static int bodyAfterColumns(Statement statement, int open) {
    int close = statement.brackets().partner(open);
    return close < 0 ? -1 : body(statement, close + 1);
  }

  private static int body(Statement statement, int as) {
    Tokens tokens = statement.tokens();
    if (!tokens.is(as, "as")) {
      return -1;
    }
    int open = as + 1;
    if (tokens.is(open, "not")) {
      open++;
    }
    if (tokens.is(open, "materialized")) {
      open++;
    }
    return tokens.kind(open) == TokenKind.LEFT_PAREN && beginsStatement(tokens, open + 1)
        ? open
        : -1;
  }

  // A column definition list also stands after AS and a parenthesis, as in f(x) AS (insert text):
  // only what cannot be one counts.
  private static boolean beginsStatement(Tokens tokens, int index) {
    return tokens.kind(index) == TokenKind.LEFT_PAREN
        || tokens.isAny(index, "select", "with", "table")
        || (tokens.is(index, "values") && tokens.kind(index + 1) == TokenKind.LEFT_PAREN)
        || tokens.are(index, "insert", "into")
        || tokens.are(index, "delete", "from")
        || tokens.are(index, "merge", "into")
        || (tokens.is(index, "update") && isUpdate(tokens, index));
  }

  private static boolean isUpdate(Tokens tokens, int index) {
    for (int i = index + 1; i < index + 8; i++) {
      if (tokens.is(i, "set")) {
        return true;
      }
    }
    return false;
  }
}
