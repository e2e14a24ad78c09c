package dev.paceline.dialect.postgresql;

import dev.paceline.dialect.BuiltIns;
import dev.paceline.dialect.CatalogueQuery;
import dev.paceline.dialect.Dialect;
import dev.paceline.dialect.Lexer;
import java.util.List;

/** PostgreSQL, from 14 on. */
public final class PostgresqlDialect implements Dialect {
  /** The one instance: it has no state. */
  public static final Dialect INSTANCE = new PostgresqlDialect();

  private final Lexer lexer = new PostgresqlLexer();
  private final BuiltIns builtIns = new PostgresqlBuiltIns();

  private PostgresqlDialect() {}

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public Lexer lexer() {
    return lexer;
  }

  @Override
  public BuiltIns builtIns() {
    return builtIns;
  }

  @Override
  public List<CatalogueQuery> catalogueQueries() {
    return PostgresqlCatalogueQueries.ALL;
  }
}
