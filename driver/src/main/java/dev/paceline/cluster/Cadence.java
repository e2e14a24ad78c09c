package dev.paceline.cluster;

/**
 * How often nodes are asked. Nanoseconds. Three speeds: somebody needs fresh positions now, there is traffic or something
 * is unclear, and nothing happens.
 *
 * @param demanded between two positions while somebody needs them
 * @param busy between two questions while there is traffic or roles are unclear
 * @param idle between two questions while nothing happens
 * @param full a full probe at least so often
 */
record Cadence(long demanded, long busy, long idle, long full) {

  private static final long MILLISECOND = 1_000_000;

  /** Four a lag limit, so that the gaps between questions are never taken for lag. */
  private static final int QUESTIONS_PER_LIMIT = 4;

  /** Derives the speeds from the configured bounds. */
  static Cadence of(long minInterval, long maxInterval, long maxLag) {
    long busy = Math.max(MILLISECOND, minInterval);
    long idle = Math.max(busy, Math.min(maxInterval, maxLag / QUESTIONS_PER_LIMIT));
    return new Cadence(Math.min(4 * MILLISECOND, busy), busy, idle, Math.max(idle, 20 * busy));
  }

  /** Until the next question to a node that answers. */
  long next(boolean demand, boolean traffic, boolean unclear) {
    if (demand) {
      return demanded;
    }
    return traffic || unclear ? busy : idle;
  }

  /**
   * Until the next attempt to reach a node that does not answer: doubles with each failure in a row.
   *
   * @param failures 1 or more
   */
  long retry(int failures, boolean unclear) {
    long most = unclear ? Math.min(idle, 5 * busy) : idle;
    return Math.min(most, busy << Math.min(failures - 1, 10));
  }
}
