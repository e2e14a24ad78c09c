package dev.paceline.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Metadata, asked of any node that has what the session must see; what is known here is answered here. */
final class LogicalDatabaseMetaData extends ForwardingDatabaseMetaData {

  private final LogicalConnection connection;

  LogicalDatabaseMetaData(LogicalConnection connection) {
    this.connection = connection;
  }

  @Override
  <T> T answer(Question<T> question) throws SQLException {
    connection.lock();
    try {
      connection.checkOpen();
      return connection.dispatcher.ask(held -> question.ask(held.raw.getMetaData()));
    } finally {
      connection.unlock();
    }
  }

  @Override
  ResultSet rows(Question<ResultSet> question) throws SQLException {
    connection.lock();
    try {
      connection.checkOpen();
      LogicalStatement statement = connection.newStatement();
      return connection.dispatcher.ask(
          held -> new LogicalResultSet(question.ask(held.raw.getMetaData()), statement).keep(held));
    } finally {
      connection.unlock();
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    return connection;
  }

  @Override
  public String getURL() throws SQLException {
    connection.checkOpen();
    return connection.url();
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return connection.isReadOnly();
  }

  @Override
  public int getDriverMajorVersion() {
    return connection.driverVersion()[0];
  }

  @Override
  public int getDriverMinorVersion() {
    return connection.driverVersion()[1];
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    return iface.isInstance(this) ? iface.cast(this) : answer(raw -> raw.unwrap(iface));
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) throws SQLException {
    return iface.isInstance(this) || answer((DatabaseMetaData raw) -> raw.isWrapperFor(iface));
  }
}
