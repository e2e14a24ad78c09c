package dev.paceline.dialect.postgresql;

import org.jspecify.annotations.Nullable;

/**
 * A name in the form {@code U&"..."}, with its {@code UESCAPE} clause if one follows.
 *
 * @param decoded what it stands for; null when its escapes are wrong
 * @param end the index behind it
 */
record UnicodeName(@Nullable String decoded, int end) {
  static UnicodeName read(String text, int from, int to, int length) {
    String inside = text.substring(from, to).replace("\"\"", "\"");
    int at = to + 1;
    while (at < length && CharClass.isSpace(text.charAt(at))) {
      at++;
    }
    if (!text.regionMatches(true, at, "uescape", 0, 7)) {
      // A comment may stand between the two. Such a name is not decoded rather than decoded
      // wrongly.
      boolean comment = text.startsWith("--", at) || text.startsWith("/*", at);
      return new UnicodeName(comment ? null : decode(inside, '\\'), to + 1);
    }
    at += 7;
    while (at < length && CharClass.isSpace(text.charAt(at))) {
      at++;
    }
    boolean literal = at + 2 < length && text.charAt(at) == '\'' && text.charAt(at + 2) == '\'';
    return literal
        ? new UnicodeName(decode(inside, text.charAt(at + 1)), at + 3)
        : new UnicodeName(null, to + 1);
  }

  private static @Nullable String decode(String inside, char escape) {
    if (inside.indexOf(escape) < 0) {
      return inside;
    }
    StringBuilder out = new StringBuilder(inside.length());
    int at = 0;
    while (at < inside.length()) {
      char c = inside.charAt(at);
      if (c != escape) {
        out.append(c);
        at++;
      } else if (at + 1 < inside.length() && inside.charAt(at + 1) == escape) {
        out.append(escape);
        at += 2;
      } else {
        boolean isLong = at + 1 < inside.length() && inside.charAt(at + 1) == '+';
        int from = at + (isLong ? 2 : 1);
        int to = from + (isLong ? 6 : 4);
        int codePoint = to <= inside.length() ? hex(inside, from, to) : -1;
        if (!Character.isValidCodePoint(codePoint)) {
          return null;
        }
        out.appendCodePoint(codePoint);
        at = to;
      }
    }
    return out.toString();
  }

  private static int hex(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }
}
