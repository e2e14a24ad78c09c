package dev.paceline.clusterkit.relay;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What one direction of a relay does to bytes. Belongs to the loop's thread. */
final class Shape {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** A narrow line sends in bursts of this many a second. */
  private static final int BURSTS_PER_SECOND = 50;

  /** Bytes that a delayed line holds for one connection at most, and one without delay. */
  private static final int DELAYED_BYTES = 1024 * 1024;

  private static final int PROMPT_BYTES = 64 * 1024;

  boolean blackhole;
  long passed;
  private long delayNanos;
  private long bytesPerSecond; // 0: no limit
  private long allowance; // bytes that may pass now; meaningful with a limit only
  private long allowanceAt; // when the allowance was last filled up

  void delay(Duration time) {
    if (time.isNegative() || time.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("a delay is between 0 and 10 minutes, not " + time);
    }
    delayNanos = time.toNanos();
  }

  void throttle(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "a rate is 0 (no limit) or more bytes a second, not " + bytes);
    }
    bytesPerSecond = bytes;
    allowance = 0;
    allowanceAt = System.nanoTime();
  }

  void heal() {
    blackhole = false;
    delayNanos = 0;
    bytesPerSecond = 0;
  }

  boolean isFaulty() {
    return blackhole || !isPrompt();
  }

  /** Whether bytes may go on as they come. */
  boolean isPrompt() {
    return delayNanos == 0 && bytesPerSecond == 0;
  }

  long delayNanos() {
    return delayNanos;
  }

  int capacity() {
    return delayNanos == 0 ? PROMPT_BYTES : DELAYED_BYTES;
  }

  /** How many bytes may pass now. */
  int allowed(long now) {
    if (bytesPerSecond == 0) {
      return Integer.MAX_VALUE;
    }
    long most = Math.max(1, bytesPerSecond / BURSTS_PER_SECOND);
    // A minute at most, so that the product below cannot overflow with any sensible rate.
    long elapsed = Math.min(now - allowanceAt, 60 * SECOND);
    long earned = (long) ((double) elapsed * bytesPerSecond / SECOND);
    if (earned > 0) {
      allowance = Math.min(most, allowance + earned);
      allowanceAt = now;
    }
    return (int) Math.min(allowance, Integer.MAX_VALUE);
  }

  /** When bytes may pass again after the allowance is used up. */
  long refillAt(long now) {
    long most = Math.max(1, bytesPerSecond / BURSTS_PER_SECOND);
    return now + Math.max(1, most * SECOND / Math.max(1, bytesPerSecond));
  }

  void pass(int bytes) {
    passed += bytes;
    if (bytesPerSecond > 0) {
      allowance -= bytes;
    }
  }
}
