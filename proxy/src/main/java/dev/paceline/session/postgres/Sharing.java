package dev.paceline.session.postgres;

import dev.paceline.sql.StatementPlan;
import dev.paceline.sql.TransactionControl;
import dev.paceline.wire.postgres.ErrorReport;
import java.util.List;

/** When a session gives back its server connection. */
public enum Sharing {
  /** When the client leaves. All of its statements run on the primary. */
  AFTER_SESSION,
  /** At the end of each transaction. */
  AFTER_TRANSACTION,
  /** At the end of each statement: transactions of several are refused. */
  AFTER_STATEMENT;

  static final ErrorReport NO_TRANSACTIONS = ErrorReport.error(
          "0A000", "transactions of several statements are not allowed here")
      .withHint("The proxy's pool mode is \"statement\".");

  /** Whether a unit of these statements is refused. */
  boolean refuses(List<StatementPlan> plans) {
    if (this != AFTER_STATEMENT) {
      return false;
    }
    for (StatementPlan plan : plans) {
      for (TransactionControl control : plan.transactionControls()) {
        if (control instanceof TransactionControl.Begin) {
          return true;
        }
      }
    }
    return false;
  }
}
