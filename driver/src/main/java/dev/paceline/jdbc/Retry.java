package dev.paceline.jdbc;

import dev.paceline.sql.Route;
import dev.paceline.sql.StatementPlan;
import java.sql.SQLException;

/**
 * Whether an autocommit statement that failed may be sent again, and where. It may only if it is certain that it had no
 * effect: a replica cannot have been changed, and a read changes nothing.
 */
enum Retry {
  /** The error is the answer. */
  NO,
  /** The replica cannot run it, or does not have yet what it names: the primary decides. */
  ON_PRIMARY,
  /** The node, or what it is doing now, is in the way: another one may do. */
  ELSEWHERE;

  private static final String DEADLOCK = "40P01";

  /** Sending a statement more often than this helps nobody. */
  static final int MAX_ATTEMPTS = 4;

  /**
   * Judges an error.
   *
   * @param plan of the statement that failed
   * @param primary whether the node was the primary
   */
  static Retry after(SQLException e, StatementPlan plan, boolean primary) {
    String state = e.getSQLState();
    if (state == null) {
      return NO;
    }
    if (isConnectionLost(e)) {
      return !primary || plan.route() == Route.REPLICA ? ELSEWHERE : NO;
    }
    if (primary) {
      return NO;
    }
    return switch (state) {
      // The statement writes after all, or asks what a standby cannot answer.
      case SqlStates.READ_ONLY_TRANSACTION,
          SqlStates.NOT_SUPPORTED,
          SqlStates.OBJECT_NOT_IN_STATE -> ON_PRIMARY;
      // What it names was perhaps made a moment ago: relation, column, function, type, schema.
      case "42P01", "42703", "42883", "42704", "3F000" -> ON_PRIMARY;
      default -> isConflict(e, primary) ? ELSEWHERE : NO;
    };
  }

  /** Whether a replica had to stop it, so that its changes could go on: the same on another node is another matter. */
  static boolean isConflict(SQLException e, boolean primary) {
    return !primary
        && (SqlStates.SERIALIZATION_FAILURE.equals(e.getSQLState())
            || DEADLOCK.equals(e.getSQLState()));
  }

  /** Whether the physical connection is gone: class 08, and the server's words for going away. */
  static boolean isConnectionLost(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }
}
