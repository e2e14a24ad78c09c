package dev.paceline.jdbc;

import java.sql.SQLException;

/** Closing what nobody waits for. */
final class Quietly {

  private Quietly() {}

  /** An error here has no reader: what it is about is thrown away, or was reported where it failed first. */
  static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (SQLException e) {
      System.getLogger(Quietly.class.getName()).log(System.Logger.Level.DEBUG, "close failed", e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
