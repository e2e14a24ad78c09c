package dev.paceline.clusterkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for a condition, never longer than told, and says what was missing when it did not come. */
public final class Await {

  /** Short enough not to be felt in a test, long enough not to load the server that is waited for. */
  private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

  private Await() {}

  /** Something that may become true. An exception counts as "not yet" and is shown if the time runs out. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Stops a wait at once, because the condition can no longer come true. */
  public static final class Hopeless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Hopeless(String reason) {
      super(reason);
    }
  }

  /** As {@link #until(String, Duration, Condition, Supplier)} with nothing more to say on failure. */
  public static void until(String what, Duration atMost, Condition condition) {
    until(what, atMost, condition, () -> "");
  }

  /**
   * Returns when the condition holds.
   *
   * @param what what is waited for, as in "n2 to accept connections"
   * @param evidence asked only on failure: what helps to understand it, for example the end of a server's log
   * @throws ClusterKitException when the time is over, the condition is hopeless, or the thread is interrupted
   */
  public static void until(
      String what, Duration atMost, Condition condition, Supplier<String> evidence) {
    long start = System.nanoTime();
    Exception last = null;
    do {
      try {
        if (condition.holds()) {
          return;
        }
        last = null;
      } catch (Hopeless e) {
        throw failure("Gave up waiting for " + what + ": " + e.getMessage(), evidence, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        last = e;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw failure("Interrupted while waiting for " + what, evidence, last);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    } while (System.nanoTime() - start < atMost.toNanos());
    String why = last == null ? "" : " (last error: " + last.getMessage() + ")";
    throw failure("Waited " + atMost.toMillis() + " ms in vain for " + what + why, evidence, last);
  }

  private static ClusterKitException failure(
      String message, Supplier<String> evidence, @Nullable Throwable cause) {
    String more = evidence.get();
    return new ClusterKitException(
        more.isEmpty() ? message : message + System.lineSeparator() + more, cause);
  }
}
