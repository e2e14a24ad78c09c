package dev.paceline.suites.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A transcript in which only that stands which must be the same through every driver. */
final class Log {

  private final List<String> lines = new ArrayList<>();

  void say(String what, Object value) throws Exception {
    lines.add(what + ": " + text(value));
  }

  /** How the scenario ended before its end. An assertion of the native driver says something too. */
  void failed(Throwable e) {
    lines.add("ends: " + (e instanceof SQLException sql ? error(sql) : e.getMessage()));
  }

  /** Does something that may fail; how it fails stands in the transcript. */
  void attempt(String what, Attempt attempt) throws Exception {
    try {
      say(what, attempt.run());
    } catch (SQLException e) {
      lines.add(what + " fails: " + error(e));
    } catch (RuntimeException e) {
      lines.add(what + " throws " + e.getClass().getSimpleName());
    }
  }

  /** The same for something without a value. */
  void attempt(String what, Action action) throws Exception {
    attempt(what, () -> {
      action.run();
      return "done";
    });
  }

  interface Attempt {
    Object run() throws Exception;
  }

  interface Action {
    void run() throws Exception;
  }

  /** All rows that are left, with types. */
  void rows(ResultSet rows) throws Exception {
    ResultSetMetaData meta = rows.getMetaData();
    StringBuilder head = new StringBuilder("columns");
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      head.append(' ').append(meta.getColumnLabel(i)).append(' ').append(meta.getColumnTypeName(i));
    }
    lines.add(head.toString());
    while (rows.next()) {
      StringBuilder row = new StringBuilder("row");
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        row.append(" | ").append(text(rows.getString(i)));
      }
      lines.add(row.toString());
    }
  }

  void warnings(SQLWarning first) {
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      lines.add("warning " + warning.getSQLState() + " " + warning.getMessage());
    }
  }

  private static String error(SQLException e) {
    StringBuilder text = new StringBuilder();
    for (SQLException at = e; at != null; at = at.getNextException()) {
      text.append(at == e ? "" : " then ").append(at.getSQLState());
      if (at instanceof PSQLException server) {
        ServerErrorMessage message = server.getServerErrorMessage();
        text.append(
            message == null ? "" : " " + message.getMessage().replaceAll("C_[0-9]+", "C_n"));
      }
      if (at instanceof BatchUpdateException batch) {
        text.append(' ').append(Arrays.toString(batch.getUpdateCounts()));
      }
    }
    return text.toString();
  }

  /** Without what is different each time: identities, object ids, names of portals. */
  private static String text(Object value) throws Exception {
    return plain(value)
        .replaceAll("\\[B@[0-9a-f]+", "[B@")
        .replaceAll("([fp])_[0-9]{5}\\b", "$1_oid")
        .replaceAll("C_[0-9]+", "C_n");
  }

  private static String plain(Object value) throws Exception {
    if (value instanceof byte[] bytes) {
      return "bytes " + Arrays.toString(bytes);
    }
    if (value instanceof Object[] objects) {
      return Arrays.deepToString(objects);
    }
    if (value instanceof int[] ints) {
      return Arrays.toString(ints);
    }
    if (value instanceof long[] longs) {
      return Arrays.toString(longs);
    }
    if (value instanceof Array array) {
      return "array of " + array.getBaseTypeName() + " " + array.getBaseType() + " "
          + text(array.getArray());
    }
    if (value instanceof InputStream stream) {
      return text(stream.readAllBytes());
    }
    if (value instanceof Reader reader) {
      StringBuilder all = new StringBuilder();
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        all.append((char) c);
      }
      return all.toString();
    }
    if (value instanceof SQLXML xml) {
      return xml.getString();
    }
    return value == null ? "null" : value.getClass().getSimpleName() + " " + value;
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
