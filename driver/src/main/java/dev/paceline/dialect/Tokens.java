package dev.paceline.dialect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The tokens of one text, in order, without comments and white space. Written by one lexer, then only read. */
public final class Tokens {
  private final String text;
  private TokenKind[] kinds;
  private int[] starts;
  private int[] ends;
  private @Nullable String[] names;
  private int count;
  private String normalized = "";
  private @Nullable String problem;
  private int hintStart = -1;
  private int hintEnd = -1;
  private boolean truncated;

  /** An empty list for a text. */
  public Tokens(String text) {
    this.text = text;
    int guess = Math.max(16, Math.min(text.length() / 4, 4096));
    kinds = new TokenKind[guess];
    starts = new int[guess];
    ends = new int[guess];
    names = new String[guess];
  }

  /** Appends a token: for lexers. */
  public void add(TokenKind kind, int start, int end) {
    if (count == kinds.length) {
      int size = count * 2;
      kinds = Arrays.copyOf(kinds, size);
      starts = Arrays.copyOf(starts, size);
      ends = Arrays.copyOf(ends, size);
      names = Arrays.copyOf(names, size);
    }
    kinds[count] = kind;
    starts[count] = start;
    ends[count] = end;
    count++;
  }

  /** Gives the last token the name that its escapes stand for: for lexers. */
  public void nameLast(String name) {
    names[count - 1] = name;
  }

  /** Closes the list: for lexers. */
  public void finish(String normalizedText, @Nullable String whatIsWrong, boolean cutShort) {
    normalized = normalizedText;
    problem = whatIsWrong;
    truncated = cutShort;
  }

  /** Notes where the inside of the leading hint comment is: for lexers. */
  public void hint(int start, int end) {
    hintStart = start;
    hintEnd = end;
  }

  /** The text that was cut. */
  public String text() {
    return text;
  }

  /** How many tokens there are. */
  public int count() {
    return count;
  }

  /** The kind of a token; {@link TokenKind#NONE} outside of the list. */
  public TokenKind kind(int index) {
    return index >= 0 && index < count ? kinds[index] : TokenKind.NONE;
  }

  /** Where a token starts in the text; the end of the text behind the last token. */
  public int start(int index) {
    return index < count ? starts[index] : text.length();
  }

  /** Where a token ends in the text. */
  public int end(int index) {
    return ends[index];
  }

  /** A token as it is written. */
  public String raw(int index) {
    return text.substring(starts[index], ends[index]);
  }

  /** The text from the start of one token to the end of another. */
  public String raw(int first, int last) {
    return first > last ? "" : text.substring(starts[first], ends[last]);
  }

  /** Whether a token is this keyword, unquoted, in any letter case. */
  public boolean is(int index, String lowerCaseKeyword) {
    if (kind(index) != TokenKind.WORD || ends[index] - starts[index] != lowerCaseKeyword.length()) {
      return false;
    }
    int at = starts[index];
    for (int i = 0; i < lowerCaseKeyword.length(); i++) {
      if (lower(text.charAt(at + i)) != lowerCaseKeyword.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the tokens from an index on are these keywords. */
  public boolean are(int index, String first, String second) {
    return is(index, first) && is(index + 1, second);
  }

  /** Whether a token is one of these keywords. */
  public boolean isAny(int index, String... lowerCaseKeywords) {
    for (String keyword : lowerCaseKeywords) {
      if (is(index, keyword)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a token is written exactly so. */
  public boolean isRaw(int index, String symbol) {
    return index >= 0
        && index < count
        && ends[index] - starts[index] == symbol.length()
        && text.startsWith(symbol, starts[index]);
  }

  /** The name that a word or quoted identifier stands for: folded, or without its quotes and escapes. */
  public String name(int index) {
    String known = names[index];
    if (known == null) {
      known = kinds[index] == TokenKind.QUOTED ? unquote(index) : fold(index);
      names[index] = known;
    }
    return known;
  }

  /** The text in a string literal, its doubled quotes single; backslash escapes are left as they are. Other tokens: as written. */
  public String literal(int index) {
    String raw = raw(index);
    if (kind(index) != TokenKind.STRING) {
      return raw;
    }
    if (raw.charAt(0) == '$') {
      int tag = raw.indexOf('$', 1) + 1;
      return raw.substring(tag, Math.max(tag, raw.length() - tag));
    }
    int open = raw.indexOf('\'') + 1;
    return raw.substring(open, Math.max(open, raw.length() - 1)).replace("''", "'");
  }

  private String unquote(int index) {
    String inside = text.substring(starts[index] + 1, Math.max(starts[index] + 1, ends[index] - 1));
    return inside.indexOf('"') < 0 ? inside : inside.replace("\"\"", "\"");
  }

  // Only ASCII is folded: the server folds no more in UTF-8, and Unicode's own rules would make
  // keywords out of other letters.
  private String fold(int index) {
    int start = starts[index];
    int length = ends[index] - start;
    char[] folded = new char[length];
    for (int i = 0; i < length; i++) {
      folded[i] = lower(text.charAt(start + i));
    }
    return new String(folded);
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }

  /** The text without comments and literals, folded; empty when it is too long to have one. */
  public String normalized() {
    return normalized;
  }

  /** Why the text cannot be right, e.g. a literal that does not end; null when nothing is wrong with its tokens. */
  public @Nullable String problem() {
    return problem;
  }

  /** Whether the list stops before the end of the text, because it would be too long. */
  public boolean truncated() {
    return truncated;
  }

  /** The inside of a hint comment before the first token; null without one. */
  public @Nullable String hint() {
    return hintStart < 0 ? null : text.substring(hintStart, hintEnd);
  }
}
