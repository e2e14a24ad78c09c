package dev.paceline.cluster;

import dev.paceline.config.PacelineProperty;
import dev.paceline.position.Lineage;
import dev.paceline.routing.RouteDecision;
import dev.paceline.session.SessionState;
import dev.paceline.topology.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The answers to {@code SHOW paceline...}: rows of text, the same through every door.
 *
 * @param columns their names
 * @param rows as many values as there are columns in each
 */
public record Answers(List<String> columns, List<List<String>> rows) {

  /** Copies what could change. */
  public Answers {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** One value. */
  public static Answers one(String column, String value) {
    return new Answers(List.of(column), List.of(List.of(value)));
  }

  /** {@code SHOW paceline.pins}. */
  public static Answers pins(SessionState session) {
    return new Answers(
        List.of("pin"), session.pins().explain().stream().map(List::of).toList());
  }

  /** {@code SHOW paceline.cache}. */
  public static Answers cache() {
    return new Answers(
        List.of("name", "value"), List.of(List.of("state", "no cache is configured")));
  }

  /**
   * {@code SHOW paceline.<property>}.
   *
   * @throws IllegalArgumentException if there is no such property
   */
  public static Answers property(SessionState session, String name) {
    String full = name.startsWith(PacelineProperty.PREFIX) ? name : PacelineProperty.PREFIX + name;
    for (PacelineProperty property : PacelineProperty.values()) {
      if (property.propertyName().equalsIgnoreCase(full)) {
        return one(property.propertyName(), session.value(property));
      }
    }
    throw new IllegalArgumentException("there is no " + full
        + ": SHOW paceline.nodes, route, route FOR <statement>, position, pins, cache, or the name"
        + " of a property");
  }

  /** {@code SHOW paceline.nodes}. */
  public static Answers nodes(Cluster cluster) {
    List<List<String>> rows = new ArrayList<>();
    for (NodeState state : cluster.topology().nodes()) {
      Lineage lineage = state.lineage();
      rows.add(List.of(
          state.node().name(),
          lower(state.role()),
          lower(state.standing()),
          state.position() == null ? "" : state.position().toString(),
          lineage == null ? "" : lineage.toString(),
          state.lagNanos() < 0 ? "" : String.valueOf(state.lagNanos() / 1_000_000),
          state.lagBytes() < 0 ? "" : String.valueOf(state.lagBytes()),
          String.valueOf(cluster.loads().of(state.node().id()).underWay()),
          String.valueOf((long) cluster.loads().of(state.node().id()).averageNanos() / 1_000),
          state.note()));
    }
    return new Answers(
        List.of(
            "node",
            "role",
            "standing",
            "position",
            "lineage",
            "lag_ms",
            "lag_bytes",
            "under_way",
            "response_us",
            "note"),
        rows);
  }

  /** {@code SHOW paceline.route}, of a decision or of none. */
  public static Answers route(@Nullable RouteDecision decision) {
    List<String> columns = List.of(
        "node",
        "role",
        "reason",
        "class",
        "statement_route",
        "evidence",
        "position",
        "explanation");
    if (decision == null) {
      return new Answers(columns, List.of());
    }
    NodeState state = decision.node();
    return new Answers(
        columns,
        List.of(List.of(
            state == null ? "" : state.node().name(),
            state == null ? "" : lower(state.role()),
            decision.reason().text(),
            lower(decision.plan().statementClass()),
            lower(decision.plan().route()),
            decision.plan().reason(),
            state == null || state.position() == null ? "" : state.position().toString(),
            decision.explain())));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
