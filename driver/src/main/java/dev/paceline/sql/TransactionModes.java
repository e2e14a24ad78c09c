package dev.paceline.sql;

import dev.paceline.sql.TransactionControl.Isolation;
import dev.paceline.sql.TransactionControl.Modes;
import org.jspecify.annotations.Nullable;

/** Reads a list of transaction modes. */
final class TransactionModes {
  private TransactionModes() {}

  /** The modes from an index to the end of a statement; words that are none are passed over. */
  static Modes read(Statement statement, int from) {
    Boolean readOnly = null;
    Isolation isolation = null;
    Boolean deferrable = null;
    for (int i = from; i < statement.to(); i++) {
      if (statement.is(i, "read") && statement.isAny(i + 1, "only", "write")) {
        readOnly = statement.is(i + 1, "only");
      } else if (statement.is(i, "level")) {
        isolation = isolation(statement, i + 1);
      } else if (statement.is(i, "deferrable")) {
        deferrable = !statement.is(i - 1, "not");
      }
    }
    return new Modes(readOnly, isolation, deferrable);
  }

  private static @Nullable Isolation isolation(Statement statement, int index) {
    if (statement.is(index, "serializable")) {
      return Isolation.SERIALIZABLE;
    }
    if (statement.is(index, "repeatable")) {
      return Isolation.REPEATABLE_READ;
    }
    if (statement.is(index, "read")) {
      return statement.is(index + 1, "committed")
          ? Isolation.READ_COMMITTED
          : Isolation.READ_UNCOMMITTED;
    }
    return null;
  }

  /** Whether a replica refuses to begin a transaction with these modes. */
  static boolean needPrimary(Modes modes) {
    return Boolean.FALSE.equals(modes.readOnly()) || modes.isolation() == Isolation.SERIALIZABLE;
  }

  /** Whether a setting is one of the running transaction's modes, which a replica may refuse to change. */
  static boolean isTransactionSetting(String name) {
    return name.startsWith("transaction_") && !name.equals("transaction_timeout");
  }
}
