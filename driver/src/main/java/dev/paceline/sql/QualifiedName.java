package dev.paceline.sql;

import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A name with its qualifiers.
 *
 * @param schema the qualifier before the name; null without one
 * @param name the last part; empty when there is no name at all
 * @param end the index behind it
 */
record QualifiedName(@Nullable String schema, String name, int end) {
  static QualifiedName at(Tokens tokens, int index, int to) {
    if (index >= to || !tokens.kind(index).isName()) {
      return new QualifiedName(null, "", index);
    }
    String schema = null;
    int last = index;
    while (last + 2 < to
        && tokens.kind(last + 1) == TokenKind.DOT
        && tokens.kind(last + 2).isName()) {
      schema = tokens.name(last);
      last += 2;
    }
    return new QualifiedName(schema, tokens.name(last), last + 1);
  }

  TableName table() {
    return new TableName(schema, name);
  }

  boolean isMissing() {
    return name.isEmpty();
  }
}
