package dev.paceline.dialect.postgresql;

import dev.paceline.dialect.Lexer;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.Tokens;

/** Cuts a text as PostgreSQL's own scanner does. Each text gets a scan of its own, so that this is free of state. */
final class PostgresqlLexer implements Lexer {
  @Override
  public Tokens lex(String sql, LexicalSettings settings) {
    return new PostgresqlScan(sql, settings).run();
  }
}
