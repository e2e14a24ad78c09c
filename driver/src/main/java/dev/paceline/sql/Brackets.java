package dev.paceline.sql;

import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;

/** Which bracket closes which. Found in one pass with a stack of its own, so that any depth will do. */
final class Brackets {
  private final int[] partner;
  private boolean balanced = true;
  private int deepest;

  Brackets(Tokens tokens) {
    int count = tokens.count();
    partner = new int[count];
    int[] open = new int[count];
    int depth = 0;
    for (int i = 0; i < count; i++) {
      partner[i] = -1;
      TokenKind kind = tokens.kind(i);
      if (opens(kind)) {
        open[depth++] = i;
        deepest = Math.max(deepest, depth);
      } else if (closes(kind)) {
        if (depth == 0 || !matches(tokens.kind(open[depth - 1]), kind)) {
          balanced = false;
        } else {
          depth--;
          partner[i] = open[depth];
          partner[open[depth]] = i;
        }
      }
    }
    balanced &= depth == 0;
  }

  /** The other bracket of a pair; -1 for anything else. */
  int partner(int index) {
    return index >= 0 && index < partner.length ? partner[index] : -1;
  }

  /** How deep brackets nest. */
  int deepest() {
    return deepest;
  }

  boolean balanced() {
    return balanced;
  }

  private static boolean opens(TokenKind kind) {
    return kind == TokenKind.LEFT_PAREN
        || kind == TokenKind.LEFT_BRACKET
        || kind == TokenKind.LEFT_BRACE;
  }

  private static boolean closes(TokenKind kind) {
    return kind == TokenKind.RIGHT_PAREN
        || kind == TokenKind.RIGHT_BRACKET
        || kind == TokenKind.RIGHT_BRACE;
  }

  private static boolean matches(TokenKind open, TokenKind close) {
    return switch (close) {
      case RIGHT_PAREN -> open == TokenKind.LEFT_PAREN;
      case RIGHT_BRACKET -> open == TokenKind.LEFT_BRACKET;
      default -> open == TokenKind.LEFT_BRACE;
    };
  }
}
