package dev.paceline.jdbc;

import dev.paceline.cluster.Answers;
import dev.paceline.cluster.Cluster;
import dev.paceline.config.ConfigurationException;
import dev.paceline.session.SessionState;
import dev.paceline.sql.PacelineStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The answers to the SQL that no server sees. */
final class LocalAnswers {

  private final Cluster cluster;
  private final SessionState session;
  private final Dispatcher dispatcher;

  LocalAnswers(Cluster cluster, Dispatcher dispatcher) {
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
    Answers answers = answers(statement);
    return MemoryRows.of(answers.columns(), answers.rows());
  }

  private Answers answers(PacelineStatement statement) throws SQLException {
    if (statement instanceof PacelineStatement.ShowNodes) {
      return Answers.nodes(cluster);
    }
    if (statement instanceof PacelineStatement.ShowRoute) {
      return Answers.route(session.lastDecision());
    }
    if (statement instanceof PacelineStatement.ShowRouteFor show) {
      return Answers.route(dispatcher.routeOf(show.sql()));
    }
    if (statement instanceof PacelineStatement.ShowPosition) {
      return Answers.one("position", dispatcher.position());
    }
    if (statement instanceof PacelineStatement.ShowPins) {
      return Answers.pins(session);
    }
    if (statement instanceof PacelineStatement.ShowCache) {
      return Answers.cache();
    }
    try {
      return Answers.property(session, ((PacelineStatement.ShowProperty) statement).name());
    } catch (IllegalArgumentException e) {
      throw new SQLException(e.getMessage(), SqlStates.INVALID_PARAMETER_VALUE, e);
    }
  }
}
