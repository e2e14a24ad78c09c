package dev.paceline.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The read that is asked again and again: one row by its primary key. */
final class PointRead implements AutoCloseable {

  static final String SQL = "SELECT id, name FROM item WHERE id = ?";

  private final Connection connection;
  private final PreparedStatement statement;

  PointRead(Connection connection) throws SQLException {
    this.connection = connection;
    this.statement = connection.prepareStatement(SQL);
  }

  /** Executes the prepared statement, takes its one row, and closes the rows. */
  int once(int id) throws SQLException {
    statement.setInt(1, id);
    return onlyRow(statement);
  }

  /** Prepares, executes and closes. */
  static int preparing(Connection connection, int id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      statement.setInt(1, id);
      return onlyRow(statement);
    }
  }

  private static int onlyRow(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        throw new SQLException("the row is missing");
      }
      return rows.getInt(1);
    }
  }

  @Override
  public void close() throws SQLException {
    statement.close();
    connection.close();
  }
}
