package dev.paceline.sql;

import dev.paceline.dialect.BuiltIns;
import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;

/**
 * One statement of a text, and where its facts go.
 *
 * @param from its first token
 * @param to the token behind its last one
 */
record Statement(
    Tokens tokens,
    Brackets brackets,
    int from,
    int to,
    BuiltIns builtIns,
    Catalogue catalogue,
    PlanDraft draft) {
  /** The statement that a part of this one is, e.g. what EXPLAIN explains. */
  Statement part(int newFrom, int newTo) {
    return new Statement(tokens, brackets, newFrom, newTo, builtIns, catalogue, draft);
  }

  /** The same statement with its facts going elsewhere. */
  Statement into(PlanDraft other) {
    return new Statement(tokens, brackets, from, to, builtIns, catalogue, other);
  }

  boolean is(int index, String keyword) {
    return index < to && tokens.is(index, keyword);
  }

  boolean isAny(int index, String... keywords) {
    return index < to && tokens.isAny(index, keywords);
  }

  TokenKind kind(int index) {
    return index < to ? tokens.kind(index) : TokenKind.NONE;
  }

  /** The index behind a keyword that may stand there, or the index itself. */
  int skip(int index, String... keywords) {
    return isAny(index, keywords) ? index + 1 : index;
  }

  /** A name without its qualifiers and the index behind it. */
  QualifiedName name(int index) {
    return QualifiedName.at(tokens, index, to);
  }

  /** The tokens from an index to the end of the statement, as written. */
  String rest(int index) {
    return tokens.raw(index, to - 1);
  }
}
