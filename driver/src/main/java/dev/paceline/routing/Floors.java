package dev.paceline.routing;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What this process has written, by table: the requirement of {@code freshness=process}.
 *
 * <p>For every table there is the time of the last acknowledged write and the number of writes that were sent and not
 * yet answered. A replica covers the table when everything committed before that time is visible there, and when no
 * write is under way. Writes under way count because a replica may show a commit before the primary does (a commit is
 * in the log, and so on its way to replicas, before it is visible on the primary; with synchronous replication long
 * before): a read that saw it there and a next one that does not see it elsewhere would go back in time.
 *
 * <p>Tables are hashed into a fixed number of slots: two tables in one slot cost a needless read of the primary, never a
 * stale answer. A write whose tables are not known raises the slot {@link #UNKNOWN_WRITE}, which every read of a table
 * looks at; a read whose tables are not known looks at {@link #ANY_WRITE}, which every write raises. There is nothing to
 * forget: a floor that every replica has passed costs a comparison.
 *
 * <p>Times are nanoseconds of one {@link dev.paceline.config.Ticker} for the whole process. Safe for use by many
 * threads; no locks.
 */
public final class Floors {

  /** The answer of {@link #requiredSince} when nothing was written: less than every reading after the origin. */
  private static final long NEVER = 0;

  private static final int UNKNOWN_WRITE = 0;
  private static final int ANY_WRITE = 1;
  private static final int FIRST_TABLE = 2;
  private static final int TABLE_SLOTS = 1 << 12;

  private final long origin;

  /** Nanoseconds since one before the origin, so that 0 is {@link #NEVER} and all else above it. */
  private final AtomicLongArray acknowledged = new AtomicLongArray(FIRST_TABLE + TABLE_SLOTS);

  private final AtomicIntegerArray underWay = new AtomicIntegerArray(FIRST_TABLE + TABLE_SLOTS);

  /**
   * Makes floors with nothing written.
   *
   * @param origin a reading of the process's ticker; every later argument must not be before it
   */
  public Floors(long origin) {
    this.origin = origin;
  }

  /**
   * A write is about to be sent: an autocommit statement, or the COMMIT of a transaction that wrote.
   *
   * @param tables hashes of the tables written
   * @param complete false if it may write others as well
   */
  public void writeBegins(int[] tables, boolean complete) {
    underWay.incrementAndGet(ANY_WRITE);
    if (!complete) {
      underWay.incrementAndGet(UNKNOWN_WRITE);
    }
    for (int table : tables) {
      underWay.incrementAndGet(slot(table));
    }
  }

  /**
   * The write was answered, or never will be: from now on reads must see it. Takes what {@link #writeBegins} was given.
   *
   * @param now read after the answer
   */
  public void writeEnds(int[] tables, boolean complete, long now) {
    // The floor first, then the count: between the two a read is held back twice, not let through.
    raise(ANY_WRITE, now);
    if (!complete) {
      raise(UNKNOWN_WRITE, now);
    }
    for (int table : tables) {
      raise(slot(table), now);
    }
    underWay.decrementAndGet(ANY_WRITE);
    if (!complete) {
      underWay.decrementAndGet(UNKNOWN_WRITE);
    }
    for (int table : tables) {
      underWay.decrementAndGet(slot(table));
    }
  }

  /**
   * Since when a place must be fresh for a read of these tables.
   *
   * @param complete false if the read may look at other tables as well
   * @return as {@link #since} counts; 0 when there is nothing to wait for
   */
  long requiredSince(int[] tables, boolean complete) {
    if (!complete) {
      return acknowledged.get(ANY_WRITE);
    }
    if (tables.length == 0) {
      return NEVER;
    }
    long since = acknowledged.get(UNKNOWN_WRITE);
    for (int table : tables) {
      since = Math.max(since, acknowledged.get(slot(table)));
    }
    return since;
  }

  /** Whether a write of one of these tables was sent and not yet answered. */
  boolean writeUnderWay(int[] tables, boolean complete) {
    if (!complete) {
      return underWay.get(ANY_WRITE) != 0;
    }
    if (tables.length == 0) {
      return false;
    }
    int count = underWay.get(UNKNOWN_WRITE);
    for (int table : tables) {
      count |= underWay.get(slot(table));
    }
    return count != 0;
  }

  /** A reading of the ticker as {@link #requiredSince} counts. */
  long since(long nanos) {
    return Math.max(NEVER, nanos - origin + 1);
  }

  private void raise(int slot, long now) {
    long since = since(now);
    long current = acknowledged.get(slot);
    while (current < since && !acknowledged.compareAndSet(slot, current, since)) {
      current = acknowledged.get(slot);
    }
  }

  private static int slot(int table) {
    return FIRST_TABLE + ((table ^ (table >>> 16)) & (TABLE_SLOTS - 1));
  }
}
