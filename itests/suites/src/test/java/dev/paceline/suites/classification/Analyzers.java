package dev.paceline.suites.classification;

import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.dialect.CatalogueQuery;
import dev.paceline.dialect.Dialect;
import dev.paceline.dialect.postgresql.PostgresqlDialect;
import dev.paceline.sql.CatalogueBuilder;
import dev.paceline.sql.StatementAnalyzer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes classifiers: one that knows nothing of the database, and one with the catalogue of a real server. */
final class Analyzers {
  private static final Dialect DIALECT = PostgresqlDialect.INSTANCE;

  private Analyzers() {}

  static StatementAnalyzer withoutCatalogue() {
    // The parser runs in the caller's thread: its share is counted.
    return new StatementAnalyzer(DIALECT, Runnable::run);
  }

  static StatementAnalyzer withCatalogueOf(PostgresNode node) throws SQLException {
    CatalogueBuilder builder = new CatalogueBuilder(DIALECT);
    try (Connection connection = ShopDatabase.connect(node);
        Statement statement = connection.createStatement()) {
      for (CatalogueQuery query : DIALECT.catalogueQueries()) {
        try (ResultSet rows = statement.executeQuery(query.sql())) {
          while (rows.next()) {
            builder.row(query.name(), row(rows, query.columns()));
          }
        }
      }
    }
    StatementAnalyzer analyzer = withoutCatalogue();
    analyzer.catalogue(builder.build());
    return analyzer;
  }

  private static String[] row(ResultSet rows, int columns) throws SQLException {
    String[] row = new String[columns];
    for (int i = 0; i < columns; i++) {
      row[i] = rows.getString(i + 1);
    }
    return row;
  }
}
