package dev.paceline.sql;

import dev.paceline.dialect.Dialect;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes a catalogue out of the rows of the dialect's catalogue queries. For one thread. */
public final class CatalogueBuilder {
  private final Dialect dialect;

  public CatalogueBuilder(Dialect dialect) {
    this.dialect = Objects.requireNonNull(dialect, "dialect");
  }

  /**
   * Takes one row. The rows of one query may come in any order, the queries too.
   *
   * @param query the name of the {@link dev.paceline.dialect.CatalogueQuery} that gave it
   * @param columns its columns as text, null where the server gave null
   * @throws IllegalArgumentException when the query has another name or another number of columns than the dialect knows
   */
  public void row(String query, @Nullable String[] columns) {
    if (dialect.catalogueQueries().stream()
        .noneMatch(q -> q.name().equals(query) && q.columns() == columns.length)) {
      throw new IllegalArgumentException("no catalogue query of " + dialect.name() + " is called "
          + query + " and gives " + columns.length + " columns");
    }
  }

  /** The catalogue of all rows taken so far. */
  public Catalogue build() {
    return Catalogue.none();
  }
}
