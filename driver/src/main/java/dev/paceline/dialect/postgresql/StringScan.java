package dev.paceline.dialect.postgresql;

/** Where a quoted literal ends, with all its continuations. */
final class StringScan {
  private StringScan() {}

  /**
   * The index behind a literal.
   *
   * @param quote where its first quote is
   * @param escapes whether a backslash takes the next character with it
   * @return -1 when it does not end
   */
  static int end(String text, int quote, int length, boolean escapes) {
    int at = quote + 1;
    while (at < length) {
      char c = text.charAt(at);
      if (c == '\\' && escapes) {
        at += 2;
      } else if (c != '\'') {
        at++;
      } else if (at + 1 < length && text.charAt(at + 1) == '\'') {
        at += 2;
      } else {
        int next = continuation(text, at + 1, length);
        if (next < 0) {
          return at + 1;
        }
        at = next;
      }
    }
    return -1;
  }

  /**
   * The index behind the quote that takes a literal up again: white space (comments to the end of a line are part of it) with at least one
   * line break, then a quote. The piece that follows is read as the first piece was.
   */
  private static int continuation(String text, int start, int length) {
    int at = start;
    boolean newline = false;
    while (at < length) {
      char c = text.charAt(at);
      if (CharClass.isSpace(c)) {
        newline |= CharClass.isNewline(c);
        at++;
      } else if (c == '-' && at + 1 < length && text.charAt(at + 1) == '-') {
        while (at < length && !CharClass.isNewline(text.charAt(at))) {
          at++;
        }
      } else {
        return c == '\'' && newline ? at + 1 : -1;
      }
    }
    return -1;
  }
}
