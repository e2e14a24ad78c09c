package dev.paceline.dialect;

/** What a token is. Comments and white space are no tokens. */
public enum TokenKind {
  /** A keyword or an unquoted identifier. */
  WORD,
  /** A quoted identifier. */
  QUOTED,
  /** A string, bit string or dollar-quoted literal. */
  STRING,
  /** A numeric literal, without its sign. */
  NUMBER,
  /** A numbered parameter, {@code $1}. */
  PARAMETER,
  /** A {@code ?}: a JDBC placeholder, or an operator of that name. */
  PLACEHOLDER,
  /** A run of operator characters. */
  OPERATOR,
  /** {@code ::}. */
  TYPECAST,
  LEFT_PAREN,
  RIGHT_PAREN,
  LEFT_BRACKET,
  RIGHT_BRACKET,
  /** An opening brace: the start of a JDBC escape. */
  LEFT_BRACE,
  RIGHT_BRACE,
  COMMA,
  SEMICOLON,
  DOT,
  COLON,
  /** {@code :=} or {@code =>}, which name an argument. */
  ARROW,
  /** A character that no token starts with. */
  OTHER,
  /** What {@link Tokens#kind} gives before the first and after the last token. */
  NONE;

  /** Whether this is a constant written in the text. */
  public boolean isLiteral() {
    return this == STRING || this == NUMBER;
  }

  /** Whether this may be a name. */
  public boolean isName() {
    return this == WORD || this == QUOTED;
  }
}
