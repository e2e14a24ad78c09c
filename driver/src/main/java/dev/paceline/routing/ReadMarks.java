package dev.paceline.routing;

import dev.paceline.position.Position;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Topology;
import org.jspecify.annotations.Nullable;

/**
 * What one session has seen and written: it keeps the session from going back in time.
 *
 * <p>After a read of a replica the session has seen at most what that replica had replayed when the read ended. The same
 * replica always qualifies again, as it never goes back while it runs. Another one qualifies when it has replayed the
 * position that the first one is known to have had at some later moment; until there is such a sample it does not.
 *
 * <p>After a read of the primary the session may have seen every commit before its end. A replica qualifies when it is
 * fresh as of that moment.
 *
 * <p>Not safe for use by many threads: callers hold the session's lock.
 */
public final class ReadMarks {

  private static final int OWN_TABLES = 16;
  private static final int NO_NODE = -1;

  /** Where the last replica read was, or {@link #NO_NODE} once its position has gone into {@link #highWater}. */
  private int lastReplica = NO_NODE;

  private long lastReplicaGeneration;
  private long lastReplicaReadEnd;
  private boolean resolved = true;

  /** Whether a replica may have shown what the primary does not show yet; since {@link #lastReplicaReadEnd}. */
  private boolean aheadOfPrimary;

  /** Everything that was seen on replicas is at or before it, apart from what {@link #lastReplica} still stands for. */
  private @Nullable Position highWater;

  /** A token that somebody gave us: every read must be at or after it. */
  private @Nullable Position required;

  private boolean readPrimary;
  private long lastPrimaryReadEnd;

  /** When the present run of primary reads began; meaningless while {@link #readPrimary} is false. */
  private long primaryRunStart;

  private final int[] ownTables = new int[OWN_TABLES];
  private final long[] ownTimes = new long[OWN_TABLES];
  private int ownCount;

  /** Writes of tables that did not fit, or were not known; meaningless while {@link #wroteOthers} is false. */
  private long othersTime;

  private boolean wroteOthers;
  private boolean wrote;
  private long lastWrite;

  /**
   * A read ended.
   *
   * @param node as it was when the read was routed
   * @param primary whether it was the primary
   * @param now read after the last row that the session can have seen was made
   */
  public void readEnded(NodeState node, boolean primary, long now) {
    if (primary) {
      if (!readPrimary) {
        primaryRunStart = now;
      }
      readPrimary = true;
      lastPrimaryReadEnd = now;
      return;
    }
    readPrimary = false;
    lastReplica = node.node().id();
    lastReplicaGeneration = node.generation();
    lastReplicaReadEnd = now;
    resolved = false;
    aheadOfPrimary = true;
  }

  /**
   * Whether a replica may have shown the session a commit that the primary does not show yet: a commit is in the log, and
   * so on its way to replicas, before it is visible on the primary.
   */
  public boolean aheadOfPrimary() {
    return aheadOfPrimary;
  }

  /** When the last read of a replica ended; meaningless while not {@link #aheadOfPrimary}. */
  public long lastReplicaReadEnd() {
    return lastReplicaReadEnd;
  }

  /** The primary shows everything that this session has seen. */
  public void primaryCaughtUp() {
    aheadOfPrimary = false;
  }

  /**
   * A replica that has every commit that the session was shown by replicas, and so can tell which these are; null if none
   * is known now.
   */
  public @Nullable NodeState witness(Topology topology) {
    NodeState last = topology.node(lastReplica);
    if (last != null && last.generation() == lastReplicaGeneration && last.inService()) {
      return last;
    }
    if (!resolved) {
      resolve(topology);
    }
    for (NodeState replica : topology.replicas()) {
      if (resolved && covers(replica, highWater)) {
        return replica;
      }
    }
    return null;
  }

  /**
   * A write of this session was acknowledged.
   *
   * @param tables hashes of the tables written
   * @param complete false if others may have been written
   * @param now read after the acknowledgement
   */
  public void writeEnded(int[] tables, boolean complete, long now) {
    wrote = true;
    lastWrite = now;
    if (!complete) {
      wroteOthers = true;
      othersTime = now;
    }
    for (int table : tables) {
      remember(table, now);
    }
  }

  private void remember(int table, long now) {
    int at = 0;
    while (at < ownCount && ownTables[at] != table) {
      at++;
    }
    if (at == OWN_TABLES) {
      wroteOthers = true;
      othersTime = now;
      return;
    }
    ownCount = Math.max(ownCount, at + 1);
    ownTables[at] = table;
    ownTimes[at] = now;
  }

  /** From now on every read must be at or after {@code position}, in the lineage that the caller has checked. */
  public void require(Position position) {
    if (required == null || position.covers(required)) {
      required = position;
    }
  }

  /** What a token demanded, or null. */
  public @Nullable Position required() {
    return required;
  }

  /** When the session last wrote or read the primary; {@code otherwise} if it never did. */
  public long lastPrimaryContact(long otherwise) {
    if (!wrote) {
      return readPrimary ? lastPrimaryReadEnd : otherwise;
    }
    return readPrimary && lastPrimaryReadEnd - lastWrite > 0 ? lastPrimaryReadEnd : lastWrite;
  }

  /** Whether the place has everything that the session has already seen. */
  boolean allow(NodeState candidate, Topology topology) {
    if (readPrimary
        && !(candidate.freshKnown() && candidate.freshAsOf() - lastPrimaryReadEnd >= 0)) {
      return false;
    }
    if (lastReplica == candidate.node().id() && lastReplicaGeneration == candidate.generation()) {
      return true;
    }
    if (!resolved) {
      resolve(topology);
    }
    return resolved && covers(candidate, highWater);
  }

  /** Whether the place has reached the token. */
  boolean reaches(NodeState candidate) {
    return covers(candidate, required);
  }

  private static boolean covers(NodeState candidate, @Nullable Position position) {
    return position == null
        || (candidate.position() != null && candidate.position().covers(position));
  }

  private void resolve(Topology topology) {
    NodeState last = topology.node(lastReplica);
    boolean same = last != null && last.generation() == lastReplicaGeneration;
    // Whatever a replica showed had been flushed on the primary: its next sample bounds it when the
    // replica is gone.
    NodeState witness = same ? last : topology.primary();
    if (witness == null
        || witness.position() == null
        || witness.sampledAt() - lastReplicaReadEnd < 0) {
      return;
    }
    if (highWater == null || witness.position().covers(highWater)) {
      highWater = witness.position();
    }
    resolved = true;
  }

  /** Whether the place has this session's own writes of the tables. */
  boolean hasOwnWrites(NodeState candidate, int[] tables, boolean complete) {
    if (!wrote) {
      return true;
    }
    if (!complete) {
      return freshSince(candidate, lastWrite);
    }
    if (tables.length == 0) {
      return true;
    }
    if (wroteOthers && !freshSince(candidate, othersTime)) {
      return false;
    }
    for (int table : tables) {
      for (int i = 0; i < ownCount; i++) {
        if (ownTables[i] == table && !freshSince(candidate, ownTimes[i])) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean freshSince(NodeState candidate, long time) {
    return candidate.freshKnown() && candidate.freshAsOf() - time >= 0;
  }

  /**
   * How long this session has read the primary without a read of a replica in between; 0 if it has not.
   *
   * @param now the ticker's reading
   */
  long primaryRun(long now) {
    return readPrimary ? Math.max(0, now - primaryRunStart) : 0;
  }
}
