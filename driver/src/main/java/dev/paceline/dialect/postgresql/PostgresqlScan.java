package dev.paceline.dialect.postgresql;

import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one text, from left to right and without recursion. It must cut exactly where the server's scanner
 * (scan.l) cuts: a difference could hide a keyword from us that the server sees. The rules that matter most: comments nest, a
 * comment ends an operator, a literal goes on after white space with a line break and keeps its kind, and a dollar quote does not
 * start inside of a name.
 */
final class PostgresqlScan {
  /** More tokens are not kept: the list says that it is cut short, and what is in front must decide. */
  static final int MAX_TOKENS = 40_000;

  /** Longer texts are not read to their end. */
  static final int MAX_TEXT = 1 << 18;

  private static final int MAX_OPERATOR = 256;

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final String text;
  private final int length;
  private final boolean backslashes;
  private final Tokens tokens;
  private final Normalizer normalizer;
  private @Nullable String problem;
  private int at;

  PostgresqlScan(String text, LexicalSettings settings) {
    this.text = text;
    this.length = Math.min(text.length(), MAX_TEXT);
    this.backslashes = !settings.standardConformingStrings();
    this.tokens = new Tokens(text);
    this.normalizer = new Normalizer(text);
  }

  Tokens run() {
    if (length > 0 && text.charAt(0) == BYTE_ORDER_MARK) {
      at = 1;
    }
    while (at < length && tokens.count() < MAX_TOKENS) {
      next();
    }
    boolean truncated = at < text.length();
    String hint = tokens.hint();
    // A broken text has no digest: a literal without an end would look like any other literal.
    String normalized = truncated || problem != null ? "" : normalizer.finish();
    if (hint != null && !normalized.isEmpty()) {
      normalized = "/* paceline:" + hint.strip() + " */ " + normalized;
    }
    tokens.finish(normalized, problem, truncated);
    return tokens;
  }

  private void next() {
    char c = text.charAt(at);
    switch (CharClass.of(c)) {
      case CharClass.SPACE -> at++;
      case CharClass.LETTER -> word();
      case CharClass.DIGIT -> number();
      case CharClass.OPERATOR -> operatorOrComment(c);
      case CharClass.SELF -> self(c);
      case CharClass.QUOTE -> string(at, at, backslashes);
      case CharClass.DOUBLE_QUOTE -> quotedName(at, at);
      case CharClass.DOLLAR -> dollar();
      default -> {
        wrong("a character that no token starts with");
        emit(TokenKind.OTHER, at, at + 1);
      }
    }
  }

  private void emit(TokenKind kind, int start, int end) {
    tokens.add(kind, start, end);
    normalizer.add(kind, start, end);
    at = end;
  }

  private void wrong(String what) {
    if (problem == null) {
      problem = what;
    }
  }

  private char peek(int index) {
    return index < length ? text.charAt(index) : '\0';
  }

  private void word() {
    int start = at;
    char c = text.charAt(start);
    char following = peek(start + 1);
    if (following == '\'') {
      switch (c) {
        case 'e', 'E' -> {
          string(start, start + 1, true);
          return;
        }
        case 'b', 'B', 'x', 'X' -> {
          string(start, start + 1, false);
          return;
        }
        case 'n', 'N' -> {
          string(start, start + 1, backslashes);
          return;
        }
        default -> {}
      }
    } else if (following == '&' && (c == 'u' || c == 'U')) {
      if (peek(start + 2) == '\'') {
        string(start, start + 2, false);
        return;
      }
      if (peek(start + 2) == '"') {
        quotedName(start, start + 2);
        return;
      }
    }
    int end = start + 1;
    while (end < length && CharClass.isNamePart(text.charAt(end))) {
      end++;
    }
    emit(TokenKind.WORD, start, end);
  }

  private void number() {
    emit(TokenKind.NUMBER, at, NumberScan.end(text, at, length));
  }

  private void self(char c) {
    char following = peek(at + 1);
    if (c == ':' && following == ':') {
      emit(TokenKind.TYPECAST, at, at + 2);
    } else if (c == ':' && following == '=') {
      emit(TokenKind.ARROW, at, at + 2);
    } else if (c == '.' && CharClass.isDigit(following)) {
      number();
    } else {
      emit(selfKind(c), at, at + 1);
    }
  }

  private static TokenKind selfKind(char c) {
    return switch (c) {
      case '(' -> TokenKind.LEFT_PAREN;
      case ')' -> TokenKind.RIGHT_PAREN;
      case '[' -> TokenKind.LEFT_BRACKET;
      case ']' -> TokenKind.RIGHT_BRACKET;
      case '{' -> TokenKind.LEFT_BRACE;
      case '}' -> TokenKind.RIGHT_BRACE;
      case ',' -> TokenKind.COMMA;
      case ';' -> TokenKind.SEMICOLON;
      case '.' -> TokenKind.DOT;
      default -> TokenKind.COLON;
    };
  }

  private void operatorOrComment(char c) {
    char following = peek(at + 1);
    if (c == '-' && following == '-') {
      lineComment();
    } else if (c == '/' && following == '*') {
      blockComment();
    } else {
      operator();
    }
  }

  private void lineComment() {
    at += 2;
    while (at < length && !CharClass.isNewline(text.charAt(at))) {
      at++;
    }
  }

  private void blockComment() {
    int start = at;
    int depth = 1;
    at += 2;
    while (at < length && depth > 0) {
      char c = text.charAt(at);
      char following = peek(at + 1);
      if (c == '/' && following == '*') {
        depth++;
        at += 2;
      } else if (c == '*' && following == '/') {
        depth--;
        at += 2;
      } else {
        at++;
      }
    }
    if (depth > 0) {
      wrong("a comment that does not end");
    } else if (tokens.count() == 0 && tokens.hint() == null) {
      noteHint(start + 2, at - 2);
    }
  }

  private void noteHint(int start, int end) {
    int from = start;
    while (from < end && CharClass.isSpace(text.charAt(from))) {
      from++;
    }
    if (text.regionMatches(true, from, "paceline:", 0, 9) && from + 9 <= end) {
      tokens.hint(from + 9, end);
    }
  }

  private void operator() {
    int start = at;
    int end = start + 1;
    while (end < length
        && CharClass.of(text.charAt(end)) == CharClass.OPERATOR
        && !startsComment(end)) {
      end++;
    }
    if (end - start > MAX_OPERATOR) {
      // No operator is so long, and cutting such a run as the server does would take its square.
      wrong("an operator that is too long");
      emit(TokenKind.OTHER, start, end);
      return;
    }
    end = withoutTrailingSign(start, end);
    if (end - start == 2 && text.charAt(start) == '=' && text.charAt(start + 1) == '>') {
      emit(TokenKind.ARROW, start, end);
    } else if (text.charAt(start) == '?'
        && (end - start == 1 || !PostgresqlOperators.known(text, start, end))) {
      // In JDBC's texts a question mark is a placeholder, whatever follows it without a space.
      emit(TokenKind.PLACEHOLDER, start, start + 1);
    } else {
      emit(TokenKind.OPERATOR, start, beforePlaceholder(start, end));
    }
  }

  private boolean startsComment(int index) {
    char c = text.charAt(index);
    char following = peek(index + 1);
    return (c == '/' && following == '*') || (c == '-' && following == '-');
  }

  /** An operator of several characters ends in a sign only if it has one of the characters that the SQL standard's operators lack. */
  private int withoutTrailingSign(int start, int end) {
    int foreign = start;
    while (foreign < end && "~!@#^&|`?%".indexOf(text.charAt(foreign)) < 0) {
      foreign++;
    }
    int last = end;
    while (last - start > 1 && isSign(text.charAt(last - 1)) && foreign > last - 2) {
      last--;
    }
    return last;
  }

  private static boolean isSign(char c) {
    return c == '+' || c == '-';
  }

  private int beforePlaceholder(int start, int end) {
    int mark = start;
    while (mark < end && text.charAt(mark) != '?') {
      mark++;
    }
    return mark == end || PostgresqlOperators.known(text, start, end) ? end : mark;
  }

  private void dollar() {
    int start = at;
    char following = peek(start + 1);
    if (CharClass.isDigit(following)) {
      int end = start + 2;
      while (CharClass.isDigit(peek(end))) {
        end++;
      }
      emit(TokenKind.PARAMETER, start, end);
      return;
    }
    int tagEnd = start + 1;
    if (CharClass.isNameStart(following)) {
      while (tagEnd < length
          && CharClass.isNamePart(text.charAt(tagEnd))
          && text.charAt(tagEnd) != '$') {
        tagEnd++;
      }
    }
    if (peek(tagEnd) != '$' || tagEnd >= length) {
      wrong("a dollar sign that starts nothing");
      emit(TokenKind.OTHER, start, start + 1);
      return;
    }
    String tag = text.substring(start, tagEnd + 1);
    int close = text.indexOf(tag, tagEnd + 1);
    if (close < 0) {
      wrong("a dollar-quoted literal that does not end");
      emit(TokenKind.STRING, start, length);
    } else {
      emit(TokenKind.STRING, start, Math.min(length, close + tag.length()));
    }
  }

  private void string(int start, int quote, boolean escapes) {
    int end = StringScan.end(text, quote, length, escapes);
    if (end < 0) {
      wrong("a literal that does not end");
    }
    emit(TokenKind.STRING, start, end < 0 ? length : end);
  }

  private void quotedName(int start, int quote) {
    int end = quote + 1;
    while (true) {
      end = text.indexOf('"', end);
      if (end < 0 || end >= length) {
        wrong("a quoted name that does not end");
        emit(TokenKind.QUOTED, start, length);
        return;
      }
      if (peek(end + 1) != '"') {
        break;
      }
      end += 2;
    }
    if (quote == start) {
      emit(TokenKind.QUOTED, start, end + 1);
    } else {
      unicodeName(start, quote + 1, end);
    }
  }

  private void unicodeName(int start, int from, int to) {
    UnicodeName name = UnicodeName.read(text, from, to, length);
    if (name.decoded() == null) {
      wrong("a quoted name whose escapes are wrong");
    }
    emit(TokenKind.QUOTED, start, name.end());
    tokens.nameLast(name.decoded() == null ? "" : name.decoded());
  }
}
