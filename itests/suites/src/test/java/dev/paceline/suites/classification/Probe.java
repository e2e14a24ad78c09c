package dev.paceline.suites.classification;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Tries statements on one server, each in a transaction that is rolled back, and leaves the session as it was. */
final class Probe implements AutoCloseable {

  /** What a server did: its SQLSTATE and message, and for a success all rows in an order that does not depend on the plan. */
  record Outcome(String state, String message, List<String> rows) {}

  private final Connection connection;
  private final Statement statement;

  Probe(Connection connection) throws SQLException {
    this.connection = connection;
    this.statement = connection.createStatement();
    statement.setEscapeProcessing(false);
  }

  Outcome run(String sql) throws SQLException {
    statement.execute("begin");
    try {
      List<String> rows = isCopy(sql) ? copy(sql) : execute(sql);
      Collections.sort(rows);
      return new Outcome(RecordedStatement.FINE, "", rows);
    } catch (SQLException e) {
      return new Outcome(
          String.valueOf(e.getSQLState()), String.valueOf(e.getMessage()), List.of());
    } finally {
      statement.execute("rollback");
      statement.execute("discard all");
    }
  }

  private List<String> execute(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    boolean result = statement.execute(sql);
    while (result || statement.getUpdateCount() >= 0) {
      if (result) {
        try (ResultSet answer = statement.getResultSet()) {
          rows.addAll(rows(answer));
        }
      }
      result = statement.getMoreResults();
    }
    return rows;
  }

  private static List<String> rows(ResultSet answer) throws SQLException {
    List<String> rows = new ArrayList<>();
    int columns = answer.getMetaData().getColumnCount();
    while (answer.next()) {
      String[] row = new String[columns];
      for (int i = 0; i < columns; i++) {
        row[i] = answer.getString(i + 1);
      }
      rows.add(Arrays.toString(row));
    }
    return rows;
  }

  private static boolean isCopy(String sql) {
    String lower = sql.toLowerCase(Locale.ROOT);
    return lower.startsWith("copy")
        && (lower.contains("to stdout") || lower.contains("from stdin"));
  }

  private List<String> copy(String sql) throws SQLException {
    CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (sql.toLowerCase(Locale.ROOT).contains("from stdin")) {
        copies.copyIn(sql, new ByteArrayInputStream(new byte[0]));
      } else {
        copies.copyOut(sql, out);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be read or written", e);
    }
    return new ArrayList<>(
        Arrays.asList(out.toString(StandardCharsets.ISO_8859_1).split("\n")));
  }

  @Override
  public void close() throws SQLException {
    statement.close();
    connection.close();
  }
}
