package dev.paceline.dialect;

import java.util.Objects;

/**
 * One query that loads a part of a server's catalogue.
 *
 * @param name which part, as the catalogue's builder knows it
 * @param sql one statement, schema-qualified, that any user may run and that gives text columns
 * @param columns how many columns it gives
 */
public record CatalogueQuery(String name, String sql, int columns) {
  public CatalogueQuery {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sql, "sql");
    if (columns < 1) {
      throw new IllegalArgumentException(
          "catalogue query " + name + " gives " + columns + " columns: at least one is needed");
    }
  }
}
