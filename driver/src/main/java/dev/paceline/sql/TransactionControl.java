package dev.paceline.sql;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a statement does to the transaction. The server's own report is the truth; this is what the text asks for. */
public sealed interface TransactionControl {
  /** The statement does nothing to the transaction. */
  record None() implements TransactionControl {}

  /** {@code BEGIN} or {@code START TRANSACTION}. */
  record Begin(Modes modes) implements TransactionControl {
    public Begin {
      Objects.requireNonNull(modes, "modes");
    }
  }

  /**
   * {@code COMMIT} or {@code END}.
   *
   * @param chain whether the next transaction begins at once
   */
  record Commit(boolean chain) implements TransactionControl {}

  /**
   * {@code ROLLBACK} or {@code ABORT}.
   *
   * @param chain whether the next transaction begins at once
   */
  record Rollback(boolean chain) implements TransactionControl {}

  record Savepoint(String name) implements TransactionControl {}

  record Release(String name) implements TransactionControl {}

  record RollbackTo(String name) implements TransactionControl {}

  /** {@code PREPARE TRANSACTION}: the transaction leaves the session. */
  record PrepareTransaction() implements TransactionControl {}

  /** {@code COMMIT PREPARED} or {@code ROLLBACK PREPARED}: the end of a transaction that is not the session's. */
  record EndPrepared(boolean commit) implements TransactionControl {}

  /** {@code SET TRANSACTION}. */
  record SetModes(Modes modes) implements TransactionControl {
    public SetModes {
      Objects.requireNonNull(modes, "modes");
    }
  }

  /** The one {@link None}. */
  TransactionControl NONE = new None();

  /**
   * The modes of a transaction, as far as the text gives them.
   *
   * @param readOnly true for READ ONLY, false for READ WRITE, null when not given
   * @param isolation null when not given
   * @param deferrable null when not given
   */
  record Modes(
      @Nullable Boolean readOnly,
      @Nullable Isolation isolation,
      @Nullable Boolean deferrable) {
    /** Nothing given. */
    public static final Modes NONE = new Modes(null, null, null);
  }

  enum Isolation {
    READ_UNCOMMITTED,
    READ_COMMITTED,
    REPEATABLE_READ,
    SERIALIZABLE
  }
}
