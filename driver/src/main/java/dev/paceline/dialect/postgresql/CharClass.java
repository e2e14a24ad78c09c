package dev.paceline.dialect.postgresql;

/** What a character may begin or continue, by a table: the lexer's inner loop is one look-up for each character. */
final class CharClass {
  static final byte OTHER = 0;
  static final byte SPACE = 1;
  static final byte LETTER = 2;
  static final byte DIGIT = 3;
  static final byte OPERATOR = 4;
  static final byte SELF = 5;
  static final byte QUOTE = 6;
  static final byte DOUBLE_QUOTE = 7;
  static final byte DOLLAR = 8;

  private static final byte[] TABLE = table();

  private CharClass() {}

  static byte of(char c) {
    // Every byte from 0x80 on is a letter to the server's scanner, so every character beyond ASCII
    // is one here.
    return c < 128 ? TABLE[c] : LETTER;
  }

  static boolean isSpace(char c) {
    return of(c) == SPACE;
  }

  static boolean isNewline(char c) {
    return c == '\n' || c == '\r';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isNamePart(char c) {
    byte kind = of(c);
    return kind == LETTER || kind == DIGIT || kind == DOLLAR;
  }

  static boolean isNameStart(char c) {
    return of(c) == LETTER;
  }

  private static byte[] table() {
    byte[] table = new byte[128];
    fill(table, " \t\n\r\f\u000b", SPACE);
    fill(table, "~!@#^&|`?+-*/%<>=", OPERATOR);
    fill(table, ",()[].;:{}", SELF);
    fill(table, "_", LETTER);
    table['\''] = QUOTE;
    table['"'] = DOUBLE_QUOTE;
    table['$'] = DOLLAR;
    for (char c = 'a'; c <= 'z'; c++) {
      table[c] = LETTER;
      table[c - 32] = LETTER;
    }
    for (char c = '0'; c <= '9'; c++) {
      table[c] = DIGIT;
    }
    return table;
  }

  private static void fill(byte[] table, String characters, byte kind) {
    for (int i = 0; i < characters.length(); i++) {
      table[characters.charAt(i)] = kind;
    }
  }
}
