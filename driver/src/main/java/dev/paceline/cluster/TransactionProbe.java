package dev.paceline.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** Tells whether a native connection is in a transaction, from what the server said last, without asking it. */
@FunctionalInterface
interface TransactionProbe {

  boolean inTransaction() throws SQLException;

  /** The best one for a native connection: the protocol's state where the driver shows it. */
  static TransactionProbe of(Connection raw) throws SQLException {
    try {
      return ofPostgresql(raw);
    } catch (NoClassDefFoundError e) {
      return () -> !raw.getAutoCommit();
    }
  }

  private static TransactionProbe ofPostgresql(Connection raw) throws SQLException {
    if (raw.isWrapperFor(BaseConnection.class)) {
      BaseConnection connection = raw.unwrap(BaseConnection.class);
      return () -> connection.getTransactionState() != TransactionState.IDLE;
    }
    return () -> !raw.getAutoCommit();
  }
}
