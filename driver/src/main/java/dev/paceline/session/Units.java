package dev.paceline.session;

import dev.paceline.routing.Unit;
import dev.paceline.sql.StatementPlan;
import dev.paceline.sql.TransactionControl;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a statement is part of, and so what is routed with it. */
public final class Units {

  private Units() {}

  /**
   * What a statement that runs outside of an open transaction is part of.
   *
   * @param manual whether the session begins a transaction with it whatever it is, as JDBC does with autocommit off
   * @param readOnly whether the session declared such transactions read only
   * @param needsPrimary whether its result may be written through
   */
  public static Unit of(
      SessionState session,
      StatementPlan plan,
      boolean manual,
      boolean readOnly,
      boolean needsPrimary) {
    TransactionControl.Isolation level = isolation(session);
    boolean opens = manual;
    boolean declaredReadOnly = readOnly && manual;
    if (plan.transactionControl() instanceof TransactionControl.Begin begin) {
      opens = true;
      declaredReadOnly |= Boolean.TRUE.equals(begin.modes().readOnly());
      level = begin.modes().isolation() == null ? level : begin.modes().isolation();
    }
    if (level == TransactionControl.Isolation.SERIALIZABLE) {
      return Unit.SERIALIZABLE_TRANSACTION;
    }
    if (!opens) {
      return needsPrimary ? Unit.UPDATABLE_STATEMENT : Unit.STATEMENT;
    }
    if (!declaredReadOnly || needsPrimary) {
      return Unit.TRANSACTION;
    }
    return level == TransactionControl.Isolation.REPEATABLE_READ
        ? Unit.READ_ONLY_SNAPSHOT
        : Unit.READ_ONLY_TRANSACTION;
  }

  /** The session's own default of the isolation level, where it has set one. */
  public static TransactionControl.@Nullable Isolation isolation(SessionState session) {
    return session.isolation();
  }

  static TransactionControl.@Nullable Isolation isolation(Settings settings) {
    String sql = settings.sql("default_transaction_isolation");
    if (sql == null) {
      return null;
    }
    String words = sql.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "_");
    TransactionControl.Isolation found = null;
    for (TransactionControl.Isolation level : TransactionControl.Isolation.values()) {
      found = words.contains(level.name()) ? level : found;
    }
    return found;
  }
}
