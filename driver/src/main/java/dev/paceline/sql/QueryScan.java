package dev.paceline.sql;

import dev.paceline.dialect.Effect;
import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the tokens of a statement that finds what no depth may hide: row locks, INTO, data-modifying parts, function calls, operators,
 * and relations that a replica answers differently.
 */
final class QueryScan {
  private final Statement statement;
  private final Tokens tokens;
  private final PlanDraft draft;
  private final Calls calls;
  private final FunctionCheck functions;
  private final boolean dml;

  /**
   * A pass.
   *
   * @param dml whether the statement is known to modify data, so that UPDATE may name a branch of it
   */
  QueryScan(Statement statement, boolean dml) {
    this.statement = statement;
    this.tokens = statement.tokens();
    this.draft = statement.draft();
    this.calls = new Calls(statement);
    this.functions = new FunctionCheck(statement);
    this.dml = dml;
  }

  void run() {
    for (int i = statement.from(); i < statement.to(); i++) {
      switch (tokens.kind(i)) {
        case WORD -> {
          keyword(i);
          name(i);
        }
        case QUOTED -> name(i);
        case OPERATOR -> operator(i);
        case TYPECAST -> castTo(i + 1);
        case OTHER -> draft.doubt("a character that no token starts with");
        default -> {}
      }
    }
  }

  private void keyword(int index) {
    switch (tokens.end(index) - tokens.start(index)) {
      case 2 -> {
        if (tokens.is(index, "as")) {
          castTo(index + 1);
        }
      }
      case 3 -> lock(index);
      case 4 -> into(index);
      case 5, 6 -> dataModifying(index);
      default -> {}
    }
  }

  private void lock(int index) {
    if (!tokens.is(index, "for")) {
      return;
    }
    int strength =
        tokens.are(index + 1, "no", "key") ? index + 3 : statement.skip(index + 1, "key");
    if (statement.isAny(strength, "update", "share")) {
      draft.locksRows = true;
      draft.write(
          "row lock FOR " + tokens.raw(index + 1, strength).toUpperCase(java.util.Locale.ROOT));
    }
  }

  /** A type that another schema than the server's own holds may have a cast or a check of any kind. */
  private void castTo(int index) {
    QualifiedName type = statement.name(index);
    if (type.schema() != null
        && !statement.builtIns().systemSchema(type.schema())
        && statement.catalogue().isNone()) {
      draft.doubt("type " + type.table() + " is not known");
    }
  }

  private void into(int index) {
    if (tokens.is(index, "into") && !tokens.isAny(index - 1, "insert", "merge")) {
      draft.write("SELECT INTO makes a table");
      draft.touchesAnything();
      if (tokens.isAny(index + 1, "temp", "temporary", "local", "global")) {
        draft.effects.add(new SessionEffect.TemporaryTable(null));
      }
    }
  }

  private void dataModifying(int index) {
    if (index > statement.from() && tokens.is(index - 1, "as")) {
      // A column's alias: what comes after AS is a name, or a parenthesis before a statement.
      return;
    }
    if (tokens.are(index, "insert", "into")
        || tokens.are(index, "merge", "into")
        || tokens.are(index, "delete", "from")) {
      target(index, index + 2);
    } else if (tokens.is(index, "update") && updates(index)) {
      target(index, index + 1);
    }
  }

  // In doubt it is an UPDATE: only where the grammar leaves no room for one it is not.
  private boolean updates(int index) {
    boolean lock = tokens.is(index - 1, "for")
        || (tokens.is(index - 1, "key") && tokens.are(index - 3, "for", "no"));
    boolean branch = dml && tokens.isAny(index - 1, "do", "then");
    return !lock && !branch && (tokens.is(index + 1, "only") || mayNameTable(index + 1));
  }

  private boolean mayNameTable(int index) {
    return switch (tokens.kind(index)) {
      case QUOTED -> true;
      case WORD ->
        switch (statement.builtIns().keyword(tokens.name(index))) {
          case NAME, UNRESERVED, COLUMN_NAME -> true;
          case TYPE_OR_FUNCTION, RESERVED -> false;
        };
      default -> false;
    };
  }

  private void target(int verb, int index) {
    draft.write("data-modifying " + tokens.raw(verb).toUpperCase(java.util.Locale.ROOT));
    int at = statement.skip(index, "only");
    QualifiedName name = statement.name(at);
    if (!name.isMissing()) {
      new RelationCheck(statement).written(name);
    }
  }

  private void name(int index) {
    boolean qualified = tokens.kind(index - 1) == TokenKind.DOT;
    if (qualified && tokens.kind(index + 1) == TokenKind.STRING) {
      castTo(head(index));
    }
    if (statement.kind(index + 1) == TokenKind.LEFT_PAREN) {
      int head = head(index);
      if (calls.isCall(head, index)) {
        functions.called(
            qualified && index - 2 >= statement.from() ? tokens.name(index - 2) : null, index);
      }
      return;
    }
    String name = nameForRelation(index);
    if (name != null) {
      relation(name, index);
    } else if (!statement.catalogue().isNone()) {
      knownName(tokens.name(index), qualified);
    }
  }

  private void knownName(String name, boolean qualified) {
    if (statement.catalogue().isUnsafeType(name)) {
      draft.doubt("type " + name + " has a cast or a check that may do anything");
    } else if (qualified && statement.catalogue().isUnsafeAttribute(name)) {
      draft.doubt("function " + name + " may be called as a column");
    }
  }

  /** The name when it can mean one of the server's own relations; null for all others, without making a string of them. */
  private @Nullable String nameForRelation(int index) {
    String text = tokens.text();
    int start = tokens.start(index) + (tokens.kind(index) == TokenKind.QUOTED ? 1 : 0);
    return text.regionMatches(true, start, "pg_", 0, 3)
            || text.startsWith("U&", tokens.start(index))
            || text.startsWith("u&", tokens.start(index))
        ? tokens.name(index)
        : null;
  }

  private int head(int last) {
    int head = last;
    while (head - 2 >= statement.from()
        && tokens.kind(head - 1) == TokenKind.DOT
        && tokens.kind(head - 2).isName()) {
      head -= 2;
    }
    return head;
  }

  private void relation(String name, int index) {
    if ((name.equals("pg_temp") || name.startsWith("pg_temp_"))
        && tokens.kind(index + 1) == TokenKind.DOT) {
      draft.write("temporary relations are on the primary");
    } else if (name.equals("pg_settings")) {
      functions.settingsView();
    } else {
      Effect effect = statement.builtIns().relation(name);
      draft.effect(effect, "relation " + name);
    }
  }

  private void operator(int index) {
    String symbol = tokens.raw(index);
    if (isOfAnotherSchema(index)) {
      Effect own = statement.catalogue().operator(symbol);
      draft.effect(own == null ? Effect.UNKNOWN : own, "operator " + symbol + " of another schema");
      return;
    }
    Effect own = statement.catalogue().operator(symbol);
    if (own != null && own != Effect.NONE) {
      draft.doubt("operator " + symbol + " may call a volatile function");
    } else if (own == null && statement.builtIns().operator(symbol) != Effect.NONE) {
      draft.doubt("operator " + symbol + " is not known");
    }
  }

  /** Whether an operator is written as {@code OPERATOR(schema.symbol)} with a schema that is not the server's own. */
  private boolean isOfAnotherSchema(int index) {
    if (tokens.kind(index - 1) != TokenKind.DOT || index - 2 < statement.from()) {
      return false;
    }
    int head = head(index - 2);
    return tokens.kind(head - 1) == TokenKind.LEFT_PAREN
        && tokens.is(head - 2, "operator")
        && !statement.builtIns().systemSchema(tokens.name(index - 2));
  }
}
