package dev.paceline.sql;

import dev.paceline.dialect.Dialect;
import dev.paceline.dialect.Effect;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;

/** Looks at the texts in a catalogue, i.e. the definitions of views and the expressions of policies and checks, as at any other statement. */
record Definitions(Dialect dialect, Catalogue names) {
  /** The facts of a query. */
  PlanDraft query(String sql) {
    return new Analysis(dialect, names, dialect.lexer().lex(sql, LexicalSettings.DEFAULT)).draft();
  }

  /** The facts of an expression. */
  PlanDraft expression(String sql) {
    return query("SELECT " + sql);
  }

  /** Whether a function's source, in whatever language, calls a function that is known to do more than read. */
  boolean callsWriter(String source) {
    Tokens tokens = dialect.lexer().lex(source, LexicalSettings.DEFAULT);
    for (int i = 0; i + 1 < tokens.count(); i++) {
      if (tokens.kind(i).isName() && tokens.kind(i + 1) == TokenKind.LEFT_PAREN) {
        String schema =
            tokens.kind(i - 1) == TokenKind.DOT && tokens.kind(i - 2).isName()
                ? tokens.name(i - 2)
                : null;
        Effect builtIn = dialect.builtIns().function(tokens.name(i));
        Effect own = names.function(schema, tokens.name(i), builtIn != Effect.UNKNOWN);
        if (own == Effect.UNKNOWN || (own == null && builtIn == Effect.WRITE)) {
          return true;
        }
      }
    }
    return false;
  }
}
