package dev.paceline.topology;

import dev.paceline.position.Lineage;
import dev.paceline.position.Position;
import org.jspecify.annotations.Nullable;

/**
 * One node in one {@link Topology}. Times are nanoseconds of our own monotonic clock and compare by subtraction only.
 *
 * @param node who
 * @param role what it said it is
 * @param standing whether it may be used
 * @param lineage the history it is in; null before the first answer
 * @param position replica: what it has replayed; primary: what it has flushed; null before the first answer, and of a
 *     replica that is full and may have gone back
 * @param sampledAt when the question that {@code position} answers was sent; meaningless while {@code position} is null
 * @param freshKnown whether {@code freshAsOf} means anything
 * @param freshAsOf every commit that was acknowledged anywhere before this moment is visible on this node
 * @param lagNanos how far it was behind the primary when it was last asked, judged by our clock alone: zero or more, or -1 if
 *     unknown. An idle primary makes nobody lag
 * @param lagBytes bytes of the stream behind the primary's last known position, or -1 if unknown
 * @param replayPaused whether the server says that somebody paused its replay
 * @param generation changes whenever the node may have lost what it had replayed in memory: positions that were seen
 *     before are then no promise any more
 * @param note why it is not in service, or what else is worth knowing; empty if nothing
 */
public record NodeState(
    Node node,
    Role role,
    Standing standing,
    @Nullable Lineage lineage,
    @Nullable Position position,
    long sampledAt,
    boolean freshKnown,
    long freshAsOf,
    long lagNanos,
    long lagBytes,
    boolean replayPaused,
    long generation,
    String note) {

  /** Stands for a lag that is not known. */
  public static final long UNKNOWN_LAG = -1;

  /** Whether reads may go here as far as the node's own health is concerned. */
  public boolean inService() {
    return standing == Standing.IN;
  }
}
