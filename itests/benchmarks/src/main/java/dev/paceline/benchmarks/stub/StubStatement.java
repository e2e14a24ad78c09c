package dev.paceline.benchmarks.stub;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement, prepared or not, whose answer is known when its text is. */
final class StubStatement extends UnsupportedStatement {

  private final StubConnection connection;
  private List<String[]> answer;
  private @Nullable StubRows rows;
  private int parameter;
  private int fetchSize;
  private int queryTimeout;
  private int maxRows;
  private boolean poolable;
  private boolean closed;

  StubStatement(StubConnection connection, String sql) {
    this.connection = connection;
    this.answer = connection.server.answer(sql);
  }

  @Override
  public ResultSet executeQuery() {
    StubRows fresh = new StubRows(this, answer);
    rows = fresh;
    return fresh;
  }

  @Override
  public boolean execute() {
    executeQuery();
    return true;
  }

  @Override
  public int executeUpdate() {
    return 1;
  }

  @Override
  public ResultSet executeQuery(String sql) {
    answer = connection.server.answer(sql);
    return executeQuery();
  }

  @Override
  public boolean execute(String sql) {
    answer = connection.server.answer(sql);
    return execute();
  }

  @Override
  public int executeUpdate(String sql) {
    return 1;
  }

  @Override
  @SuppressWarnings("NullAway") // JDBC gives null when there are no rows.
  public ResultSet getResultSet() {
    return rows;
  }

  @Override
  public int getUpdateCount() {
    return -1;
  }

  @Override
  public boolean getMoreResults() {
    return false;
  }

  @Override
  public boolean getMoreResults(int current) {
    return false;
  }

  @Override
  public void setInt(int index, int value) {
    parameter = value;
  }

  @Override
  public void setLong(int index, long value) {
    parameter = (int) value;
  }

  @Override
  public void setString(int index, String value) {
    parameter = index;
  }

  @Override
  public void setNull(int index, int type) {
    parameter = index;
  }

  @Override
  public void clearParameters() {
    parameter = 0;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  @SuppressWarnings("NullAway") // JDBC gives null when there is no warning.
  public SQLWarning getWarnings() {
    return null;
  }

  @Override
  public void clearWarnings() {}

  @Override
  public void setFetchSize(int rowCount) {
    fetchSize = rowCount;
  }

  @Override
  public int getFetchSize() {
    return fetchSize;
  }

  @Override
  public void setQueryTimeout(int seconds) {
    queryTimeout = seconds;
  }

  @Override
  public int getQueryTimeout() {
    return queryTimeout;
  }

  @Override
  public void setMaxRows(int max) {
    maxRows = max;
  }

  @Override
  public int getMaxRows() {
    return maxRows;
  }

  @Override
  public void setPoolable(boolean wanted) {
    poolable = wanted;
  }

  @Override
  public boolean isPoolable() {
    return poolable;
  }

  @Override
  public void setEscapeProcessing(boolean wanted) {}

  @Override
  public int getResultSetType() {
    return ResultSet.TYPE_FORWARD_ONLY;
  }

  @Override
  public int getResultSetConcurrency() {
    return ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public int getResultSetHoldability() {
    return ResultSet.HOLD_CURSORS_OVER_COMMIT;
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

  @Override
  public String toString() {
    return "stub statement, last parameter " + parameter;
  }
}
