package dev.paceline.jdbc;

import java.lang.ref.Reference;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a native result set that lead back to the logical statement, and keep the physical connection while they are
 * open: the statement's current result through the statement, other rows by themselves.
 */
final class LogicalResultSet extends ForwardingResultSet implements Held.Tenant {

  private final LogicalStatement statement;

  /** Where the rows live by themselves; null for the statement's current result and for rows without a connection. */
  private @Nullable Held own;

  private boolean closed;

  /** The current result of {@code statement}. */
  LogicalResultSet(ResultSet raw, LogicalStatement statement) {
    super(raw);
    this.statement = statement;
  }

  /** From now on these rows keep the physical connection themselves. */
  LogicalResultSet keep(@Nullable Held held) {
    if (held != null && own == null && !closed) {
      own = held;
      held.enter(this);
    }
    return this;
  }

  @Override
  public void close() throws SQLException {
    statement.connection.lock();
    try {
      if (!closed) {
        closed = true;
        try {
          raw.close();
        } finally {
          left();
        }
      }
    } finally {
      statement.connection.unlock();
    }
  }

  /** May ask the server for more rows: until it has answered, nobody may take the connection for garbage. */
  @Override
  public boolean next() throws SQLException {
    try {
      return raw.next();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private void left() throws SQLException {
    Held held = own;
    if (held != null) {
      own = null;
      statement.connection.dispatcher.leave(held, this);
    }
    statement.rowsClosed(this);
  }

  /** The same for a statement that closes its own result: it does the rest. */
  void closeWithStatement() {
    if (!closed) {
      closed = true;
      Quietly.close(raw);
    }
  }

  @Override
  public void evicted() {
    closed = true;
    own = null;
    Quietly.close(raw);
  }

  @Override
  public boolean isClosed() throws SQLException {
    return closed || raw.isClosed();
  }

  @Override
  public Statement getStatement() throws SQLException {
    // The native one knows how a closed result set complains.
    if (closed) {
      raw.getStatement();
    }
    return statement;
  }

  @Override
  public void insertRow() throws SQLException {
    statement.changeRow(raw, RowChange.INSERT);
  }

  @Override
  public void updateRow() throws SQLException {
    statement.changeRow(raw, RowChange.UPDATE);
  }

  @Override
  public void deleteRow() throws SQLException {
    statement.changeRow(raw, RowChange.DELETE);
  }

  @Override
  public Array getArray(int columnIndex) throws SQLException {
    return statement.logical(raw.getArray(columnIndex));
  }

  @Override
  public Array getArray(String columnLabel) throws SQLException {
    return statement.logical(raw.getArray(columnLabel));
  }

  @Override
  public Object getObject(int columnIndex) throws SQLException {
    return logical(raw.getObject(columnIndex));
  }

  @Override
  public Object getObject(String columnLabel) throws SQLException {
    return logical(raw.getObject(columnLabel));
  }

  @Override
  public Object getObject(int columnIndex, Map<String, Class<?>> map) throws SQLException {
    return logical(raw.getObject(columnIndex, map));
  }

  @Override
  public Object getObject(String columnLabel, Map<String, Class<?>> map) throws SQLException {
    return logical(raw.getObject(columnLabel, map));
  }

  @Override
  public <T> T getObject(int columnIndex, Class<T> type) throws SQLException {
    return logical(raw.getObject(columnIndex, type), type);
  }

  @Override
  public <T> T getObject(String columnLabel, Class<T> type) throws SQLException {
    return logical(raw.getObject(columnLabel, type), type);
  }

  @Override
  public void updateArray(int columnIndex, Array x) throws SQLException {
    raw.updateArray(columnIndex, (Array) LogicalArray.rawOf(x));
  }

  @Override
  public void updateArray(String columnLabel, Array x) throws SQLException {
    raw.updateArray(columnLabel, (Array) LogicalArray.rawOf(x));
  }

  @Override
  public void updateObject(int columnIndex, Object x) throws SQLException {
    raw.updateObject(columnIndex, LogicalArray.rawOf(x));
  }

  @Override
  public void updateObject(String columnLabel, Object x) throws SQLException {
    raw.updateObject(columnLabel, LogicalArray.rawOf(x));
  }

  @Override
  public void updateObject(int columnIndex, Object x, SQLType targetSqlType) throws SQLException {
    raw.updateObject(columnIndex, LogicalArray.rawOf(x), targetSqlType);
  }

  @Override
  public void updateObject(String columnLabel, Object x, SQLType targetSqlType)
      throws SQLException {
    raw.updateObject(columnLabel, LogicalArray.rawOf(x), targetSqlType);
  }

  private Object logical(Object value) throws SQLException {
    if (value instanceof Array array) {
      return statement.logical(array);
    }
    // A reference cursor reads as rows.
    return value instanceof ResultSet rows ? statement.detachedRows(rows) : value;
  }

  private <T> T logical(T value, Class<T> type) throws SQLException {
    return value instanceof Array array && type.isAssignableFrom(LogicalArray.class)
        ? type.cast(statement.logical(array))
        : value;
  }
}
