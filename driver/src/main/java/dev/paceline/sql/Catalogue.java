package dev.paceline.sql;

import dev.paceline.dialect.Effect;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one database's own objects at one moment: functions, relations with what stands behind them, operators, types, keys.
 * Immutable and thread-safe. Objects that the server brings along are not in it.
 */
public final class Catalogue {
  private static final Catalogue NONE =
      new Catalogue(true, Map.of(), Map.of(), Map.of(), Set.of(), Map.of(), Set.of());

  private final boolean none;
  private final Map<String, List<Function>> functions;
  private final Map<String, List<Relation>> relations;
  private final Map<String, Effect> operators;
  private final Set<String> unsafeTypes;
  private final Map<TableName, List<String>> primaryKeys;
  /** The schemas that some session may find unqualified names in. */
  private final Set<String> path;

  Catalogue(
      boolean none,
      Map<String, List<Function>> functions,
      Map<String, List<Relation>> relations,
      Map<String, Effect> operators,
      Set<String> unsafeTypes,
      Map<TableName, List<String>> primaryKeys,
      Set<String> path) {
    this.none = none;
    this.functions = Map.copyOf(functions);
    this.relations = Map.copyOf(relations);
    this.operators = Map.copyOf(operators);
    this.unsafeTypes = Set.copyOf(unsafeTypes);
    this.primaryKeys = Map.copyOf(primaryKeys);
    this.path = Set.copyOf(path);
  }

  /** Nothing known: a function that is not the server's own is doubtful, a relation is taken for a plain table. */
  public static Catalogue none() {
    return NONE;
  }

  /** Whether nothing is known. */
  public boolean isNone() {
    return none;
  }

  /** The columns of a table's primary key, in order; empty when it has none or is not known. */
  public List<String> primaryKey(TableName table) {
    return primaryKeys.getOrDefault(table, List.of());
  }

  /** The same with more schemas in which unqualified names may be found. */
  Catalogue withPath(Set<String> schemas) {
    if (none || path.containsAll(schemas)) {
      return this;
    }
    Set<String> longer = new HashSet<>(path);
    longer.addAll(schemas);
    return new Catalogue(false, functions, relations, operators, unsafeTypes, primaryKeys, longer);
  }

  /**
   * A function of the database's own.
   *
   * @param effect {@link Effect#NONE}, or {@link Effect#UNKNOWN} for a volatile one, which may do anything
   * @param attribute whether it may be called like a column
   */
  record Function(String schema, Effect effect, boolean attribute) {}

  /**
   * The worst effect of all functions of a name that a call may mean; null when the database has none of its own.
   *
   * @param builtIn whether the server brings a function of this name along: one outside of every search path is then not meant
   */
  @Nullable
  Effect function(@Nullable String schema, String name, boolean builtIn) {
    List<Function> named = functions.getOrDefault(name, List.of());
    if (named.isEmpty()) {
      return null;
    }
    if (schema != null) {
      return worst(named, function -> schema.equals(function.schema()));
    }
    Effect visible = worst(named, function -> path.contains(function.schema()));
    return visible != null || builtIn ? visible : worst(named, function -> true);
  }

  private static @Nullable Effect worst(List<Function> functions, Predicate<Function> which) {
    return functions.stream()
        .filter(which)
        .map(Function::effect)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Whether a name behind a dot may be a call: a function of one argument may be written like a column. */
  boolean isUnsafeAttribute(String name) {
    return worst(functions.getOrDefault(name, List.of()), Function::attribute) == Effect.UNKNOWN;
  }

  boolean isUnsafeType(String name) {
    return unsafeTypes.contains(name);
  }

  /** The effect of an operator of the database's own; null when it has none of that symbol. */
  @Nullable
  Effect operator(String symbol) {
    return operators.get(symbol);
  }

  boolean knowsRelation(TableName name) {
    return !find(name).isEmpty();
  }

  /** A statement reads a relation: of several with that name in different schemas, all. */
  void read(TableName name, PlanDraft draft) {
    List<Relation> found = find(name);
    for (Relation relation : found) {
      relation.read(draft);
    }
    if (found.isEmpty()) {
      draft.tablesRead.add(name);
      draft.readComplete = false;
      if (!none) {
        draft.missesCatalogue = true;
        draft.doubt("relation " + name + " is not in the catalogue");
      }
    }
  }

  /** A statement writes a relation. */
  void written(TableName name, PlanDraft draft) {
    List<Relation> found = find(name);
    for (Relation relation : found) {
      relation.written(draft);
    }
    if (found.isEmpty()) {
      draft.tablesWritten.add(name);
      draft.writtenComplete = false;
    }
  }

  private List<Relation> find(TableName name) {
    List<Relation> named = relations.getOrDefault(name.name(), List.of());
    if (named.isEmpty()) {
      return named;
    }
    String schema = name.schema();
    if (schema != null) {
      return named.stream()
          .filter(relation -> schema.equals(relation.id().schema()))
          .toList();
    }
    // Sessions have search paths of their own: without a schema the name may mean any of them.
    return named;
  }
}
