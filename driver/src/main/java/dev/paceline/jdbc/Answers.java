package dev.paceline.jdbc;

import dev.paceline.cluster.Cluster;
import dev.paceline.config.ConfigurationException;
import dev.paceline.config.PacelineProperty;
import dev.paceline.position.Lineage;
import dev.paceline.routing.RouteDecision;
import dev.paceline.session.SessionState;
import dev.paceline.sql.PacelineStatement;
import dev.paceline.topology.NodeState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The answers to the SQL that no server sees. */
final class Answers {

  private final Cluster cluster;
  private final SessionState session;
  private final Dispatcher dispatcher;

  Answers(Cluster cluster, Dispatcher dispatcher) {
    this.cluster = cluster;
    this.session = dispatcher.session;
    this.dispatcher = dispatcher;
  }

  /** Rows, or null after a statement that has none. */
  @Nullable
  ResultSet answer(PacelineStatement statement) throws SQLException {
    try {
      if (statement instanceof PacelineStatement.Set set) {
        session.set(set.name(), set.value());
        return null;
      }
      if (statement instanceof PacelineStatement.Reset reset) {
        session.reset(reset.name());
        return null;
      }
    } catch (ConfigurationException e) {
      throw new SQLException(e.getMessage(), SqlStates.INVALID_PARAMETER_VALUE, e);
    }
    if (statement instanceof PacelineStatement.SetPosition set) {
      dispatcher.requirePosition(set.token());
      return null;
    }
    return rows(statement);
  }

  private ResultSet rows(PacelineStatement statement) throws SQLException {
    if (statement instanceof PacelineStatement.ShowNodes) {
      return nodes();
    }
    if (statement instanceof PacelineStatement.ShowRoute) {
      return route(session.lastDecision());
    }
    if (statement instanceof PacelineStatement.ShowRouteFor show) {
      return route(dispatcher.routeOf(show.sql()));
    }
    if (statement instanceof PacelineStatement.ShowPosition) {
      return one("position", dispatcher.position());
    }
    if (statement instanceof PacelineStatement.ShowPins) {
      return MemoryRows.of(
          List.of("pin"), session.pins().explain().stream().map(List::of).toList());
    }
    if (statement instanceof PacelineStatement.ShowCache) {
      return MemoryRows.of(
          List.of("name", "value"), List.of(List.of("state", "no cache is configured")));
    }
    return property(((PacelineStatement.ShowProperty) statement).name());
  }

  private ResultSet property(String name) throws SQLException {
    String full = name.startsWith(PacelineProperty.PREFIX) ? name : PacelineProperty.PREFIX + name;
    for (PacelineProperty property : PacelineProperty.values()) {
      if (property.propertyName().equalsIgnoreCase(full)) {
        return one(property.propertyName(), session.value(property));
      }
    }
    throw new SQLException(
        "there is no " + full
            + ": SHOW paceline.nodes, route, route FOR <statement>, position, pins, cache, or the name"
            + " of a property",
        SqlStates.INVALID_PARAMETER_VALUE);
  }

  private static ResultSet one(String column, String value) throws SQLException {
    return MemoryRows.of(List.of(column), List.of(List.of(value)));
  }

  private ResultSet nodes() throws SQLException {
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
    return MemoryRows.of(
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

  private static ResultSet route(@Nullable RouteDecision decision) throws SQLException {
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
      return MemoryRows.of(columns, List.of());
    }
    NodeState state = decision.node();
    return MemoryRows.of(
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
