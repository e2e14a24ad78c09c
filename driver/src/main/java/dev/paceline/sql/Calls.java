package dev.paceline.sql;

import dev.paceline.dialect.Effect;
import dev.paceline.dialect.KeywordKind;
import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;

/**
 * Tells function calls from everything else that has a name before a parenthesis: syntax, types with modifiers, column lists of aliases and
 * of common table expressions. What is not certainly something else is a call, so that a mistake costs a detour and not a wrong route.
 */
final class Calls {
  private final Statement statement;
  private final Tokens tokens;

  Calls(Statement statement) {
    this.statement = statement;
    this.tokens = statement.tokens();
  }

  /**
   * Whether a function is called.
   *
   * @param head the first token of the name with its qualifiers
   * @param last the last token of the name; an opening parenthesis follows
   */
  boolean isCall(int head, int last) {
    int before = head - 1;
    if (tokens.kind(before) == TokenKind.TYPECAST
        || tokens.is(before, "as")
        || tokens.is(before, "into")) {
      return false;
    }
    if (head != last) {
      return true;
    }
    if (tokens.kind(last) == TokenKind.WORD) {
      KeywordKind kind = statement.builtIns().keyword(tokens.name(last));
      if (kind == KeywordKind.RESERVED || kind == KeywordKind.COLUMN_NAME) {
        return false;
      }
      if (kind != KeywordKind.NAME && isSyntax(last, before)) {
        return false;
      }
    }
    return !(isAliasList(last, before) || isCommonTable(last, before));
  }

  private boolean isSyntax(int word, int before) {
    return switch (tokens.name(word)) {
      case "over", "filter", "repeatable" -> tokens.kind(before) == TokenKind.RIGHT_PAREN;
      case "join" ->
        endsOperand(before)
            || tokens.isAny(before, "outer", "inner", "left", "right", "full", "cross", "natural");
      case "like", "ilike" ->
        endsOperand(before) || (tokens.is(before, "not") && endsOperand(before - 1));
      case "overlaps", "escape", "columns", "set" -> endsOperand(before);
      case "by" -> tokens.isAny(before, "group", "order", "partition");
      case "distinct" -> true;
      case "materialized" -> tokens.is(before, "as") || tokens.are(before - 1, "as", "not");
      case "first", "next" -> tokens.is(before, "fetch");
      case "zone" -> tokens.is(before, "time");
      case "varying" -> tokens.isAny(before, "character", "char", "bit", "nchar");
      case "second" ->
        tokens.kind(before) == TokenKind.STRING || tokens.isAny(before, "to", "interval");
      case "conflict" -> tokens.is(before, "on") && tokens.is(behindArguments(word), "do");
      case "insert" ->
        tokens.is(before, "then") && tokens.isAny(behindArguments(word), "values", "overriding");
      case "sets" -> tokens.is(before, "grouping");
      case "rollup", "cube" -> inGroupBy(before);
      case "operator" -> isOperatorSyntax(word);
      default -> false;
    };
  }

  private int behindArguments(int word) {
    int close = statement.brackets().partner(word + 1);
    return close < 0 ? statement.to() : close + 1;
  }

  /** Whether a place is an item of a GROUP BY list, or of a list of grouping sets: elsewhere ROLLUP and CUBE are functions. */
  private boolean inGroupBy(int before) {
    for (int i = before; i > statement.from(); i--) {
      TokenKind kind = tokens.kind(i);
      if (tokens.are(i - 1, "group", "by")) {
        return true;
      }
      if (kind == TokenKind.LEFT_PAREN || kind == TokenKind.LEFT_BRACKET) {
        return tokens.is(i - 1, "sets");
      }
      if (kind == TokenKind.RIGHT_PAREN || kind == TokenKind.RIGHT_BRACKET) {
        i = Math.max(statement.brackets().partner(i), statement.from());
      } else if (tokens.isAny(i, "select", "having", "order", "window", "limit", "offset", "fetch")
          || tokens.isAny(i, "union", "intersect", "except", "where", "from")) {
        return false;
      }
    }
    return false;
  }

  private boolean isOperatorSyntax(int word) {
    int close = statement.brackets().partner(word + 1);
    TokenKind inside = tokens.kind(close - 1);
    return close > 0
        && (inside == TokenKind.OPERATOR
            || inside == TokenKind.PLACEHOLDER
            || inside == TokenKind.ARROW);
  }

  /** Whether what stands before may be the end of a value. */
  private boolean endsOperand(int before) {
    return switch (tokens.kind(before)) {
      case RIGHT_PAREN,
          RIGHT_BRACKET,
          RIGHT_BRACE,
          STRING,
          NUMBER,
          PARAMETER,
          PLACEHOLDER,
          QUOTED -> true;
      case WORD ->
        statement.builtIns().keyword(tokens.name(before)) == KeywordKind.NAME
            || isValueWord(before);
      default -> false;
    };
  }

  // An unreserved keyword may be the name of a column or a table, e.g. "name LIKE ('a')" and "FROM
  // data JOIN (...)".
  private boolean isValueWord(int before) {
    if (tokens.is(before, "by") && tokens.isAny(before - 1, "group", "order", "partition")) {
      return false;
    }
    KeywordKind kind = statement.builtIns().keyword(tokens.name(before));
    return kind == KeywordKind.UNRESERVED
        || tokens.isAny(
            before, "null", "true", "false", "end", "current_user", "session_user", "current_date");
  }

  /**
   * After a name that is no keyword, after a closing parenthesis and after WITH ORDINALITY, no expression can begin: a name with a
   * parenthesis there is an alias with its columns.
   */
  private boolean isAliasList(int last, int before) {
    boolean alias = switch (tokens.kind(before)) {
      case QUOTED -> true;
      case WORD ->
        tokens.is(before, "ordinality")
            || statement.builtIns().keyword(tokens.name(before)) == KeywordKind.NAME;
      case RIGHT_PAREN -> !beginsExpression(statement.brackets().partner(before));
      default -> false;
    };
    // A function that is known to write is never taken for an alias: nobody loses anything by that.
    Effect effect = statement.builtIns().function(tokens.name(last));
    return alias && (effect == Effect.NONE || effect == Effect.UNKNOWN);
  }

  private boolean beginsExpression(int open) {
    return open < 0 || tokens.are(open - 2, "distinct", "on") || tokens.is(open - 1, "operator");
  }

  private boolean isCommonTable(int last, int before) {
    if (!tokens.isAny(before, "with", "recursive") && tokens.kind(before) != TokenKind.COMMA) {
      return false;
    }
    return CommonTables.bodyAfterColumns(statement, last + 1) >= 0;
  }
}
