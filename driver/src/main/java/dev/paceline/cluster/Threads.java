package dev.paceline.cluster;

import java.util.concurrent.TimeUnit;

/** Waiting for threads to end. */
final class Threads {

  private Threads() {}

  /** Waits until a thread has ended, at most so long; an interrupt ends the wait and stays set. */
  static void join(Thread thread, long nanos) {
    if (thread == Thread.currentThread()) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1_000_000, nanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
