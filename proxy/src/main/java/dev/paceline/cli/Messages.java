package dev.paceline.cli;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Makes one readable line of an error. */
final class Messages {

  private Messages() {}

  /** The message with its SQLSTATE, and the cause's where that adds something. */
  static String of(Throwable error) {
    StringBuilder text = new StringBuilder(one(error));
    Throwable cause = error.getCause();
    if (cause != null && !text.toString().contains(one(cause))) {
      text.append(" (").append(one(cause)).append(')');
    }
    return text.toString();
  }

  private static String one(Throwable error) {
    @Nullable String message = error.getMessage();
    String text = message == null ? error.getClass().getSimpleName() : message.strip();
    if (error instanceof SQLException e && e.getSQLState() != null) {
      return text + " [SQLSTATE " + e.getSQLState() + "]";
    }
    return text;
  }
}
