package dev.paceline.sql;

import dev.paceline.dialect.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what stands behind each relation: the tables behind views, the roots above partitions, the tables that a cascade reaches, and the worst
 * effect of all of them. References are followed to a fixed point with a list of work, so that neither depth nor a cycle matters.
 */
final class RelationResolver {
  /**
   * A relation as the catalogue has it.
   *
   * @param kind one letter, as in {@code pg_class.relkind}
   * @param writesElsewhere whether triggers or rules may write other tables
   * @param definition the query of a view; null for all others
   */
  record Source(
      TableName id,
      String kind,
      boolean unlogged,
      boolean writesElsewhere,
      @Nullable String definition) {}

  private final Map<TableName, Source> sources = new LinkedHashMap<>();
  private final Map<TableName, List<String>> policies = new HashMap<>();
  private final Map<TableName, Set<TableName>> parents = new HashMap<>();
  private final Map<TableName, Set<TableName>> children = new HashMap<>();
  private final Map<TableName, Set<TableName>> cascades = new HashMap<>();

  void add(Source source) {
    sources.put(source.id(), source);
  }

  void addPolicy(TableName table, String expression) {
    policies.computeIfAbsent(table, k -> new ArrayList<>(1)).add(expression);
  }

  void addChild(TableName child, TableName parent) {
    parents.computeIfAbsent(child, k -> new LinkedHashSet<>()).add(parent);
    children.computeIfAbsent(parent, k -> new LinkedHashSet<>()).add(child);
  }

  void addCascade(TableName from, TableName to) {
    cascades.computeIfAbsent(from, k -> new LinkedHashSet<>()).add(to);
  }

  /** Every relation as if nothing stood behind it: enough to find names in definitions. */
  Map<String, List<Relation>> unresolved() {
    Map<String, List<Relation>> byName = new HashMap<>();
    for (Source source : sources.values()) {
      Set<TableName> self = Set.of(source.id());
      put(byName, new Relation(source.id(), Effect.NONE, "", false, self, true, self, true));
    }
    return byName;
  }

  /** Every relation with what stands behind it. */
  Map<String, List<Relation>> resolve(Definitions definitions) {
    Map<TableName, Facts> facts = new LinkedHashMap<>();
    sources.values().forEach(source -> facts.put(source.id(), own(source, definitions)));
    Map<String, List<Relation>> byName = new HashMap<>();
    for (Source source : sources.values()) {
      put(byName, resolved(source, facts));
    }
    return byName;
  }

  private static void put(Map<String, List<Relation>> byName, Relation relation) {
    byName.computeIfAbsent(relation.id().name(), k -> new ArrayList<>(1)).add(relation);
  }

  /** What one relation brings by itself, and which relations it refers to. */
  private record Facts(
      Effect effect,
      String evidence,
      boolean unlogged,
      boolean readComplete,
      Set<TableName> refers) {}

  private Facts own(Source source, Definitions definitions) {
    List<PlanDraft> drafts = new ArrayList<>(1);
    if (source.definition() != null) {
      drafts.add(definitions.query(source.definition()));
    }
    policies
        .getOrDefault(source.id(), List.of())
        .forEach(text -> drafts.add(definitions.expression(text)));
    Effect effect = kindEffect(source);
    String evidence = kindEvidence(source);
    boolean complete = true;
    Set<TableName> refers = new LinkedHashSet<>(children.getOrDefault(source.id(), Set.of()));
    for (PlanDraft draft : drafts) {
      refers.addAll(draft.tablesRead);
      complete &= draft.readComplete;
      Effect theirs = effectOf(draft);
      if (theirs.compareTo(effect) > 0) {
        effect = theirs;
        evidence = (source.definition() == null ? "policy of " : "view ") + source.id() + ": "
            + draft.reason;
      }
    }
    return new Facts(effect, evidence, source.unlogged(), complete, refers);
  }

  private static Effect effectOf(PlanDraft draft) {
    return switch (draft.route) {
      case REPLICA -> Effect.NONE;
      case SESSION -> Effect.SESSION;
      case PRIMARY -> draft.statementClass == StatementClass.WRITE ? Effect.WRITE : Effect.UNKNOWN;
    };
  }

  private static Effect kindEffect(Source source) {
    if (source.unlogged()) {
      return Effect.WRITE;
    }
    return source.kind().equals("S") || source.kind().equals("f") ? Effect.SERVER : Effect.NONE;
  }

  private static String kindEvidence(Source source) {
    if (source.unlogged()) {
      return "relation " + source.id() + " is unlogged";
    }
    return switch (source.kind()) {
      case "S" -> "sequence " + source.id() + " runs ahead on a replica";
      case "f" -> "foreign table " + source.id() + " is on another server";
      default -> "relation " + source.id();
    };
  }

  private Relation resolved(Source source, Map<TableName, Facts> facts) {
    Effect effect = Effect.NONE;
    String evidence = "";
    boolean unlogged = false;
    boolean complete = true;
    Set<TableName> reads = new LinkedHashSet<>();
    for (TableName name : closure(Set.of(source.id()), facts)) {
      Facts found = facts.get(name);
      if (found == null) {
        complete &= name.schema() != null;
        reads.add(name);
      } else {
        complete &= found.readComplete();
        unlogged |= found.unlogged();
        if (found.effect().compareTo(effect) > 0) {
          effect = found.effect();
          evidence = found.evidence();
        }
        if (!isView(name)) {
          reads.addAll(roots(name));
        }
      }
    }
    Set<TableName> writes = new LinkedHashSet<>();
    boolean writesComplete = written(source, reads, writes);
    return new Relation(
        source.id(), effect, evidence, unlogged, reads, complete, writes, writesComplete);
  }

  private static Set<TableName> closure(Set<TableName> from, Map<TableName, Facts> facts) {
    Set<TableName> reached = new LinkedHashSet<>(from);
    List<TableName> work = new ArrayList<>(from);
    while (!work.isEmpty()) {
      Facts next = facts.get(work.remove(work.size() - 1));
      if (next != null) {
        next.refers().stream().filter(reached::add).forEach(work::add);
      }
    }
    return reached;
  }

  private boolean isView(TableName name) {
    Source source = sources.get(name);
    return source != null && source.definition() != null;
  }

  private Set<TableName> roots(TableName name) {
    Set<TableName> reached = new LinkedHashSet<>(Set.of(name));
    List<TableName> work = new ArrayList<>(reached);
    Set<TableName> roots = new LinkedHashSet<>();
    while (!work.isEmpty()) {
      TableName next = work.remove(work.size() - 1);
      Set<TableName> above = parents.getOrDefault(next, Set.of());
      if (above.isEmpty()) {
        roots.add(next);
      }
      above.stream().filter(reached::add).forEach(work::add);
    }
    return roots;
  }

  /** Fills in the tables that a write may reach; whether these are all. */
  private boolean written(Source source, Set<TableName> bases, Set<TableName> writes) {
    boolean complete = !source.writesElsewhere();
    Set<TableName> reached = new LinkedHashSet<>(isView(source.id()) ? bases : Set.of(source.id()));
    List<TableName> work = new ArrayList<>(reached);
    while (!work.isEmpty()) {
      TableName next = work.remove(work.size() - 1);
      Source table = sources.get(next);
      complete &= table != null && !table.writesElsewhere();
      writes.addAll(roots(next));
      Set<TableName> onward = new LinkedHashSet<>(cascades.getOrDefault(next, Set.of()));
      onward.addAll(children.getOrDefault(next, Set.of()));
      onward.stream().filter(reached::add).forEach(work::add);
    }
    return complete;
  }
}
