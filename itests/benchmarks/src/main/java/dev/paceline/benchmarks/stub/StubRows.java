package dev.paceline.benchmarks.stub;

import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a {@link StubServer}, read forwards. */
final class StubRows extends UnsupportedResultSet {

  private static final String[] NONE = {};

  private final StubStatement statement;
  private final List<String[]> rows;
  private int at;
  private @Nullable String[] row = NONE;
  private boolean wasNull;
  private boolean closed;

  StubRows(StubStatement statement, List<String[]> rows) {
    this.statement = statement;
    this.rows = rows;
  }

  @Override
  public boolean next() {
    if (at == rows.size()) {
      return false;
    }
    row = rows.get(at++);
    return true;
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
  public boolean wasNull() {
    return wasNull;
  }

  @Override
  @SuppressWarnings("NullAway") // JDBC gives null for SQL's NULL.
  public String getString(int column) {
    String value = row[column - 1];
    wasNull = value == null;
    return value;
  }

  @Override
  public int getInt(int column) {
    String value = getString(column);
    return wasNull ? 0 : Integer.parseInt(value);
  }

  @Override
  public long getLong(int column) {
    String value = getString(column);
    return wasNull ? 0 : Long.parseLong(value);
  }

  @Override
  public boolean getBoolean(int column) {
    return "t".equals(getString(column));
  }

  @Override
  public Object getObject(int column) {
    return getString(column);
  }

  @Override
  public Statement getStatement() {
    return statement;
  }

  @Override
  @SuppressWarnings("NullAway") // JDBC gives null when there is no warning.
  public SQLWarning getWarnings() {
    return null;
  }

  @Override
  public void clearWarnings() {}

  @Override
  public int getType() {
    return TYPE_FORWARD_ONLY;
  }

  @Override
  public int getConcurrency() {
    return CONCUR_READ_ONLY;
  }
}
