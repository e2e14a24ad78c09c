package dev.paceline.cluster;

import dev.paceline.topology.Node;
import java.sql.SQLException;

/**
 * Why a node could not be asked.
 *
 * @param node who
 * @param cause what the native driver threw
 * @param at when, as a reading of our clock
 */
record ProbeFailure(Node node, SQLException cause, long at) {

  /** Says it on one line. */
  String text() {
    return text(cause);
  }

  static String text(SQLException cause) {
    String message = cause.getMessage();
    String line =
        message == null ? cause.toString() : message.strip().lines().findFirst().orElse("");
    return cause.getSQLState() == null ? line : line + " [" + cause.getSQLState() + "]";
  }
}
