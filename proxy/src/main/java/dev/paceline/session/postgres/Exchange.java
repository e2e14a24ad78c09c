package dev.paceline.session.postgres;

import dev.paceline.backend.ServerConnection;
import dev.paceline.backend.ServerPool;
import dev.paceline.backend.ServerPreparedStatement;
import dev.paceline.cluster.Cluster;
import dev.paceline.routing.Reason;
import dev.paceline.routing.RouteDecision;
import dev.paceline.session.SessionState;
import dev.paceline.session.Settings;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.wire.postgres.BackendType;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.FrameCursor;
import dev.paceline.wire.postgres.FrontendType;
import dev.paceline.wire.postgres.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a session's units on server connections, see {@link Phase}. Confined to the event loop that the client's and the server's channels share.
 */
final class Exchange implements ServerPool.Borrower, Acquisition.Listener, HeldAnswer.Owner {

  /** The side of the client. */
  interface Client {

    /** More can be taken of what the client says. */
    void resume();

    /** The connection is over. */
    void refuse(ErrorReport why);
  }

  private final Cluster cluster;
  private final SessionState session;
  private final Settings base;
  private final Sharing sharing;
  private final UnitLedger ledger;
  private final ClientMessages messages;
  private final ClientOutput output;
  private final Client client;
  private final GatheredUnit unit = new GatheredUnit();
  private final HeldAnswer answer;
  private final Forwarding forwarding;
  private final Lease lease;
  private final Acquisition acquisition;

  private Phase phase = Phase.IDLE;

  /** When the transaction, or else the unit, was sent. */
  private long beganAt;

  /** Whether the unit's answer has an error. */
  private boolean failed;

  /** Whether the pieces that come belong to a large message whose beginning was passed on. */
  private boolean streaming;

  /** ReadyForQuery came while the answer was held back. */
  private @Nullable TransactionStatus heldReady;

  Exchange(
      Channel channel,
      SessionHome home,
      SessionState session,
      ClientMessages messages,
      ClientOutput output,
      Client client) {
    this.cluster = home.cluster();
    this.session = session;
    this.base = session.settings();
    this.sharing = home.sharing();
    this.messages = messages;
    this.output = output;
    this.client = client;
    this.ledger = new UnitLedger(cluster, session);
    this.lease = new Lease(home, channel.eventLoop(), client::resume);
    this.forwarding = new Forwarding(channel.alloc(), messages, ledger, session);
    this.answer = new HeldAnswer(cluster, session, channel.eventLoop(), unit, output, this);
    this.acquisition = new Acquisition(home, session, channel.eventLoop(), unit, lease, this, this);
  }

  Phase phase() {
    return phase;
  }

  void phase(Phase next) {
    phase = next;
  }

  /** What is gathered for the next unit. */
  GatheredUnit unit() {
    return unit;
  }

  /** Where a statement would run, without waiting and without remembering it. */
  RouteDecision preview(String sql) {
    return acquisition.preview(messages.plan(sql));
  }

  /** The server connection that is lent; null if there is none. */
  @Nullable
  ServerConnection server() {
    return lease.connection();
  }

  /** Whether more of what the client says can be taken. */
  boolean mayTake() {
    ServerConnection server = lease.connection();
    return switch (phase) {
      case IDLE -> !lease.isReleasing();
      case GATHERING, SKIPPING -> true;
      case WAITING, CLOSED -> false;
      case OPEN -> server != null && (streaming || server.room() > 0);
      case IN_FLIGHT -> server != null && (streaming || (server.isCopyIn() && server.room() > 0));
    };
  }

  // What the client says

  /** Keeps a message, or the first piece of a large one, until the unit has a server connection. */
  void keep(ByteBuf in, FrameCursor at) {
    unit.keep(in.retainedSlice(at.start(), at.end() - at.start()));
    streaming = !at.isLast();
  }

  /** Runs what was gathered: on the connection that holds the session, or else where its place is. */
  void start() {
    phase = Phase.WAITING;
    ServerConnection server = lease.connection();
    if (sharing == Sharing.AFTER_SESSION) {
      unit.toPrimary(Reason.PINNED);
    }
    if (server == null) {
      acquisition.start();
    } else {
      acquisition.startWhereHeld(server);
    }
  }

  /** Whether what holds the session is a transaction on a replica. */
  boolean isOnReplica() {
    NodeState node = lease.node();
    return node != null && node.role() == Role.REPLICA;
  }

  /** A unit begins on the connection that holds the session, with this message. */
  void open(byte type, ByteBuf in, FrameCursor at) {
    phase = Phase.OPEN;
    failed = false;
    forward(type, in, at);
  }

  /** Passes on a message, or the first piece of a large one. */
  void forward(byte type, ByteBuf in, FrameCursor at) {
    ServerConnection server = lease.connection();
    NodeState node = lease.node();
    streaming = !at.isLast();
    if (server != null && node != null && forwarding.forward(server, node, type, in, at)) {
      phase = Phase.IN_FLIGHT;
    }
  }

  /** Passes on a further piece of a large message. */
  void further(ByteBuf in, FrameCursor at) {
    ServerConnection server = lease.connection();
    if (streaming && server != null) {
      Forwarding.piece(server, in, at);
    }
    streaming &= !at.isLast();
  }

  /** A message is passed over. */
  void skip(byte type) {
    streaming = false;
    if (type == FrontendType.SYNC) {
      output.readyForQuery(status());
      phase = Phase.IDLE;
    }
  }

  /** Sends what was passed on. */
  void flush() {
    ServerConnection server = lease.connection();
    if (server != null && (phase == Phase.OPEN || phase == Phase.IN_FLIGHT)) {
      server.flush();
    }
  }

  /** What was gathered was answered without a server. */
  void answeredHere() {
    unit.drop();
    output.readyForQuery(status());
    phase = Phase.IDLE;
  }

  /** Where the session's transaction stands. */
  TransactionStatus status() {
    ServerConnection server = lease.connection();
    return server == null ? TransactionStatus.IDLE : server.status();
  }

  /** The unit is not run. */
  @Override
  public void refused(ErrorReport error) {
    output.error(error);
    unit.drop();
    messages.statements().unitUndone();
    ledger.forget();
    if (unit.isEnded()) {
      output.readyForQuery(status());
      phase = Phase.IDLE;
    } else {
      phase = Phase.SKIPPING;
    }
    output.flush();
    client.resume();
  }

  // A server connection for it

  @Override
  public boolean isWaiting() {
    return phase == Phase.WAITING;
  }

  @Override
  public long beganAt() {
    return beganAt;
  }

  @Override
  public void lent(ServerConnection connection) {
    acquisition.lent(connection);
  }

  @Override
  public void unlent(Throwable cause) {
    acquisition.unlent(cause);
  }

  /** Whether a transaction or a pin holds the session where it is. */
  private boolean isHeld() {
    return session.inTransaction() || isPinned();
  }

  private boolean isPinned() {
    return !session.pins().isEmpty()
        || (sharing == Sharing.AFTER_SESSION && lease.connection() != null);
  }

  /** Refuses what was gathered if it is not allowed here. */
  boolean refuses(List<StatementPlan> plans) {
    boolean refused = sharing.refuses(plans);
    if (refused) {
      refused(Sharing.NO_TRANSACTIONS);
    }
    return refused;
  }

  /** Sends what was gathered; from now on messages go to the server as they come. */
  @Override
  public void acquired() {
    ServerConnection server = lease.connection();
    NodeState node = lease.node();
    if (server == null || node == null || phase == Phase.CLOSED) {
      lease.release();
      return;
    }
    phase = Phase.OPEN;
    failed = false;
    boolean again = unit.isEnded() && !streaming && !unit.isFull() && !isHeld();
    boolean reads = again && unit.onlyPlainReads();
    answer.begin(
        reads || (again && unit.canHeal()), /* settle= */ reads && node.role() == Role.REPLICA);
    if (node.role() == Role.PRIMARY || !session.inTransaction()) {
      beganAt = cluster.ticker().nanos();
    }
    // Looked at again one by one as they are passed on.
    messages.statements().unitUndone();
    boolean more = streaming;
    unit.replay(this::forward);
    streaming = more;
    if (!answer.isHolding()) {
      unit.drop();
    }
    server.flush();
    client.resume();
  }

  // What the server says

  @Override
  public void undecided() {
    ServerConnection server = lease.connection();
    if (server != null) {
      server.autoRead(false);
    }
  }

  @Override
  public void resolved() {
    ServerConnection server = lease.connection();
    if (server != null) {
      server.autoRead(true);
    }
    TransactionStatus ready = heldReady;
    if (ready != null) {
      heldReady = null;
      ready(ready);
    }
  }

  @Override
  public void begins(byte type, ByteBuf in, int bodyStart, int end) {
    if (type == BackendType.PARSE_COMPLETE || type == BackendType.CLOSE_COMPLETE) {
      messages.statements().answered();
    }
    answer.begins(type);
  }

  @Override
  public void failed(ErrorReport error) {
    failed = true;
    NodeState node = lease.node();
    ServerConnection server = lease.connection();
    if (node == null || server == null) {
      return;
    }
    answer.failed(error, node);
    if (StaleStatements.mayBeWhy(error)) {
      forwarding.renewLastUsed(server);
      for (ServerPreparedStatement statement : unit.named()) {
        server.statements().renew(statement);
      }
    }
  }

  @Override
  public void answer(ByteBuf bytes) {
    answer.take(bytes);
  }

  @Override
  public void answerLocally(byte type) {
    messages.statements().answered();
    answer.take(output.completion(type));
  }

  @Override
  public void pause() {
    output.flush();
    ServerConnection server = lease.connection();
    if (server == null) {
      return;
    }
    if (phase == Phase.IN_FLIGHT && server.isAnswered() && heldReady == null) {
      // A COPY has swallowed the Sync, or an error waits for the next one.
      phase = Phase.OPEN;
    }
    if (phase == Phase.OPEN || phase == Phase.IN_FLIGHT) {
      client.resume();
    }
    if (!output.isWritable()) {
      server.autoRead(false);
    }
  }

  @Override
  public void ready(TransactionStatus status) {
    NodeState node = lease.node();
    ServerConnection server = lease.connection();
    if (node == null || server == null) {
      return;
    }
    if (answer.isDiscarding()) {
      lease.releaseNow();
      runElsewhere(node);
      return;
    }
    if (answer.isHolding()) {
      heldReady = status;
      return;
    }
    output.flush();
    messages.statements().unitEnded(!failed);
    ledger.answered(node, !failed, status);
    phase = Phase.IDLE;
    if (status == TransactionStatus.IDLE) {
      messages.statements().transactionEnded();
      server.applied(session.settings());
      // What the client asked for when it connected is its default: RESET goes back there.
      session.rebase(base);
      if (!isPinned()) {
        lease.release();
      }
    } else if (sharing == Sharing.AFTER_STATEMENT) {
      // It was begun behind what is looked at beforehand.
      client.refuse(Sharing.NO_TRANSACTIONS);
      return;
    }
    client.resume();
  }

  /** Nothing of the answer has been handed out: the unit begins anew. */
  private void runElsewhere(NodeState than) {
    answer.end();
    heldReady = null;
    messages.statements().unitUndone();
    ledger.forget();
    cluster.loads().of(than.node().id()).ends(0, cluster.ticker().nanos());
    failed = false;
    phase = Phase.WAITING;
    acquisition.start();
  }

  @Override
  public void lost(@Nullable ErrorReport last, Throwable cause) {
    NodeState node = lease.node();
    boolean held = isHeld();
    lease.lost();
    if (phase == Phase.CLOSED || node == null) {
      return;
    }
    cluster.ask(node.node());
    if (phase == Phase.IDLE && !held) {
      // It was to be given back.
      client.resume();
      return;
    }
    if (phase == Phase.WAITING && !held) {
      // Nothing was sent.
      acquisition.again(node);
      return;
    }
    if (answer.isHolding() && unit.onlyPlainReads()) {
      if (node.role() == Role.REPLICA) {
        unit.avoid(node);
      }
      runElsewhere(node);
      return;
    }
    boolean running = phase == Phase.IN_FLIGHT || phase == Phase.OPEN;
    ErrorReport told = last != null
        ? last
        : LostServer.report(node, running, ledger.mayHaveCommitted(), session.inTransaction());
    if (running) {
      ledger.answered(node, false, TransactionStatus.IDLE);
    }
    client.refuse(told);
  }

  @Override
  public void writable(boolean writable) {
    client.resume();
  }

  /** The client takes more. */
  void clientWritable() {
    ServerConnection server = lease.connection();
    if (server != null && output.isWritable()) {
      server.autoRead(true);
    }
  }

  // The end

  /** The client wants what is running to be cancelled. */
  void cancel() {
    if ((phase == Phase.IN_FLIGHT || phase == Phase.OPEN) && !answer.isDiscarding()) {
      lease.cancel();
    }
  }

  /** The client is gone, or is to go. */
  void end() {
    Phase before = phase;
    phase = Phase.CLOSED;
    ServerConnection server = lease.connection();
    NodeState node = lease.node();
    if (server != null && node != null && (before == Phase.IN_FLIGHT || before == Phase.OPEN)) {
      if (before == Phase.IN_FLIGHT) {
        // Nobody wants the answer any more.
        lease.cancel();
      }
      ledger.answered(node, false, TransactionStatus.IDLE);
    }
    lease.end(this, before == Phase.IDLE && server != null && server.isQuiet() && !isPinned());
    unit.drop();
    answer.end();
  }
}
