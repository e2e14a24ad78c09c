package dev.paceline.sql;

import dev.paceline.dialect.Effect;
import dev.paceline.dialect.KeywordKind;
import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;
import java.util.Set;

/**
 * Tells function calls from everything else that has a name before a parenthesis: syntax, types with modifiers, column lists of aliases and
 * of common table expressions. What is not certainly something else is a call, so that a mistake costs a detour and not a wrong route.
 */
final class Calls {
  /** The unreserved keywords behind which an expression begins. */
  private static final Set<String> LEADS_EXPRESSION = Set.of(
      "by",
      "zone",
      "escape",
      "first",
      "next",
      "rows",
      "range",
      "groups",
      "passing",
      "path",
      "value",
      "key",
      "ref",
      "content",
      "document",
      "version",
      "uescape",
      "return");

  /** How far back GROUP BY is looked for in all: each of its items looks again, so that without a bound a long list would take its square. */
  private static final int MAX_STEPS_BACK = 5_000;

  private final Statement statement;
  private final Tokens tokens;
  private int stepsBack;

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
    if (tokens.is(before, "tablesample") && tokens.isAny(last, "system", "bernoulli")) {
      return false;
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
      case "over", "filter", "repeatable" -> closesOperand(before);
      case "join" ->
        endsOperand(before)
            || tokens.isAny(
                before,
                "ordinality",
                "outer",
                "inner",
                "left",
                "right",
                "full",
                "cross",
                "natural");
      case "like", "ilike", "overlaps" ->
        endsOperand(tokens.is(before, "not") ? before - 1 : before);
      case "escape", "columns" -> endsOperand(before);
      case "by" -> tokens.isAny(before, "group", "order", "partition");
      case "materialized" -> tokens.is(tokens.is(before, "not") ? before - 1 : before, "as");
      case "first", "next" -> tokens.is(before, "fetch");
      case "zone" -> tokens.is(before, "time");
      case "varying" -> tokens.isAny(before, "character", "char", "bit", "nchar");
      case "second" ->
        tokens.kind(before) == TokenKind.STRING || tokens.isAny(before, "to", "interval");
      // Syntax of statements that modify data: their route is clear before their parts are looked
      // at.
      case "conflict", "insert", "set" -> statement.draft().statementClass == StatementClass.WRITE;
      case "sets" -> tokens.is(before, "grouping");
      case "rollup", "cube" -> inGroupBy(before);
      case "operator" -> isOperatorSyntax(word);
      default -> false;
    };
  }

  /** Whether an item of a GROUP BY list, or of its GROUPING SETS, begins behind this token. */
  private boolean inGroupBy(int before) {
    int at = before;
    while (at > statement.from() && stepsBack++ < MAX_STEPS_BACK) {
      if (tokens.is(at, "by")
          || tokens.are(at - 1, "by", "all")
          || tokens.are(at - 1, "by", "distinct")) {
        return tokens.is(tokens.is(at, "by") ? at - 1 : at - 2, "group");
      }
      TokenKind kind = tokens.kind(at);
      if (kind == TokenKind.LEFT_PAREN) {
        if (!tokens.is(at - 1, "sets")) {
          return false;
        }
        at -= 3;
        continue;
      }
      if (at == before && kind != TokenKind.COMMA) {
        return false;
      }
      if (kind == TokenKind.WORD
          && statement.builtIns().keyword(tokens.name(at)) == KeywordKind.RESERVED
          && !tokens.isAny(
              at, "case", "when", "then", "else", "end", "and", "or", "not", "null", "true",
              "false")) {
        return false;
      }
      int open = kind == TokenKind.RIGHT_PAREN ? statement.brackets().partner(at) : at;
      at = (open < 0 ? at : open) - 1;
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

  /** Whether what stands before is certainly the end of a value or of a relation. */
  private boolean endsOperand(int before) {
    return switch (tokens.kind(before)) {
      case RIGHT_PAREN -> closesOperand(before);
      case RIGHT_BRACKET, RIGHT_BRACE, STRING, NUMBER, PARAMETER, PLACEHOLDER, QUOTED -> true;
      case WORD ->
        switch (statement.builtIns().keyword(tokens.name(before))) {
          case NAME -> true;
          // An unreserved keyword may be the name of a column or a table, e.g. "name LIKE ('a')"
          // and "FROM data JOIN (...)".
          case UNRESERVED -> !LEADS_EXPRESSION.contains(tokens.name(before));
          case COLUMN_NAME -> false;
          case TYPE_OR_FUNCTION -> false;
          case RESERVED ->
            tokens.isAny(
                before,
                "null",
                "true",
                "false",
                "end",
                "current_user",
                "session_user",
                "current_date");
        };
      default -> false;
    };
  }

  private boolean closesOperand(int before) {
    return tokens.kind(before) == TokenKind.RIGHT_PAREN
        && !beginsExpression(statement.brackets().partner(before));
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
      case RIGHT_PAREN -> closesOperand(before);
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
