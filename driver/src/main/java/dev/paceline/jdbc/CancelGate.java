package dev.paceline.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets another thread cancel the native statement that runs, without any lock that the running thread holds, and never
 * one that has ended: the native statement may be somebody else's by then.
 *
 * <p>States: nothing runs (null) ⇒ running: {@link #opens}; running ⇒ cancelling: {@link #cancel}; cancelling ⇒ running:
 * the cancel request was sent; running ⇒ nothing: {@link #closes}, which waits while somebody is cancelling.
 */
final class CancelGate {

  /** The running statement, or {@link Cancelling}, or null. */
  private final AtomicReference<@Nullable Object> state = new AtomicReference<>();

  private record Cancelling(Statement statement) {}

  /** The statement is about to be sent. */
  void opens(Statement statement) {
    state.setRelease(statement);
  }

  /** The statement was answered: from now on it cannot be cancelled. */
  void closes(Statement statement) {
    while (!state.compareAndSet(statement, null)) {
      // A cancel request is a few packets to the server: short, but not worth burning a processor
      // for.
      LockSupport.parkNanos(50_000);
    }
  }

  /** Cancels what runs now; does nothing when nothing does, or when somebody is cancelling it. */
  void cancel() throws SQLException {
    Object current = state.get();
    if (current instanceof Statement statement) {
      Cancelling cancelling = new Cancelling(statement);
      if (state.compareAndSet(statement, cancelling)) {
        try {
          statement.cancel();
        } finally {
          state.set(statement);
        }
      }
    }
  }
}
