package dev.paceline.dialect.postgresql;

/** Where a numeric literal ends. A letter that cannot belong to it starts the next token, so that no keyword hides behind a digit. */
final class NumberScan {
  private NumberScan() {}

  static int end(String text, int start, int length) {
    int at = start;
    if (text.charAt(at) == '0'
        && at + 2 < length
        && isRadix(text.charAt(at + 1))
        && isHex(text.charAt(at + 2))) {
      return radixEnd(text, at + 2, length, text.charAt(at + 1));
    }
    at = digits(text, at, length);
    if (at < length && text.charAt(at) == '.' && !(at + 1 < length && text.charAt(at + 1) == '.')) {
      at = digits(text, at + 1, length);
    }
    return exponentEnd(text, at, length);
  }

  private static int digits(String text, int start, int length) {
    int at = start;
    while (at < length
        && (CharClass.isDigit(text.charAt(at))
            || (text.charAt(at) == '_'
                && at > start
                && at + 1 < length
                && CharClass.isDigit(text.charAt(at + 1))))) {
      at++;
    }
    return at;
  }

  private static int exponentEnd(String text, int start, int length) {
    if (start >= length || (text.charAt(start) | 0x20) != 'e') {
      return start;
    }
    int at = start + 1;
    if (at < length && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
      at++;
    }
    return at < length && CharClass.isDigit(text.charAt(at)) ? digits(text, at, length) : start;
  }

  private static int radixEnd(String text, int start, int length, char radix) {
    int at = start;
    boolean hex = (radix | 0x20) == 'x';
    while (at < length && (hex ? isHex(text.charAt(at)) : CharClass.isDigit(text.charAt(at)))) {
      at++;
    }
    return at;
  }

  private static boolean isRadix(char c) {
    int lower = c | 0x20;
    return lower == 'x' || lower == 'o' || lower == 'b';
  }

  private static boolean isHex(char c) {
    int lower = c | 0x20;
    return CharClass.isDigit(c) || (lower >= 'a' && lower <= 'f');
  }
}
