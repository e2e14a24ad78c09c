package dev.paceline.jdbc;

import dev.paceline.config.PacelineConfig;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;

/** What plain JDBC does not tell of a native driver's connection: one implementation for each driver. */
sealed interface NativeDriver permits PostgresqlNative {

  /** Where a connection stands, as the server's last answer said. */
  enum TransactionStatus {
    /** No transaction is open. */
    IDLE,
    /** One is open. */
    OPEN,
    /** One is open, and only its end is accepted. */
    FAILED
  }

  /** The driver's own class, for its property list and its version. */
  Driver driver() throws SQLException;

  /** The URL of the native driver that stands for a configuration, for its property list. */
  String nativeUrl(PacelineConfig config);

  /** From the protocol, without a round trip. */
  TransactionStatus status(Connection raw) throws SQLException;

  /** Whether the driver's connections are of this type, so that {@code unwrap} can give it. */
  boolean unwraps(Class<?> type);

  /** The same of its statements. */
  boolean unwrapsStatement(Class<?> type);

  /** Whether connections are read only from the beginning. */
  boolean startsReadOnly(PacelineConfig config);

  /** The fetch size of a statement that nobody set one on. */
  int defaultFetchSize(PacelineConfig config);

  /** Whether read-only connections are told so to the server outside of transactions, too. */
  boolean readOnlyAlways(PacelineConfig config);

  /** The one for a configuration's dialect. */
  static NativeDriver of(PacelineConfig config) throws SQLException {
    if (config.dialect().equals("postgresql")) {
      return PostgresqlNative.INSTANCE;
    }
    throw new SQLException(
        "no native driver is known for the dialect " + config.dialect(), "08001");
  }
}
