package dev.paceline.jdbc;

import dev.paceline.session.SessionState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a session that JDBC has methods for. Outside of a transaction nothing is sent: the next statement takes
 * them along.
 *
 * <p>Guarded by the logical connection's lock.
 */
final class SessionSettings {

  private static final String ISOLATION = "default_transaction_isolation";

  private final SessionState session;
  private final Leases leases;
  private final Dispatcher dispatcher;

  SessionSettings(SessionState session, Leases leases, Dispatcher dispatcher) {
    this.session = session;
    this.leases = leases;
    this.dispatcher = dispatcher;
  }

  void isolation(int level) throws SQLException {
    String name = switch (level) {
      case Connection.TRANSACTION_READ_UNCOMMITTED -> "read uncommitted";
      case Connection.TRANSACTION_READ_COMMITTED -> "read committed";
      case Connection.TRANSACTION_REPEATABLE_READ -> "repeatable read";
      case Connection.TRANSACTION_SERIALIZABLE -> "serializable";
      default ->
        throw new SQLException(
            "the transaction isolation level " + level + " is not supported",
            SqlStates.NOT_SUPPORTED);
    };
    session.setting(ISOLATION, "SET " + ISOLATION + " TO '" + name + "'", "RESET " + ISOLATION);
  }

  int isolation() throws SQLException {
    String set = leases.inTransaction() == null ? session.settings().sql(ISOLATION) : null;
    if (set == null) {
      return dispatcher.<Integer>ask(held -> held.raw.getTransactionIsolation());
    }
    String words = set.toLowerCase(Locale.ROOT);
    if (words.contains("serializable")) {
      return Connection.TRANSACTION_SERIALIZABLE;
    }
    if (words.contains("repeatable")) {
      return Connection.TRANSACTION_REPEATABLE_READ;
    }
    return words.contains("uncommitted")
        ? Connection.TRANSACTION_READ_UNCOMMITTED
        : Connection.TRANSACTION_READ_COMMITTED;
  }

  void schema(@Nullable String schema) throws SQLException {
    if (schema == null) {
      reset("search_path");
    } else {
      dispatcher.names(schema);
      set("search_path", schema);
    }
  }

  /** Whether the name is known. */
  boolean clientInfo(String name, @Nullable String value) throws SQLException {
    if (!name.equals("ApplicationName")) {
      return false;
    }
    set("application_name", value == null ? "" : value);
    return true;
  }

  private void set(String name, String value) throws SQLException {
    String sql = "SET " + name + " TO " + literal(value);
    sendInTransaction(sql);
    session.setting(name, sql, "RESET " + name);
    appliedInTransaction();
  }

  private void reset(String name) throws SQLException {
    sendInTransaction("RESET " + name);
    session.resetSetting(name);
    appliedInTransaction();
  }

  /** Inside a transaction nothing is brought along later: it takes effect, and is undone, with the transaction. */
  private void sendInTransaction(String sql) throws SQLException {
    Held held = leases.inTransaction();
    if (held != null) {
      try (Statement statement = held.raw.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  private void appliedInTransaction() {
    Held held = leases.inTransaction();
    if (held != null) {
      leases.settingsChangedOn(held);
    }
  }

  private static String literal(String value) {
    String quoted = value.replace("'", "''");
    // With a backslash only the E form means the same under every setting of
    // standard_conforming_strings.
    return value.indexOf('\\') >= 0
        ? "E'" + quoted.replace("\\", "\\\\") + "'"
        : "'" + quoted + "'";
  }
}
