package dev.paceline.dialect.postgresql;

import dev.paceline.dialect.CatalogueQuery;
import java.util.List;

/** The queries that load what a statement's names stand for. Every name in them is qualified: no search path can turn them. */
final class PostgresqlCatalogueQueries {
  /** In the order in which they are to be run. */
  static final List<CatalogueQuery> ALL = List.of();

  private PostgresqlCatalogueQueries() {}
}
