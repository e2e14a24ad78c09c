package dev.paceline.jdbc;

import dev.paceline.cluster.PhysicalConnection;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call. Its native statement is its own, as the values of output parameters are read from it long after the call, when
 * the physical connection may be somebody else's.
 */
final class LogicalCallableStatement extends RecordingCallableStatement {

  private final Map<String, Preparation> preparations = new LinkedHashMap<>();
  private @Nullable CallableStatement spare;
  private @Nullable PhysicalConnection spareOn;

  /** The last call, once it has run. */
  private @Nullable CallableStatement executed;

  LogicalCallableStatement(LogicalConnection connection, StatementShape shape, String sql) {
    super(connection, shape, sql);
    // An output parameter is a placeholder too, wherever the escape has it.
    recordingUnchecked().expect(-1);
  }

  @Override
  void recordCall(String key, Preparation preparation) throws SQLException {
    checkOpen();
    preparations.put(key, preparation);
  }

  @Override
  Statement prepareOn(Held held, Call call) throws SQLException {
    executed = null;
    CallableStatement statement = spare;
    if (statement == null || spareOn != held.physical) {
      // One on another connection is left to the garbage collector: closing it would touch that
      // connection.
      statement = held.raw.prepareCall(sql, shape.type(), shape.concurrency(), shape.holdability());
      spare = statement;
      spareOn = held.physical;
      optionsForgotten();
    }
    for (Preparation preparation : preparations.values()) {
      preparation.on(statement);
    }
    configure(statement, call);
    return statement;
  }

  @Override
  @Nullable
  ResultSet invoke(Statement raw, Call call) throws SQLException {
    ResultSet rows = super.invoke(raw, call);
    executed = (CallableStatement) raw;
    return rows;
  }

  @Override
  Statement peekOn(Held held) throws SQLException {
    return prepareOn(held, Call.EXECUTE);
  }

  @Override
  void giveBack(Statement raw) {}

  @Override
  void closeSpare() {
    spare = null;
    spareOn = null;
    executed = null;
  }

  @Override
  CallableStatement executed() throws SQLException {
    checkOpen();
    CallableStatement call = executed;
    if (call == null) {
      throw new SQLException(
          "output parameters have no values before the call has run", SqlStates.NO_DATA);
    }
    return call;
  }

  @Override
  Object logicalValue(Object value) throws SQLException {
    if (value instanceof Array array) {
      return logical(array);
    }
    return value instanceof ResultSet rows ? detachedRows(rows) : value;
  }
}
