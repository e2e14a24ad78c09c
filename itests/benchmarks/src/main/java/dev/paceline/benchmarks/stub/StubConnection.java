package dev.paceline.benchmarks.stub;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection that remembers what it is told, and sends nothing. */
final class StubConnection extends UnsupportedConnection {

  final StubServer server;
  private final String url;
  private boolean autoCommit = true;
  private boolean readOnly;
  private int isolation = TRANSACTION_READ_COMMITTED;
  private int networkTimeout;
  private boolean closed;

  StubConnection(String url) {
    this.url = url;
    this.server = new StubServer(url);
  }

  @Override
  public Statement createStatement() {
    return new StubStatement(this, "");
  }

  @Override
  public Statement createStatement(int type, int concurrency) {
    return createStatement();
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) {
    return createStatement();
  }

  @Override
  public PreparedStatement prepareStatement(String sql) {
    return new StubStatement(this, sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency) {
    return prepareStatement(sql);
  }

  @Override
  public PreparedStatement prepareStatement(
      String sql, int type, int concurrency, int holdability) {
    return prepareStatement(sql);
  }

  @Override
  public void setAutoCommit(boolean wanted) {
    autoCommit = wanted;
  }

  @Override
  public boolean getAutoCommit() {
    return autoCommit;
  }

  @Override
  public void commit() {}

  @Override
  public void rollback() {}

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public void abort(Executor executor) {
    closed = true;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isValid(int seconds) {
    return !closed;
  }

  @Override
  public void setReadOnly(boolean wanted) {
    readOnly = wanted;
  }

  @Override
  public boolean isReadOnly() {
    return readOnly;
  }

  @Override
  public void setTransactionIsolation(int level) {
    isolation = level;
  }

  @Override
  public int getTransactionIsolation() {
    return isolation;
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) {
    networkTimeout = milliseconds;
  }

  @Override
  public int getNetworkTimeout() {
    return networkTimeout;
  }

  @Override
  public String getCatalog() {
    return "test";
  }

  @Override
  public void setCatalog(String catalog) {}

  @Override
  public String getSchema() {
    return "public";
  }

  @Override
  public void setSchema(String schema) {}

  @Override
  public int getHoldability() {
    return ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  @Override
  public void setHoldability(int holdability) {}

  @Override
  public Map<String, Class<?>> getTypeMap() {
    return Map.of();
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) {}

  @Override
  public Properties getClientInfo() {
    return new Properties();
  }

  @Override
  @SuppressWarnings("NullAway") // JDBC gives null when there is no warning.
  public SQLWarning getWarnings() {
    return null;
  }

  @Override
  public void clearWarnings() {}

  @Override
  public DatabaseMetaData getMetaData() {
    return (DatabaseMetaData) Proxy.newProxyInstance(
        StubConnection.class.getClassLoader(),
        new Class<?>[] {DatabaseMetaData.class},
        (proxy, method, arguments) -> fact(method.getName(), method.getReturnType()));
  }

  private @Nullable Object fact(String name, Class<?> type) {
    if (type == String.class) {
      return name.equals("getURL")
          ? url
          : name.equals("getDatabaseProductName") ? "PostgreSQL" : "18.6";
    }
    if (type == boolean.class) {
      return true;
    }
    return type == int.class ? 18 : type == Connection.class ? this : null;
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (!type.isInstance(this)) {
      throw StubDriver.unsupported();
    }
    return type.cast(this);
  }
}
