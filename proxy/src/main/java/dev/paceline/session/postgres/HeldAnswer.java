package dev.paceline.session.postgres;

import dev.paceline.cluster.Cluster;
import dev.paceline.routing.Reason;
import dev.paceline.session.SessionState;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.wire.postgres.BackendType;
import dev.paceline.wire.postgres.ErrorReport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Holds back what a server answers until it is known that it may be handed out: until then the unit can be run again.
 *
 * <pre>
 * OPEN =&gt; HOLDING: a unit of plain reads is sent, or one that uses prepared statements
 * HOLDING =&gt; OPEN: the first answer that tells something has come, and no write that it should show is under way
 * HOLDING =&gt; DISCARDING: a replica cannot run it, or a prepared statement is of no use any more, or such a write does not end in time
 * DISCARDING =&gt; OPEN: the server has said all
 * </pre>
 *
 * Confined to the session's event loop.
 */
final class HeldAnswer {

  private static final long SETTLE_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SETTLE_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private enum State {
    OPEN,
    HOLDING,
    DISCARDING
  }

  /** Whose answer it is. */
  interface Owner {

    /** Something that decides has come, but it cannot be decided yet: nothing more should be read. */
    void undecided();

    /** It is decided: reading goes on. */
    void resolved();
  }

  private final Cluster cluster;
  private final SessionState session;
  private final EventLoop loop;
  private final GatheredUnit unit;
  private final ClientOutput output;
  private final Owner owner;
  private final List<ByteBuf> held = new ArrayList<>();

  private State state = State.OPEN;
  private boolean settles;

  /** Whether what has come would decide, but for a write that is under way. */
  private boolean undecided;

  HeldAnswer(
      Cluster cluster,
      SessionState session,
      EventLoop loop,
      GatheredUnit unit,
      ClientOutput output,
      Owner owner) {
    this.cluster = cluster;
    this.session = session;
    this.loop = loop;
    this.unit = unit;
    this.output = output;
    this.owner = owner;
  }

  /**
   * From now on what is answered is held back, or is not.
   *
   * @param settle whether it is handed out only when no write is under way that it should show
   */
  void begin(boolean hold, boolean settle) {
    settles = settle;
    state = hold ? State.HOLDING : State.OPEN;
    undecided = false;
  }

  /** Whether nothing has been handed out, so that the unit can still be run elsewhere. */
  boolean isHolding() {
    return state != State.OPEN;
  }

  boolean isDiscarding() {
    return state == State.DISCARDING;
  }

  /**
   * Bytes of the answer.
   *
   * @param bytes given away
   */
  void take(ByteBuf bytes) {
    switch (state) {
      case OPEN -> output.write(bytes);
      case HOLDING -> held.add(bytes);
      case DISCARDING -> bytes.release();
    }
  }

  /** A message of the answer begins. */
  void begins(byte type) {
    if (state != State.HOLDING || undecided || !tells(type)) {
      return;
    }
    if (settled()) {
      handOut();
      return;
    }
    undecided = true;
    owner.undecided();
    awaitSettled(cluster.ticker().nanos() + SETTLE_WAIT_NANOS);
  }

  private static boolean tells(byte type) {
    return switch (type) {
      case BackendType.PARSE_COMPLETE,
          BackendType.BIND_COMPLETE,
          BackendType.CLOSE_COMPLETE,
          BackendType.PARAMETER_DESCRIPTION,
          BackendType.ROW_DESCRIPTION,
          BackendType.NO_DATA,
          BackendType.NOTICE_RESPONSE,
          BackendType.PARAMETER_STATUS -> false;
      default -> true;
    };
  }

  /** The server has failed: what can be done better, elsewhere or with statements prepared anew, is discarded. */
  void failed(ErrorReport error, NodeState at) {
    if (state != State.HOLDING) {
      return;
    }
    String sqlState = error.sqlState();
    if (StaleStatements.mayBeWhy(error) && unit.canHeal()) {
      unit.healed();
      discard();
    } else if (at.role() == Role.REPLICA) {
      failedOnReplica(sqlState, at);
    }
  }

  private void failedOnReplica(String sqlState, NodeState at) {
    switch (sqlState) {
      case "25006", "0A000", "55000", "42P01", "42703", "42883", "42704", "3F000" -> {
        unit.toPrimary(Reason.REPLICA_REFUSED);
        StatementPlan plan = unit.deciding();
        if (sqlState.equals("25006") && plan != null) {
          cluster.refusals().add(plan.digest());
        }
        discard();
      }
      case "40001", "40P01", "57P01", "57P02", "57P03" -> {
        unit.avoid(at);
        discard();
      }
      default -> {}
    }
  }

  /** Nothing of the answer is handed out, neither what has come nor what will. */
  void discard() {
    state = State.DISCARDING;
    releaseHeld();
  }

  /** Lets go of everything. */
  void end() {
    begin(/* hold= */ false, /* settle= */ false);
    releaseHeld();
  }

  private void releaseHeld() {
    for (ByteBuf bytes : held) {
      bytes.release();
    }
    held.clear();
  }

  private void handOut() {
    state = State.OPEN;
    unit.drop();
    for (ByteBuf bytes : held) {
      output.write(bytes);
    }
    held.clear();
  }

  private boolean settled() {
    if (!settles) {
      return true;
    }
    List<StatementPlan> plans = unit.plans();
    for (int i = 0; i < plans.size(); i++) {
      if (!cluster.router().settled(session, plans.get(i))) {
        return false;
      }
    }
    return true;
  }

  private void awaitSettled(long until) {
    var ignored = loop.schedule(() -> settle(until), SETTLE_PAUSE_NANOS, TimeUnit.NANOSECONDS);
  }

  private void settle(long until) {
    if (!undecided) {
      return;
    }
    if (state == State.HOLDING) {
      boolean settled = settled();
      if (!settled && until - cluster.ticker().nanos() > 0) {
        awaitSettled(until);
        return;
      }
      if (settled) {
        handOut();
        output.flush();
      } else {
        unit.toPrimary(Reason.ANSWER_UNSETTLED);
        discard();
      }
    }
    undecided = false;
    owner.resolved();
  }
}
