package dev.paceline.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What an application may set on a statement at any time, kept until the connection is known on which it runs.
 *
 * @param fetchSize rows to fetch at a time; negative for the native driver's own default
 * @param maxRows rows at most, 0 for all
 * @param maxFieldSize bytes of a column at most, 0 for all
 * @param queryTimeoutSeconds 0 for none
 * @param fetchDirection a {@code ResultSet.FETCH_} constant
 * @param escapes whether JDBC escapes are processed
 * @param cursorName a name for positioned updates; null for none
 */
record StatementOptions(
    int fetchSize,
    long maxRows,
    int maxFieldSize,
    int queryTimeoutSeconds,
    int fetchDirection,
    boolean escapes,
    @Nullable String cursorName) {

  /** Whether it is the very same object: then a native statement that has these needs nothing. */
  @SuppressWarnings(
      "ReferenceEquality") // equal options in two objects are applied once more, which is only
  // slower
  boolean is(StatementOptions other) {
    return this == other;
  }

  /** Brings a native statement from the options it was left with to these. */
  void applyTo(Statement raw, StatementOptions before) throws SQLException {
    if (fetchSize != before.fetchSize) {
      raw.setFetchSize(fetchSize);
    }
    if (maxRows != before.maxRows) {
      if (maxRows <= Integer.MAX_VALUE) {
        raw.setMaxRows((int) maxRows);
      } else {
        raw.setLargeMaxRows(maxRows);
      }
    }
    if (maxFieldSize != before.maxFieldSize) {
      raw.setMaxFieldSize(maxFieldSize);
    }
    if (queryTimeoutSeconds != before.queryTimeoutSeconds) {
      raw.setQueryTimeout(queryTimeoutSeconds);
    }
    if (fetchDirection != before.fetchDirection) {
      raw.setFetchDirection(fetchDirection);
    }
    if (escapes != before.escapes) {
      raw.setEscapeProcessing(escapes);
    }
    if (cursorName != null && !cursorName.equals(before.cursorName)) {
      raw.setCursorName(cursorName);
    }
  }

  StatementOptions withFetchSize(int rows) {
    return new StatementOptions(
        rows, maxRows, maxFieldSize, queryTimeoutSeconds, fetchDirection, escapes, cursorName);
  }

  StatementOptions withMaxRows(long rows) {
    return new StatementOptions(
        fetchSize, rows, maxFieldSize, queryTimeoutSeconds, fetchDirection, escapes, cursorName);
  }

  StatementOptions withMaxFieldSize(int bytes) {
    return new StatementOptions(
        fetchSize, maxRows, bytes, queryTimeoutSeconds, fetchDirection, escapes, cursorName);
  }

  StatementOptions withQueryTimeout(int seconds) {
    return new StatementOptions(
        fetchSize, maxRows, maxFieldSize, seconds, fetchDirection, escapes, cursorName);
  }

  StatementOptions withFetchDirection(int direction) {
    return new StatementOptions(
        fetchSize, maxRows, maxFieldSize, queryTimeoutSeconds, direction, escapes, cursorName);
  }

  StatementOptions withEscapes(boolean processed) {
    return new StatementOptions(
        fetchSize,
        maxRows,
        maxFieldSize,
        queryTimeoutSeconds,
        fetchDirection,
        processed,
        cursorName);
  }

  StatementOptions withCursorName(String name) {
    return new StatementOptions(
        fetchSize, maxRows, maxFieldSize, queryTimeoutSeconds, fetchDirection, escapes, name);
  }
}
