package dev.paceline.dialect.postgresql;

import dev.paceline.dialect.TokenKind;

/** Writes the digest's text while the lexer runs. Stops at its bound, and then there is none. */
final class Normalizer {
  /** Longer normalized texts are neither kept nor compared. */
  static final int MAX_LENGTH = 16_384;

  private final String text;
  private final StringBuilder out;
  private TokenKind last = TokenKind.NONE;
  private TokenKind beforeLast = TokenKind.NONE;
  private boolean tooLong;

  Normalizer(String text) {
    this.text = text;
    this.out = new StringBuilder(Math.min(text.length() + 16, MAX_LENGTH + 64));
  }

  void add(TokenKind kind, int start, int end) {
    if (tooLong) {
      return;
    }
    if (out.length() + (end - start) > MAX_LENGTH) {
      tooLong = !kind.isLiteral() || out.length() + 4 > MAX_LENGTH;
    }
    if (!tooLong) {
      append(kind, start, end);
      beforeLast = last;
      last = kind;
    }
  }

  private void append(TokenKind kind, int start, int end) {
    if (kind.isLiteral() && last == TokenKind.COMMA && beforeLast.isLiteral()) {
      // A list of literals has one digest, however long it is.
      out.setLength(out.length() - 1);
      if (out.charAt(out.length() - 1) != '+') {
        out.append('+');
      }
      return;
    }
    if (needsSpace(kind)) {
      out.append(' ');
    }
    switch (kind) {
      case STRING, NUMBER -> out.append('?');
      case PLACEHOLDER -> out.append("$?");
      case WORD -> appendFolded(start, end);
      default -> out.append(text, start, end);
    }
  }

  private boolean needsSpace(TokenKind kind) {
    if (last == TokenKind.NONE
        || last == TokenKind.DOT
        || last == TokenKind.LEFT_PAREN
        || last == TokenKind.LEFT_BRACKET) {
      return false;
    }
    return switch (kind) {
      case COMMA, DOT, RIGHT_PAREN, RIGHT_BRACKET, SEMICOLON -> false;
      default -> true;
    };
  }

  private void appendFolded(int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      out.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
  }

  String finish() {
    return tooLong ? "" : out.toString();
  }
}
