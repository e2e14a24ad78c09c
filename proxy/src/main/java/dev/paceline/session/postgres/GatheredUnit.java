package dev.paceline.session.postgres;

import dev.paceline.routing.Reason;
import dev.paceline.sql.Route;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.wire.postgres.FrontendType;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent of a unit while it has no server connection for it, and what is known of where the unit may run. Kept until
 * it need not be sent again. Confined to the session's event loop.
 */
final class GatheredUnit {

  /** More than this is not gathered before the unit's place is decided, nor kept for sending it again. */
  private static final int LIMIT_BYTES = 64 << 10;

  private final List<ByteBuf> frames = new ArrayList<>();
  private final List<StatementPlan> plans = new ArrayList<>();
  private int bytes;
  private boolean extended;
  private boolean ended;

  /** By node identifier: where the unit has failed already. */
  private long avoided;

  private @Nullable Reason toPrimary;

  /** A unit begins with a message of this type. */
  void begin(byte type) {
    extended = type != FrontendType.QUERY;
    ended = false;
    avoided = 0;
    toPrimary = null;
  }

  /**
   * A message, or the first piece of a large one.
   *
   * @param frame given away
   */
  void keep(ByteBuf frame) {
    frames.add(frame);
    bytes += frame.readableBytes();
  }

  /** One of the unit's statements. */
  void add(StatementPlan plan) {
    plans.add(plan);
  }

  /** What was gathered ends with what ends the unit, or does not. */
  void ended(boolean last) {
    ended = last;
  }

  /** Whether all of the unit has been gathered. */
  boolean isEnded() {
    return ended;
  }

  boolean isFull() {
    return bytes > LIMIT_BYTES;
  }

  boolean isExtended() {
    return extended;
  }

  List<ByteBuf> frames() {
    return frames;
  }

  List<StatementPlan> plans() {
    return plans;
  }

  /** The plan that decides the place: one that has to be on the primary, or else the first. */
  @Nullable
  StatementPlan deciding() {
    StatementPlan first = null;
    for (int i = 0; i < plans.size(); i++) {
      StatementPlan plan = plans.get(i);
      if (plan.route() != Route.REPLICA) {
        return plan;
      }
      first = first == null ? plan : first;
    }
    return first;
  }

  boolean onlyPlainReads() {
    for (int i = 0; i < plans.size(); i++) {
      if (!UnitLedger.isPlainRead(plans.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** A unit of nothing but Close and Sync needs no server: what a client closes may stay prepared for others. */
  boolean onlyCloses() {
    if (!ended || !extended || !plans.isEmpty()) {
      return false;
    }
    for (int i = 0; i < frames.size(); i++) {
      ByteBuf frame = frames.get(i);
      byte type = frame.getByte(frame.readerIndex());
      if (type != FrontendType.CLOSE && type != FrontendType.SYNC) {
        return false;
      }
    }
    return true;
  }

  /** It is not to be tried on this node again. */
  void avoid(NodeState node) {
    avoided |= 1L << node.node().id();
  }

  boolean avoids(NodeState node) {
    return (avoided & 1L << node.node().id()) != 0;
  }

  /** It has to run on the primary. */
  void toPrimary(Reason why) {
    toPrimary = why;
  }

  /** Why it has to run on the primary; null if nothing says so yet. */
  @Nullable
  Reason toPrimary() {
    return toPrimary;
  }

  /** It need not be sent again. */
  void drop() {
    for (int i = 0; i < frames.size(); i++) {
      frames.get(i).release();
    }
    frames.clear();
    plans.clear();
    bytes = 0;
  }
}
