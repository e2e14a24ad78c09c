package dev.paceline.routing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What this process asks of one node: statements under way and how long answers take.
 *
 * <p>The average is the exponentially weighted one of Finagle's "peak EWMA" balancer: it rises at once to a slower answer
 * and decays towards a faster one, so that a node which stalls is left at once. Updates are racy on purpose: losing one
 * of two answers that arrive together changes no choice, and a lock here would be on every statement's way.
 */
public final class NodeLoad {

  /** After so long without an answer the past counts for nothing; until then its weight falls in proportion. */
  private static final double DECAY_NANOS = 1e9;

  private final AtomicInteger underWay = new AtomicInteger();

  /** The bits of a double. Opaque, as is the other: racy anyway, so nothing is gained by fences on every statement's way. */
  private final AtomicLong averageNanos = new AtomicLong();

  private final AtomicLong updatedAt = new AtomicLong();

  NodeLoad() {}

  /** A statement is sent. */
  public void begins() {
    underWay.incrementAndGet();
  }

  /**
   * The statement was answered.
   *
   * @param tookNanos from sending to the answer, 0 or more
   * @param now the ticker's reading
   */
  public void ends(long tookNanos, long now) {
    underWay.decrementAndGet();
    double average = averageNanos();
    if (tookNanos > average) {
      average((double) tookNanos);
    } else {
      // Falls by a hundredth at least, so that a burst of answers within one reading of the clock
      // still counts.
      double share = Math.min(1, Math.max(0.01, (now - updatedAt.getOpaque()) / DECAY_NANOS));
      average(average + (tookNanos - average) * share);
    }
    updatedAt.setOpaque(now);
  }

  private void average(double nanos) {
    averageNanos.setOpaque(Double.doubleToRawLongBits(nanos));
  }

  /** Statements sent and not yet answered, 0 or more. */
  public int underWay() {
    return underWay.get();
  }

  /** The decaying average of response times in nanoseconds; 0 before the first. */
  public double averageNanos() {
    return Double.longBitsToDouble(averageNanos.getOpaque());
  }

  /** The price of sending one more: never 0, so that an idle node without a history still has a defined rank. */
  double cost() {
    return (averageNanos() + 1) * (underWay.get() + 1);
  }
}
