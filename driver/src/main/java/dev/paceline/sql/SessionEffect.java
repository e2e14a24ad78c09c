package dev.paceline.sql;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that a statement leaves behind in its session: to be replayed on another connection, or a reason to stay on this one. */
public sealed interface SessionEffect {
  /**
   * {@code SET name = value}, also in its own spellings such as {@code SET TIME ZONE}, {@code SET NAMES} and {@code SET SCHEMA}.
   *
   * @param name the setting, lower case
   * @param value what follows the {@code =} as it is written (so that {@code SET name TO value} repeats it); null for DEFAULT
   * @param local whether it ends with the transaction
   */
  record SetVariable(String name, @Nullable String value, boolean local) implements SessionEffect {
    public SetVariable {
      Objects.requireNonNull(name, "name");
    }
  }

  /** {@code RESET name}. */
  record ResetVariable(String name) implements SessionEffect {}

  record ResetAll() implements SessionEffect {}

  /** {@code DISCARD what}. */
  record Discard(What what) implements SessionEffect {
    public enum What {
      ALL,
      PLANS,
      SEQUENCES,
      TEMP
    }
  }

  /**
   * {@code SET ROLE}.
   *
   * @param role as written; null for NONE or after {@code RESET ROLE}
   */
  record SetRole(@Nullable String role, boolean local) implements SessionEffect {}

  /**
   * {@code SET SESSION AUTHORIZATION}.
   *
   * @param user as written; null for DEFAULT or after {@code RESET}
   */
  record SetSessionAuthorization(@Nullable String user, boolean local) implements SessionEffect {}

  /** {@code SET TRANSACTION}. */
  record SetTransaction(TransactionControl.Modes modes) implements SessionEffect {}

  /** {@code SET SESSION CHARACTERISTICS AS TRANSACTION}. */
  record SetSessionCharacteristics(TransactionControl.Modes modes) implements SessionEffect {}

  /** {@code SET CONSTRAINTS}: lasts until the end of the transaction. */
  record SetConstraints() implements SessionEffect {}

  /**
   * A call of {@code set_config}.
   *
   * @param name the setting; null when it is not a literal
   * @param value the value; null when it is not a literal
   * @param local null when it is not a literal
   */
  record SetConfigCall(
      @Nullable String name,
      @Nullable String value,
      @Nullable Boolean local) implements SessionEffect {}

  record Listen(String channel) implements SessionEffect {}

  /**
   * {@code UNLISTEN}.
   *
   * @param channel null for {@code *}
   */
  record Unlisten(@Nullable String channel) implements SessionEffect {}

  /** {@code PREPARE name}. */
  record PrepareStatement(String name) implements SessionEffect {}

  /** {@code EXECUTE name}: needs the connection that prepared it. */
  record ExecutePrepared(String name) implements SessionEffect {}

  /**
   * {@code DEALLOCATE}.
   *
   * @param name null for ALL
   */
  record Deallocate(@Nullable String name) implements SessionEffect {}

  /**
   * {@code DECLARE name CURSOR}.
   *
   * @param hold whether it outlives the transaction
   */
  record DeclareCursor(String name, boolean hold) implements SessionEffect {}

  /** {@code FETCH} or {@code MOVE}. */
  record UseCursor() implements SessionEffect {}

  /**
   * {@code CLOSE}.
   *
   * @param name null for ALL
   */
  record CloseCursor(@Nullable String name) implements SessionEffect {}

  /**
   * A temporary relation is made.
   *
   * @param name null when the text does not show it plainly
   */
  record TemporaryTable(@Nullable String name) implements SessionEffect {}

  /** A session-level advisory lock is taken, or perhaps taken. */
  record SessionAdvisoryLock() implements SessionEffect {}

  /** A session-level advisory lock is released; others may be left. */
  record SessionAdvisoryUnlock(boolean all) implements SessionEffect {}

  /** An advisory lock that ends with the transaction. */
  record TransactionAdvisoryLock() implements SessionEffect {}

  /** {@code LOAD}. */
  record LoadLibrary() implements SessionEffect {}

  /** A call of {@code setseed}: no reset undoes it. */
  record SetSeed() implements SessionEffect {}

  /** A large object is opened: its descriptor ends with the transaction. */
  record LargeObjectOpen() implements SessionEffect {}

  /** A sequence is advanced: {@code currval} and {@code lastval} need this connection. */
  record SequenceUse() implements SessionEffect {}
}
