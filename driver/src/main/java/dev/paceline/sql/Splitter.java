package dev.paceline.sql;

import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;
import java.util.ArrayList;
import java.util.List;

/** Finds the statements of a text: semicolons part them, but not those inside of brackets or of a function's {@code BEGIN ATOMIC} body. */
final class Splitter {
  private final Tokens tokens;
  private int depth;
  private int blocks;

  Splitter(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The statements that are not empty, in order. */
  List<Range> split() {
    List<Range> found = new ArrayList<>(1);
    int from = 0;
    for (int i = 0; i <= tokens.count(); i++) {
      if (i == tokens.count() || endsStatement(i, from)) {
        if (i > from) {
          found.add(new Range(from, i));
        }
        from = i + 1;
        depth = 0;
        blocks = 0;
      }
    }
    return found;
  }

  /**
   * One statement.
   *
   * @param from its first token
   * @param to the token behind its last one
   */
  record Range(int from, int to) {}

  private boolean endsStatement(int index, int from) {
    switch (tokens.kind(index)) {
      case LEFT_PAREN -> depth++;
      case RIGHT_PAREN -> depth--;
      case WORD -> block(index, from);
      case SEMICOLON -> {
        return depth <= 0 && blocks == 0;
      }
      default -> {}
    }
    return false;
  }

  private void block(int index, int from) {
    if (!tokens.is(from, "create")) {
      return;
    }
    if (tokens.are(index, "begin", "atomic") || (blocks > 0 && tokens.is(index, "case"))) {
      blocks++;
    } else if (blocks > 0 && tokens.is(index, "end") && tokens.kind(index - 1) != TokenKind.DOT) {
      blocks--;
    }
  }
}
