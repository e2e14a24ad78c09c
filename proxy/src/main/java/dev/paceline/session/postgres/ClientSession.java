package dev.paceline.session.postgres;

import dev.paceline.backend.Channels;
import dev.paceline.backend.Cumulation;
import dev.paceline.backend.ServerConnection;
import dev.paceline.cluster.Cluster;
import dev.paceline.session.SessionState;
import dev.paceline.sql.PacelineStatement;
import dev.paceline.sql.SessionEffect;
import dev.paceline.sql.StatementPlan;
import dev.paceline.wire.postgres.BackendKey;
import dev.paceline.wire.postgres.BackendWriter;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.FrameCursor;
import dev.paceline.wire.postgres.FrameTable;
import dev.paceline.wire.postgres.FrontendType;
import dev.paceline.wire.postgres.ProtocolViolation;
import dev.paceline.wire.postgres.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client that is logged in: what it says is cut into messages, and what belongs together is gathered for {@link Exchange} to run.
 * Confined to the event loop that the client's and the server's channels share.
 */
public final class ClientSession extends ChannelInboundHandlerAdapter implements Exchange.Client {

  private static final System.Logger LOG = System.getLogger(ClientSession.class.getName());

  /** A text that is longer is looked at only so far; such a unit runs on the primary. */
  static final int COLLECT_BYTES = 1 << 20;

  private final Channel channel;
  private final SessionHome home;
  private final Cluster cluster;
  private final SessionState session;
  private final BackendKey key;
  private final ClientMessages messages;
  private final ClientOutput output;
  private final Exchange exchange;
  private final GatheredUnit unit;
  private final FrameCursor cursor = new FrameCursor(FrameTable.FRONTEND, COLLECT_BYTES);

  private @Nullable ByteBuf kept;

  /**
   * A session that is logged in and has been told so.
   *
   * @param session with the settings of the start-up packet
   * @param key what cancel requests show
   */
  public ClientSession(Channel channel, SessionHome home, SessionState session, BackendKey key) {
    this.channel = channel;
    this.home = home;
    this.cluster = home.cluster();
    this.session = session;
    this.key = key;
    this.messages = new ClientMessages(cluster, session);
    this.output = new ClientOutput(channel);
    this.exchange = new Exchange(channel, home, session, messages, output, this);
    this.unit = exchange.unit();
    home.register(key, this);
  }

  // What the client says

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = Cumulation.join(channel.alloc(), kept, (ByteBuf) message);
    kept = null;
    if (exchange.mayTake()) {
      take(in);
    } else if (exchange.phase() == Phase.CLOSED) {
      in.release();
    } else {
      // Reading stops only now: most clients wait for their answer, and to switch it costs a system
      // call each time.
      kept = Cumulation.keep(channel.alloc(), in, 0);
      channel.config().setAutoRead(false);
    }
  }

  private void take(ByteBuf in) {
    cursor.attach(in);
    int missing = 0;
    try {
      while (exchange.mayTake() && cursor.next()) {
        piece(in);
      }
      missing = cursor.missing();
    } catch (ProtocolViolation e) {
      cursor.detach();
      in.release();
      refuse(ErrorReport.fatal(e.sqlState(), String.valueOf(e.getMessage())));
      return;
    }
    cursor.detach();
    if (exchange.phase() == Phase.CLOSED) {
      in.release();
      return;
    }
    if (exchange.mayTake() || !in.isReadable()) {
      kept = Cumulation.keep(channel.alloc(), in, missing);
    } else {
      // More units have come already: their turn comes soon, and copying them each time would cost
      // more than they do.
      kept = in;
    }
    ServerConnection server = exchange.server();
    if (server != null && !server.isWritable()) {
      channel.config().setAutoRead(false);
    } else if (exchange.mayTake() && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
    exchange.flush();
    output.flush();
  }

  /** Goes on with what has been read already, or with reading. */
  @Override
  public void resume() {
    ServerConnection server = exchange.server();
    if (!exchange.mayTake() || (server != null && !server.isWritable())) {
      return;
    }
    ByteBuf in = kept;
    if (in != null) {
      kept = null;
      take(in);
    } else if (!channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  private void piece(ByteBuf in) {
    if (!cursor.isFirst()) {
      exchange.further(in, cursor);
      return;
    }
    byte type = cursor.type();
    if (type == FrontendType.TERMINATE) {
      close();
      return;
    }
    switch (exchange.phase()) {
      case IDLE -> {
        ServerConnection server = exchange.server();
        if (server == null) {
          first(type, in);
        } else {
          firstWhereHeld(server, type, in);
        }
      }
      case GATHERING -> gather(type, in);
      case OPEN, IN_FLIGHT -> exchange.forward(type, in, cursor);
      case SKIPPING -> exchange.skip(type);
      case WAITING, CLOSED -> throw new IllegalStateException(exchange.phase().toString());
    }
  }

  /** The first message of a unit, while no server connection is borrowed. */
  private void first(byte type, ByteBuf in) {
    switch (type) {
      case FrontendType.SYNC -> output.readyForQuery(TransactionStatus.IDLE);
      // What is left of a COPY that failed, and what means nothing now: servers ignore it too.
      case FrontendType.FLUSH,
          FrontendType.COPY_DATA,
          FrontendType.COPY_DONE,
          FrontendType.COPY_FAIL -> {}
      default -> {
        exchange.phase(Phase.GATHERING);
        unit.begin(type);
        gather(type, in);
      }
    }
  }

  private void gather(byte type, ByteBuf in) {
    if (type == FrontendType.SYNC || type == FrontendType.FLUSH) {
      unit.ended(type == FrontendType.SYNC);
      exchange.keep(in, cursor);
      decide();
      return;
    }
    messages.look(type, in, cursor, unit);
    exchange.keep(in, cursor);
    if (type == FrontendType.QUERY || type == FrontendType.FUNCTION_CALL) {
      unit.ended(true);
      decide();
    } else if (!cursor.isWhole() || unit.isFull()) {
      unit.ended(false);
      decide();
    }
  }

  private void decide() {
    StatementPlan plan = unit.deciding();
    if (!unit.isExtended() && plan != null && answersHere(plan)) {
      return;
    }
    if (exchange.refuses(unit.plans())) {
      return;
    }
    if (exchange.server() == null && unit.onlyCloses()) {
      closeHere();
    } else {
      exchange.start();
    }
  }

  /** A unit begins where a transaction or a pin holds the session. */
  private void firstWhereHeld(ServerConnection server, byte type, ByteBuf in) {
    if (exchange.isOnReplica()
        || (server.status() == TransactionStatus.IDLE
            && server.applied() != session.settings()
            && server.isQuiet())) {
      // It has to wait until the replica shows enough, or until a setting is back as the client
      // began with.
      exchange.phase(Phase.GATHERING);
      unit.begin(type);
      gather(type, in);
      return;
    }
    if (type == FrontendType.QUERY && answersHere(messages.query(in, cursor))) {
      return;
    }
    exchange.open(type, in, cursor);
  }

  // The proxy's own words

  /** Answers a Query that no server is to see. False if a server is to see it. */
  private boolean answersHere(StatementPlan plan) {
    PacelineStatement ours = plan.pacelineStatement();
    if (ours != null) {
      answerHere(ours);
      return true;
    }
    List<SessionEffect> effects = plan.sessionEffects();
    if (effects.size() == 1
        && effects.get(0) instanceof SessionEffect.Deallocate deallocate
        && deallocate.name() != null
        && messages.statements().get(deallocate.name()) != null
        && exchange.status() != TransactionStatus.FAILED) {
      // Servers have it under another name.
      messages.statements().deallocate(deallocate.name());
      answerHere(new LocalAnswers.Outcome(null, "DEALLOCATE", null));
      return true;
    }
    return false;
  }

  private void answerHere(PacelineStatement statement) {
    if (statement instanceof PacelineStatement.ShowPosition) {
      exchange.phase(Phase.WAITING);
      long notBefore = session.marks().lastPrimaryContact(cluster.ticker().nanos());
      new PositionQuestion(cluster, channel.eventLoop(), notBefore, outcome -> {
            if (exchange.phase() == Phase.WAITING) {
              answerHere(outcome);
              output.flush();
              resume();
            }
          })
          .ask();
      return;
    }
    answerHere(new LocalAnswers(cluster, session, exchange::preview).answer(statement));
  }

  private void answerHere(LocalAnswers.Outcome outcome) {
    ByteBuf out = output.buffer();
    outcome.write(out);
    output.write(out);
    exchange.answeredHere();
  }

  /** Nothing but Close and Sync. */
  private void closeHere() {
    ByteBuf out = output.buffer();
    unit.replay((type, in, at) -> {
      if (type == FrontendType.CLOSE) {
        messages.close(in, at);
        BackendWriter.closeComplete(out);
      }
    });
    messages.statements().unitEnded(/* succeeded= */ true);
    output.write(out);
    exchange.answeredHere();
  }

  // Both sides

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    exchange.clientWritable();
  }

  /** The client wants what is running to be cancelled. Safe to call from any thread. */
  public void cancel() {
    channel.eventLoop().execute(exchange::cancel);
  }

  /** The client's connection. */
  public Channel channel() {
    return channel;
  }

  /** What the session is doing. Called on its event loop. */
  public SessionActivity activity() {
    ServerConnection server = exchange.server();
    boolean between = exchange.phase() == Phase.IDLE
        && (server == null || server.status() == TransactionStatus.IDLE);
    return new SessionActivity(exchange.phase() == Phase.WAITING, between, server);
  }

  /** Tells the client why, and ends the session. Called on its event loop. */
  @Override
  public void refuse(ErrorReport error) {
    if (exchange.phase() != Phase.CLOSED) {
      output.error(new ErrorReport(
          "FATAL", error.sqlState(), error.message(), error.detail(), error.hint()));
    }
    close();
  }

  private void close() {
    if (exchange.phase() == Phase.CLOSED) {
      return;
    }
    home.unregister(key);
    exchange.end();
    if (kept != null) {
      kept.release();
      kept = null;
    }
    output.flush();
    Channels.close(channel);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.log(
          System.Logger.Level.WARNING, "a session failed (phase=" + exchange.phase() + ")", cause);
    }
    close();
  }
}
