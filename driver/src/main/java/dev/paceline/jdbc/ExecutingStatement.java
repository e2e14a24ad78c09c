package dev.paceline.jdbc;

import dev.paceline.sql.StatementPlan;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The life of one execution at a time: the native statement that runs it, its results, and when the physical connection
 * may go.
 *
 * <p>A statement is <em>attached</em> while something of its last execution still needs the physical connection: open
 * rows, results that nobody has fetched yet, or generated keys. Otherwise what is left of the execution is a number and
 * a chain of warnings, which are kept here.
 *
 * <p>Guarded by the logical connection's lock, but for {@link #cancel}.
 */
abstract class ExecutingStatement implements Statement, Held.Tenant {

  private static final int NO_COUNT = -1;

  final LogicalConnection connection;
  final StatementShape shape;
  private final CancelGate gate = new CancelGate();

  /** Where the last execution is; null once nothing of it needs the connection. */
  private @Nullable Held attached;

  /** The native statement of the last execution; null when not attached. */
  private @Nullable Statement raw;

  /** Whether the native statement may have results that were not asked for yet, or generated keys. */
  private boolean more;

  private @Nullable LogicalResultSet rows;
  private long updateCount = NO_COUNT;
  private @Nullable SQLWarning warnings;
  private boolean closeOnCompletion;
  private boolean closed;

  ExecutingStatement(LogicalConnection connection, StatementShape shape) {
    this.connection = connection;
    this.shape = shape;
  }

  /** The native statement that is to run on {@code held}, with options and parameters set. */
  abstract Statement prepareOn(Held held, Call call) throws SQLException;

  /** Calls the native method; gives rows if that is the outcome, else null after {@link #counted}. */
  abstract @Nullable ResultSet invoke(Statement raw, Call call) throws SQLException;

  /** The native statement is not needed for this execution any more. */
  abstract void giveBack(Statement raw);

  /** Closes native statements that are kept for the next execution. */
  abstract void closeSpare();

  /** Whether sending the same again is possible at all. */
  abstract boolean replayable();

  /** Whether generated keys may be asked for after the execution. */
  abstract boolean wantsKeys();

  /** One attempt on one physical connection: called by the dispatcher. */
  final void send(Held held, StatementPlan plan, Call call) throws SQLException {
    held.enter(this);
    attached = held;
    more = wantsKeys() || (!call.isBatch() && plan.statementCount() > 1);
    boolean done = false;
    try {
      Statement statement = prepareOn(held, call);
      raw = statement;
      gate.opens(statement);
      ResultSet result;
      try {
        result = invoke(statement, call);
      } finally {
        gate.closes(statement);
      }
      done = result != null || more;
      if (result != null) {
        rows = new LogicalResultSet(result, (LogicalStatement) this);
      }
    } finally {
      if (!done) {
        detach();
      }
    }
  }

  /** The outcome of an execution, or the next one of several, that returned no rows. */
  final void counted(long count) {
    updateCount = count;
  }

  /** An answer of Paceline's own. */
  final void answered(@Nullable ResultSet memory) {
    if (memory == null) {
      updateCount = 0;
    } else {
      rows = new LogicalResultSet(memory, (LogicalStatement) this);
    }
  }

  /** The current result, which the caller knows is rows. */
  final ResultSet currentRows() throws SQLException {
    if (rows == null) {
      throw new SQLException("the statement returned no rows", SqlStates.NO_DATA);
    }
    return rows;
  }

  /** The current result, which the caller knows is a count. */
  final long currentCount() {
    return updateCount;
  }

  /** The end of the last execution, as the next one or closing brings it. */
  final void finish() {
    LogicalResultSet last = rows;
    rows = null;
    updateCount = NO_COUNT;
    if (last != null) {
      last.closeWithStatement();
    }
    detach();
    warnings = null;
  }

  private void detach() {
    Held held = attached;
    if (held != null) {
      attached = null;
      more = false;
      Statement statement = raw;
      if (statement != null) {
        raw = null;
        keepWarnings(statement);
        giveBack(statement);
      }
      connection.dispatcher.leave(held, this);
    }
  }

  private void keepWarnings(Statement statement) {
    try {
      warnings = statement.getWarnings();
    } catch (SQLException e) {
      // It was closed under us: there is nobody left to ask.
      warnings = null;
    }
  }

  @Override
  public final void evicted() {
    attached = null;
    more = false;
    if (rows != null) {
      rows.closeWithStatement();
    }
    Statement statement = raw;
    if (statement != null) {
      raw = null;
      giveBack(statement);
    }
  }

  /** Rows of this statement were closed by the application: if they were the current result, that is the end of it. */
  final void rowsClosed(LogicalResultSet closedRows) throws SQLException {
    if (rows == closedRows) {
      if (!more) {
        detach();
      }
      if (closeOnCompletion) {
        close();
      }
    }
  }

  final void checkOpen() throws SQLException {
    connection.checkOpen();
    if (closed) {
      throw new SQLException("this statement has been closed", SqlStates.OBJECT_NOT_IN_STATE);
    }
  }

  /** The native statement of the last execution; null when nothing of it is left. */
  final @Nullable Statement attachedRaw() {
    return raw;
  }

  final @Nullable Held attachedTo() {
    return attached;
  }

  final boolean hasRows() {
    return rows != null;
  }

  @Override
  public final void close() throws SQLException {
    connection.lock();
    try {
      if (!closed) {
        closed = true;
        finish();
        closeSpare();
      }
    } finally {
      connection.unlock();
    }
  }

  @Override
  public final boolean isClosed() throws SQLException {
    return closed;
  }

  @Override
  public final void cancel() throws SQLException {
    gate.cancel();
  }

  @Override
  public final Connection getConnection() throws SQLException {
    return connection;
  }

  @Override
  public final @Nullable ResultSet getResultSet() throws SQLException {
    checkOpen();
    return rows;
  }

  @Override
  public final int getUpdateCount() throws SQLException {
    checkOpen();
    return rows != null
        ? NO_COUNT
        : updateCount > Integer.MAX_VALUE ? SUCCESS_NO_INFO : (int) updateCount;
  }

  @Override
  public final long getLargeUpdateCount() throws SQLException {
    checkOpen();
    return rows != null ? NO_COUNT : updateCount;
  }

  @Override
  public final boolean getMoreResults() throws SQLException {
    return getMoreResults(CLOSE_CURRENT_RESULT);
  }

  @Override
  public final boolean getMoreResults(int current) throws SQLException {
    connection.lock();
    try {
      checkOpen();
      leaveCurrent(current);
      Statement statement = raw;
      if (statement == null) {
        return false;
      }
      if (statement.getMoreResults(current)) {
        rows = new LogicalResultSet(statement.getResultSet(), (LogicalStatement) this);
        return true;
      }
      updateCount = statement.getLargeUpdateCount();
      if (updateCount == NO_COUNT) {
        detach();
      }
      return false;
    } finally {
      connection.unlock();
    }
  }

  private void leaveCurrent(int current) {
    LogicalResultSet last = rows;
    rows = null;
    updateCount = NO_COUNT;
    if (last != null) {
      if (current == KEEP_CURRENT_RESULT) {
        last.keep(attached);
      } else {
        last.closeWithStatement();
      }
    }
  }

  @Override
  public final ResultSet getGeneratedKeys() throws SQLException {
    connection.lock();
    try {
      checkOpen();
      Statement statement = raw;
      if (statement != null && attached != null) {
        return new LogicalResultSet(statement.getGeneratedKeys(), (LogicalStatement) this)
            .keep(attached);
      }
      return connection.dispatcher.ask(
          held -> detachedRows(held.raw.createStatement().getGeneratedKeys()));
    } finally {
      connection.unlock();
    }
  }

  @Override
  public final @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    Statement statement = raw;
    return statement == null ? warnings : statement.getWarnings();
  }

  @Override
  public final void clearWarnings() throws SQLException {
    checkOpen();
    warnings = null;
    Statement statement = raw;
    if (statement != null) {
      statement.clearWarnings();
    }
  }

  @Override
  public final void closeOnCompletion() throws SQLException {
    checkOpen();
    closeOnCompletion = true;
  }

  @Override
  public final boolean isCloseOnCompletion() throws SQLException {
    checkOpen();
    return closeOnCompletion;
  }

  /** Rows that came out of a value of this statement's rows: they keep the physical connection by themselves. */
  final ResultSet detachedRows(ResultSet nativeRows) {
    return new LogicalResultSet(nativeRows, (LogicalStatement) this).keep(attached);
  }

  /** An array of this statement's rows. */
  final Array logical(Array array) throws SQLException {
    // Nothing may be left to look up once the connection is gone: this makes the native driver look
    // now.
    if (array != null) {
      array.getBaseType();
    }
    return array == null ? array : new LogicalArray(array, (LogicalStatement) this);
  }
}
