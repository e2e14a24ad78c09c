package dev.paceline.dialect;

/** Cuts a text into tokens. Thread-safe; never throws, whatever the text is. */
public interface Lexer {
  /**
   * The tokens of a text and its digest.
   *
   * @param sql the text, of any length and content
   * @param settings the session settings that matter
   */
  Tokens lex(String sql, LexicalSettings settings);
}
