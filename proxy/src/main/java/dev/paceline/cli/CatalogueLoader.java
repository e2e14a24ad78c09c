package dev.paceline.cli;

import dev.paceline.dialect.CatalogueQuery;
import dev.paceline.dialect.Dialect;
import dev.paceline.sql.Catalogue;
import dev.paceline.sql.CatalogueBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Reads a database's catalogue through JDBC. */
final class CatalogueLoader {
  private CatalogueLoader() {}

  static Catalogue load(Dialect dialect, String url) throws SQLException {
    CatalogueBuilder builder = new CatalogueBuilder(dialect);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (CatalogueQuery query : dialect.catalogueQueries()) {
        try (ResultSet rows = statement.executeQuery(query.sql())) {
          while (rows.next()) {
            builder.row(query.name(), columns(rows, query.columns()));
          }
        }
      }
    }
    return builder.build();
  }

  private static @Nullable String[] columns(ResultSet rows, int count) throws SQLException {
    @Nullable String[] columns = new String[count];
    for (int i = 0; i < count; i++) {
      columns[i] = rows.getString(i + 1);
    }
    return columns;
  }
}
