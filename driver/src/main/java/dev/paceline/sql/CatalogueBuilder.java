package dev.paceline.sql;

import dev.paceline.dialect.Dialect;
import dev.paceline.dialect.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a catalogue out of the rows of the dialect's catalogue queries. For one thread. */
public final class CatalogueBuilder {
  private final Dialect dialect;
  private final Map<String, List<Catalogue.Function>> functions = new HashMap<>();
  private final Map<String, Effect> operators = new HashMap<>();
  private final Set<String> unsafeTypes = new HashSet<>();
  private final Map<String, List<String>> checks = new HashMap<>();
  private final Map<TableName, List<String>> keys = new HashMap<>();
  private final List<Body> bodies = new ArrayList<>();
  private final Set<String> path = new HashSet<>(Set.of("public"));
  private final RelationResolver relations = new RelationResolver();

  public CatalogueBuilder(Dialect dialect) {
    this.dialect = Objects.requireNonNull(dialect, "dialect");
  }

  /**
   * Takes one row. The queries may come in any order; the rows of one query come in the query's own.
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
    Row row = new Row(columns);
    switch (query) {
      case "functions" -> function(row);
      case "relations" ->
        relations.add(new RelationResolver.Source(
            row.table(0),
            row.text(2),
            row.text(3).equals("u"),
            row.text(4).equals("t"),
            columns[5]));
      case "policies" -> relations.addPolicy(row.table(0), row.text(2));
      case "inheritance" -> relations.addChild(row.table(0), row.table(2));
      case "cascades" -> relations.addCascade(row.table(0), row.table(2));
      case "keys" -> keys.computeIfAbsent(row.table(0), k -> new ArrayList<>(1)).add(row.text(2));
      case "operators" ->
        operators.merge(row.text(0), volatility(row.text(1)), CatalogueBuilder::worse);
      case "paths" -> path.addAll(SearchPaths.schemas(row.text(0)));
      case "casts" -> unsafeTypes.add(row.text(0));
      case "checks" ->
        checks.computeIfAbsent(row.text(0), k -> new ArrayList<>(1)).add(row.text(1));
      default ->
        throw new IllegalArgumentException(
            "catalogue query " + query + " is known to the dialect, but not here");
    }
  }

  private static final class Row {
    private final @Nullable String[] columns;

    Row(@Nullable String[] columns) {
      this.columns = columns;
    }

    String text(int index) {
      String text = columns[index];
      return text == null ? "" : text;
    }

    TableName table(int index) {
      return new TableName(text(index), text(index + 1));
    }
  }

  private void function(Row row) {
    boolean harmless =
        row.text(2).equals("c") && dialect.builtIns().harmlessExtensionFunction(row.text(1));
    functions
        .computeIfAbsent(row.text(1), k -> new ArrayList<>(1))
        .add(new Catalogue.Function(
            row.text(0),
            harmless ? Effect.NONE : volatility(row.text(3)),
            row.text(4).equals("t")));
    if (!row.text(5).isEmpty()) {
      bodies.add(new Body(row.text(0), row.text(1), row.text(5)));
    }
  }

  /** The source of functions that are declared to write nothing. */
  private record Body(String schema, String name, String source) {}

  private static Effect volatility(String letter) {
    return letter.equals("v") ? Effect.UNKNOWN : Effect.NONE;
  }

  private static Effect worse(Effect one, Effect other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** The catalogue of all rows taken so far. */
  public Catalogue build() {
    distrustBodies();
    Definitions definitions = new Definitions(dialect, catalogue(relations.unresolved()));
    checks.forEach((type, expressions) -> {
      if (expressions.stream()
          .anyMatch(text -> definitions.expression(text).route == Route.PRIMARY)) {
        unsafeTypes.add(type);
      }
    });
    // Views may cast to such types, so they are looked at after them.
    return catalogue(
        relations.resolve(new Definitions(dialect, catalogue(relations.unresolved()))));
  }

  /**
   * A function that is declared stable and calls one that is not, writes all the same. Each round may find more of them, so that it ends at the
   * latest when all are found.
   */
  private void distrustBodies() {
    boolean more = true;
    while (more) {
      Definitions definitions = new Definitions(dialect, catalogue(Map.of()));
      List<Body> liars =
          bodies.stream().filter(body -> definitions.callsWriter(body.source())).toList();
      more = bodies.removeAll(liars);
      for (Body liar : liars) {
        functions
            .computeIfAbsent(liar.name(), k -> new ArrayList<>(1))
            .add(new Catalogue.Function(liar.schema(), Effect.UNKNOWN, false));
      }
    }
  }

  private Catalogue catalogue(Map<String, List<Relation>> resolved) {
    return new Catalogue(false, functions, resolved, operators, unsafeTypes, keys, path);
  }
}
