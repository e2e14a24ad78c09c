package dev.paceline.session.postgres;

import dev.paceline.backend.ServerPreparedStatement;
import dev.paceline.routing.Reason;
import dev.paceline.sql.Route;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.wire.postgres.FrameCursor;
import dev.paceline.wire.postgres.FrameTable;
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

  /** Nor so many messages: each can need three requests, and a server connection can owe the answers to 4,096. */
  private static final int LIMIT_MESSAGES = 1_000;

  /** Is shown messages, or first pieces of large ones. */
  interface Visitor {
    void message(byte type, ByteBuf in, FrameCursor at);
  }

  private FrameCursor cursor = new FrameCursor(FrameTable.FRONTEND, ClientSession.COLLECT_BYTES);
  private final List<ByteBuf> frames = new ArrayList<>();
  private final List<StatementPlan> plans = new ArrayList<>();

  /** Those that were used by a name: what the server has of them may have become useless. */
  private final List<ServerPreparedStatement> named = new ArrayList<>();

  private int bytes;
  private boolean extended;
  private boolean ended;

  /** By node identifier: where the unit has failed already. */
  private long avoided;

  private @Nullable Reason toPrimary;
  private boolean healed;
  private long deadline;

  /** A unit begins with a message of this type. */
  void begin(byte type) {
    extended = type != FrontendType.QUERY;
    ended = false;
    avoided = 0;
    toPrimary = null;
    healed = false;
    deadline = 0;
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

  /** One of the unit's statements that was prepared; null for one that the client does not have. */
  void add(ClientStatements.@Nullable Prepared prepared, boolean unnamed) {
    if (prepared != null) {
      plans.add(prepared.plan());
      ServerPreparedStatement statement = prepared.statement();
      if (!unnamed && statement != null) {
        named.add(statement);
      }
    }
  }

  /** Whether it uses statements by name, and has not been run again for their sake yet. */
  boolean canHeal() {
    return !named.isEmpty() && !healed;
  }

  /** It is run again with its statements prepared anew. */
  void healed() {
    healed = true;
  }

  /** The statements that are used by a name. */
  List<ServerPreparedStatement> named() {
    return named;
  }

  /**
   * When to give up looking for a place.
   *
   * @param otherwise if that is not settled yet
   */
  long deadline(long otherwise) {
    deadline = deadline == 0 ? otherwise : deadline;
    return deadline;
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
    return bytes > LIMIT_BYTES || frames.size() >= LIMIT_MESSAGES;
  }

  boolean isExtended() {
    return extended;
  }

  /** Looks at what was gathered from its beginning, as often as it is called until {@link #drop}. */
  void replay(Visitor visitor) {
    for (int i = 0; i < frames.size(); i++) {
      ByteBuf frame = frames.get(i);
      int start = frame.readerIndex();
      if (cursor.left() > 0) {
        // It stands in the midst of a large message, whose rest was passed on.
        cursor = new FrameCursor(FrameTable.FRONTEND, ClientSession.COLLECT_BYTES);
      }
      cursor.attach(frame);
      if (cursor.next()) {
        visitor.message(cursor.type(), frame, cursor);
      }
      cursor.detach();
      frame.readerIndex(start);
    }
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
    named.clear();
    bytes = 0;
  }
}
