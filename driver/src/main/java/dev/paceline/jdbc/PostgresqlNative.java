package dev.paceline.jdbc;

import dev.paceline.config.PacelineConfig;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.jdbc.PgStatement;

/** The one class that knows pgjdbc. */
enum PostgresqlNative implements NativeDriver {
  INSTANCE;

  @Override
  public Driver driver() throws SQLException {
    try {
      return new org.postgresql.Driver();
    } catch (NoClassDefFoundError e) {
      throw new SQLException(
          "the PostgreSQL JDBC driver is not on the class path: add org.postgresql:postgresql",
          "08001",
          e);
    }
  }

  @Override
  public String nativeUrl(PacelineConfig config) {
    return "jdbc:postgresql://" + config.seeds().get(0) + "/" + config.database();
  }

  @Override
  public TransactionStatus status(Connection raw) throws SQLException {
    if (raw instanceof BaseConnection connection) {
      return status(connection.getTransactionState());
    }
    if (raw.isWrapperFor(BaseConnection.class)) {
      return status(raw.unwrap(BaseConnection.class).getTransactionState());
    }
    return raw.getAutoCommit() ? TransactionStatus.IDLE : TransactionStatus.OPEN;
  }

  private static TransactionStatus status(TransactionState state) {
    return switch (state) {
      case IDLE -> TransactionStatus.IDLE;
      case OPEN -> TransactionStatus.OPEN;
      case FAILED -> TransactionStatus.FAILED;
    };
  }

  @Override
  public boolean unwraps(Class<?> type) {
    return type.isAssignableFrom(PgConnection.class);
  }

  @Override
  public boolean unwrapsStatement(Class<?> type) {
    return type == PGStatement.class || type == PgStatement.class;
  }

  @Override
  public boolean startsReadOnly(PacelineConfig config) {
    return "true".equalsIgnoreCase(config.nativeProperties().get("readOnly"));
  }

  @Override
  public int defaultFetchSize(PacelineConfig config) {
    String value = config.nativeProperties().get("defaultRowFetchSize");
    try {
      return value == null ? 0 : Math.max(0, Integer.parseInt(value));
    } catch (NumberFormatException e) {
      // The native driver says so when it connects.
      return 0;
    }
  }

  @Override
  public boolean readOnlyAlways(PacelineConfig config) {
    return "always".equals(config.nativeProperties().get("readOnlyMode"));
  }
}
