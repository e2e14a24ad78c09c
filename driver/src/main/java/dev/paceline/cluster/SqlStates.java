package dev.paceline.cluster;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What SQLSTATEs mean for the cluster. */
final class SqlStates {

  /** No node, or not this one, can be reached. */
  static final String UNREACHABLE = "08001";

  /** We make no connection to a node that is not to be used. */
  static final String REFUSED_BY_US = "08004";

  static final String READ_ONLY = "25006";

  private SqlStates() {}

  /** Whether a server answered, and said no in a way that time does not change: credentials, rights, database name. */
  static boolean isRefusal(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith("28") || state.equals("3D000") || state.equals("42501"));
  }

  /** Whether the server was not reached, or said that it is starting or stopping. */
  static boolean isUnreachable(@Nullable String state) {
    return UNREACHABLE.equals(state) || "57P02".equals(state) || "57P03".equals(state);
  }

  /** Whether the server runs and has no connection left: for anybody, for this user, or for this database. */
  static boolean isFull(@Nullable String state) {
    return "53300".equals(state);
  }

  /** Whether a connection broke: the node deserves a question at once. */
  static boolean isBroken(@Nullable String state) {
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }
}
