package dev.paceline.dialect.postgresql;

import java.util.Arrays;

/**
 * Which transactions a primary had not finished at one moment: those of {@link PostgresqlTopologyQueries#RUNNING}.
 *
 * <p>A commit is written to the log, and so on its way to standbys, before its transaction leaves the list of the running
 * ones and becomes visible on the primary; with synchronous replication long before. Whatever any standby showed before
 * the question was sent is visible to every later statement on the primary once none of these is running any more.
 *
 * <p>Subtransactions do not count: their commit is their top-level transaction's, which is here.
 *
 * <p>Immutable.
 */
public final class RunningTransactions {

  /** Transactions from this one on had not finished. */
  private final long xmax;

  /** The id that was to be given out next; asked after the snapshot was taken. */
  private final long next;

  /** The unfinished ones below {@link #xmax}. */
  private final long[] listed;

  private RunningTransactions(long xmax, long next, long[] listed) {
    this.xmax = xmax;
    this.next = next;
    this.listed = listed;
  }

  /**
   * Reads the server's answer.
   *
   * @param snapshot as {@code txid_current_snapshot()} prints it, {@code xmin:xmax:xip,xip...}
   * @param next the low 32 bits of the id that is to be given out next
   * @throws IllegalArgumentException if it is none
   */
  public static RunningTransactions parse(String snapshot, int next) {
    int first = snapshot.indexOf(':');
    int second = snapshot.indexOf(':', first + 1);
    if (first < 0 || second < 0) {
      throw new IllegalArgumentException("not a snapshot: " + snapshot);
    }
    long xmax = Long.parseLong(snapshot.substring(first + 1, second));
    String list = snapshot.substring(second + 1);
    long[] listed = list.isEmpty()
        ? new long[0]
        : Arrays.stream(list.split(",", -1)).mapToLong(Long::parseLong).toArray();
    // It is at or above xmax, and by far less than what 32 bits count.
    return new RunningTransactions(xmax, xmax + Math.max(0, next - (int) xmax), listed);
  }

  /** All that had not finished, and had an id. */
  public long[] all() {
    int beyond = Math.toIntExact(next - xmax);
    long[] all = Arrays.copyOf(listed, listed.length + beyond);
    for (int i = 0; i < beyond; i++) {
      all[listed.length + i] = xmax + i;
    }
    return all;
  }

  /** Those of {@code some} that had not finished. */
  public long[] of(long[] some) {
    return Arrays.stream(some).filter(this::has).toArray();
  }

  private boolean has(long transaction) {
    if (transaction >= xmax) {
      return true;
    }
    for (long one : listed) {
      if (one == transaction) {
        return true;
      }
    }
    return false;
  }
}
