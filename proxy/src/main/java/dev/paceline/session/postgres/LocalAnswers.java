package dev.paceline.session.postgres;

import dev.paceline.cluster.Answers;
import dev.paceline.cluster.Cluster;
import dev.paceline.position.PositionToken;
import dev.paceline.routing.HintRefusedException;
import dev.paceline.routing.RouteDecision;
import dev.paceline.session.SessionState;
import dev.paceline.sql.PacelineStatement;
import dev.paceline.topology.NodeState;
import dev.paceline.wire.postgres.BackendWriter;
import dev.paceline.wire.postgres.Column;
import dev.paceline.wire.postgres.ErrorReport;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers the SQL that no server sees. */
final class LocalAnswers {

  /**
   * An answer up to ReadyForQuery.
   *
   * @param answers rows; null for a statement that has none
   * @param tag of CommandComplete
   * @param error instead of all that; null if there is none
   */
  record Outcome(
      @Nullable Answers answers, String tag, @Nullable ErrorReport error) {

    static Outcome failed(String sqlState, @Nullable String message) {
      return new Outcome(null, "", ErrorReport.error(sqlState, String.valueOf(message)));
    }

    static Outcome rows(Answers answers) {
      return new Outcome(answers, "SHOW", null);
    }

    /** Writes it as the answer to a Query. */
    void write(ByteBuf out) {
      if (error != null) {
        error.writeError(out);
        return;
      }
      if (answers != null) {
        describe(out);
        for (List<String> row : answers.rows()) {
          BackendWriter.dataRow(out, row);
        }
      }
      BackendWriter.commandComplete(out, tag);
    }

    private void describe(ByteBuf out) {
      if (answers != null) {
        BackendWriter.rowDescription(
            out, answers.columns().stream().map(Column::text).toList());
      }
    }
  }

  private final Cluster cluster;
  private final SessionState session;
  private final Function<String, RouteDecision> preview;

  LocalAnswers(Cluster cluster, SessionState session, Function<String, RouteDecision> preview) {
    this.cluster = cluster;
    this.session = session;
    this.preview = preview;
  }

  /** The answer to anything but {@code SHOW paceline.position}, which takes time. */
  Outcome answer(PacelineStatement statement) {
    try {
      if (statement instanceof PacelineStatement.Set set) {
        session.set(set.name(), set.value());
        return new Outcome(null, "SET", null);
      }
      if (statement instanceof PacelineStatement.Reset reset) {
        session.reset(reset.name());
        return new Outcome(null, "RESET", null);
      }
      if (statement instanceof PacelineStatement.SetPosition set) {
        return require(PositionToken.parse(set.token()));
      }
      return Outcome.rows(rows(statement));
    } catch (IllegalArgumentException e) {
      return Outcome.failed("22023", e.getMessage());
    } catch (HintRefusedException e) {
      return Outcome.failed("0A000", e.getMessage());
    }
  }

  private Outcome require(PositionToken token) {
    NodeState primary = cluster.topology().primary();
    if (primary != null
        && primary.lineage() != null
        && !primary.lineage().equals(token.lineage())) {
      return Outcome.failed(
          "PC001",
          "the position is of " + token.lineage() + ", and the cluster is at " + primary.lineage()
              + ": it can never be reached");
    }
    session.marks().require(token.position());
    return new Outcome(null, "SET", null);
  }

  private Answers rows(PacelineStatement statement) {
    if (statement instanceof PacelineStatement.ShowNodes) {
      return Answers.nodes(cluster);
    }
    if (statement instanceof PacelineStatement.ShowRoute) {
      return Answers.route(session.lastDecision());
    }
    if (statement instanceof PacelineStatement.ShowRouteFor show) {
      return Answers.route(preview.apply(show.sql()));
    }
    if (statement instanceof PacelineStatement.ShowPins) {
      return Answers.pins(session);
    }
    if (statement instanceof PacelineStatement.ShowCache) {
      return Answers.cache();
    }
    return Answers.property(session, ((PacelineStatement.ShowProperty) statement).name());
  }
}
