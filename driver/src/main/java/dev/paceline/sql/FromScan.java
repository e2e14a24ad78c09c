package dev.paceline.sql;

import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Finds the relations that a statement reads, in every FROM list at every depth, with a stack of its own. */
final class FromScan {
  private static final byte OUTSIDE = 0;
  /** A relation comes next. */
  private static final byte EXPECTED = 1;
  /** In a FROM list, behind a relation. */
  private static final byte LISTED = 2;
  /** In the arguments of a function whose syntax has a FROM of its own. */
  private static final byte ARGUMENTS = 3;

  private final Statement statement;
  private final Tokens tokens;
  private final RelationCheck relations;
  private final Set<String> commonTables = new HashSet<>();
  private byte[] states = new byte[16];
  private int depth;
  private boolean merges;

  FromScan(Statement statement) {
    this.statement = statement;
    this.tokens = statement.tokens();
    this.relations = new RelationCheck(statement);
  }

  void run() {
    int i = statement.from();
    while (i < statement.to()) {
      i = step(i);
    }
  }

  private int step(int i) {
    switch (tokens.kind(i)) {
      case LEFT_PAREN -> open(i);
      case RIGHT_PAREN -> close();
      case LEFT_BRACE -> {
        // JDBC's escape for outer joins: the relations come behind its keyword.
        return tokens.is(i + 1, "oj") ? i + 2 : i + 1;
      }
      case COMMA -> {
        if (states[depth] == LISTED) {
          states[depth] = EXPECTED;
        }
      }
      case QUOTED -> {
        return states[depth] == EXPECTED ? relation(i) : noteCommonTable(i);
      }
      case WORD -> {
        return word(i);
      }
      default -> {}
    }
    return i + 1;
  }

  private void open(int i) {
    byte inside = OUTSIDE;
    if (states[depth] == EXPECTED) {
      inside = tokens.isAny(i + 1, "select", "values", "with", "table") ? OUTSIDE : EXPECTED;
      states[depth] = LISTED;
    } else if (tokens.isAny(i - 1, "extract", "substring", "trim", "overlay", "position")) {
      inside = ARGUMENTS;
    }
    depth++;
    if (depth == states.length) {
      states = Arrays.copyOf(states, depth * 2);
    }
    states[depth] = inside;
  }

  private void close() {
    if (depth > 0) {
      depth--;
    }
  }

  private int word(int i) {
    if (states[depth] == EXPECTED) {
      return expected(i);
    }
    switch (tokens.name(i)) {
      case "from" -> from(i);
      case "join" -> {
        if (states[depth] == LISTED) {
          states[depth] = EXPECTED;
        }
      }
      case "using" -> using(i);
      case "merge" -> merges |= tokens.is(i + 1, "into");
      case "table" -> {
        QualifiedName name = statement.name(statement.skip(i + 1, "only"));
        if (!name.isMissing()) {
          read(name);
          return name.end();
        }
      }
      case "where",
          "group",
          "having",
          "window",
          "order",
          "limit",
          "offset",
          "fetch",
          "for",
          "union",
          "intersect",
          "except",
          "returning",
          "select",
          "when" -> {
        if (states[depth] == LISTED) {
          states[depth] = OUTSIDE;
        }
      }
      default -> noteCommonTable(i);
    }
    return i + 1;
  }

  private void from(int i) {
    boolean comparison = tokens.is(i - 1, "distinct") && tokens.isAny(i - 2, "is", "not");
    if (!comparison && states[depth] != ARGUMENTS) {
      // What DELETE deletes from is written, not read.
      states[depth] = tokens.is(i - 1, "delete") && i - 1 == statement.from() ? LISTED : EXPECTED;
    }
  }

  private void using(int i) {
    boolean join = tokens.kind(i + 1) == TokenKind.LEFT_PAREN
        && !tokens.isAny(i + 2, "select", "values", "with", "table")
        && tokens.kind(i + 2) != TokenKind.LEFT_PAREN;
    boolean sorting = tokens.kind(i + 1) == TokenKind.OPERATOR || tokens.is(i + 1, "operator");
    boolean source = states[depth] == LISTED || merges;
    if (source && !join && !sorting) {
      states[depth] = EXPECTED;
    }
  }

  private int expected(int i) {
    if (tokens.isAny(i, "only", "lateral") || tokens.are(i, "rows", "from")) {
      return tokens.is(i, "rows") ? i + 2 : i + 1;
    }
    if (tokens.isAny(i, "select", "where", "values", "with")) {
      states[depth] = OUTSIDE;
      return i + 1;
    }
    return relation(i);
  }

  private int relation(int i) {
    QualifiedName name = statement.name(i);
    states[depth] = LISTED;
    if (name.isMissing()) {
      return i + 1;
    }
    if (statement.kind(name.end()) != TokenKind.LEFT_PAREN) {
      read(name);
    }
    return name.end();
  }

  private int noteCommonTable(int i) {
    if (CommonTables.isName(statement, i)) {
      commonTables.add(tokens.name(i));
    }
    return i + 1;
  }

  /** A common table expression hides a table of its name, but not inside of itself: a table that is known to exist stays in. */
  private void read(QualifiedName name) {
    boolean common = name.schema() == null && commonTables.contains(name.name());
    if (!common || statement.catalogue().knowsRelation(name.table())) {
      relations.read(name);
    }
  }
}
