package dev.paceline.config;

/**
 * The one clock of Paceline: monotonic nanoseconds from an arbitrary origin.
 *
 * <p>Two readings compare by subtraction only ({@code a - b > 0}), as {@link System#nanoTime()} demands. No decision
 * ever uses a wall clock or a server's clock. Implementations are safe for use by many threads.
 */
@FunctionalInterface
public interface Ticker {

  /** The current reading in nanoseconds; never goes back. */
  long nanos();

  /** The clock of this JVM. */
  static Ticker system() {
    return System::nanoTime;
  }
}
