package dev.paceline.topology;

import dev.paceline.position.Position;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where the primary was at moments of our own clock, and so answers how old what a replica shows may be,
 * without trusting any server's clock.
 *
 * <p>A sample {@code (h, P)} says: a question sent at {@code h} was answered with {@code P}, so every commit that was
 * acknowledged before {@code h} lies at or before {@code P}. A replica that has replayed {@code L} shows every commit that
 * was acknowledged before the newest {@code h} with {@code P <= L}.
 *
 * <p>Both times and positions only grow. Of equal positions the newest time is kept: while a primary is idle its
 * replicas do not age. When the ring is full, old samples are thinned, so that it spans the horizon however fast the
 * primary is sampled; an answer then becomes older by at most the gap between two samples, never newer than the truth.
 * Not safe for use by several threads.
 */
final class LagRing {

  private final long[] times;
  private final Position[] positions;
  private final long horizon;

  /** Samples are at indexes 0 to size - 1, oldest first. */
  private int size;

  LagRing(int capacity, long horizon) {
    this.times = new long[capacity];
    this.positions = new Position[capacity];
    this.horizon = horizon;
  }

  /**
   * Adds a sample.
   *
   * @return false if it goes back in position, which no history does; then nothing is remembered any more
   */
  boolean add(long time, Position position) {
    if (size > 0) {
      Position newest = positions[size - 1];
      if (!position.covers(newest)) {
        clear();
        return false;
      }
      if (newest.covers(position)) {
        times[size - 1] = later(times[size - 1], time);
        return true;
      }
      if (time - times[size - 1] < 0) {
        // Asked earlier, answered later: it cannot say more than what is known.
        return true;
      }
    }
    if (size == times.length) {
      thin(time);
    }
    times[size] = time;
    positions[size] = position;
    size++;
    return true;
  }

  private static long later(long a, long b) {
    return a - b >= 0 ? a : b;
  }

  /** Frees at least half: the older three quarters keep one sample for each gap of four horizons over capacity. */
  private void thin(long now) {
    int recent = size - size / 4;
    long gap = Math.max(1, horizon / (times.length / 4));
    int kept = 0;
    for (int i = 0; i < size; i++) {
      boolean beyond = now - times[i] > horizon;
      // One sample beyond the horizon stays, so that a replica there is "older than", not
      // "unknown".
      boolean drop = i < recent
          && (beyond
              ? i + 1 < size && now - times[i + 1] > horizon
              : kept > 0 && times[i] - times[kept - 1] < gap);
      if (!drop) {
        times[kept] = times[i];
        positions[kept] = positions[i];
        kept++;
      }
    }
    if (kept == size) {
      // All samples lie wide apart, which only a clock that leaps can cause: the oldest goes.
      System.arraycopy(times, 1, times, 0, size - 1);
      System.arraycopy(positions, 1, positions, 0, size - 1);
      kept--;
    }
    Arrays.fill(positions, kept, size, null);
    size = kept;
  }

  /** The index of the newest sample that a position covers, or -1. */
  int newestCoveredBy(@Nullable Position position) {
    if (position == null) {
      return -1;
    }
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (position.covers(positions[middle])) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  long timeAt(int index) {
    return times[index];
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  long oldestTime() {
    return times[0];
  }

  long newestTime() {
    return times[size - 1];
  }

  Position newestPosition() {
    return positions[size - 1];
  }

  void clear() {
    Arrays.fill(positions, 0, size, null);
    size = 0;
  }
}
