package dev.paceline.session.postgres;

import dev.paceline.backend.Channels;
import dev.paceline.backend.Cumulation;
import dev.paceline.backend.ServerConnection;
import dev.paceline.backend.ServerPool;
import dev.paceline.backend.ServerPreparedStatement;
import dev.paceline.cluster.Answers;
import dev.paceline.cluster.Cluster;
import dev.paceline.config.Freshness;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.position.PositionToken;
import dev.paceline.routing.HintRefusedException;
import dev.paceline.routing.Reason;
import dev.paceline.routing.RouteDecision;
import dev.paceline.routing.Unit;
import dev.paceline.session.SessionState;
import dev.paceline.session.Settings;
import dev.paceline.session.Units;
import dev.paceline.sql.PacelineStatement;
import dev.paceline.sql.Route;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.topology.Topology;
import dev.paceline.wire.postgres.BackendKey;
import dev.paceline.wire.postgres.BackendType;
import dev.paceline.wire.postgres.BackendWriter;
import dev.paceline.wire.postgres.BindView;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.ExecuteView;
import dev.paceline.wire.postgres.FrameCursor;
import dev.paceline.wire.postgres.FrameTable;
import dev.paceline.wire.postgres.FrontendType;
import dev.paceline.wire.postgres.ParseView;
import dev.paceline.wire.postgres.ProtocolViolation;
import dev.paceline.wire.postgres.QueryView;
import dev.paceline.wire.postgres.Request;
import dev.paceline.wire.postgres.StatementNames;
import dev.paceline.wire.postgres.TargetView;
import dev.paceline.wire.postgres.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client that is logged in.
 *
 * <pre>
 * IDLE =&gt; GATHERING: a message of the extended protocol, while no server connection is borrowed
 * IDLE =&gt; WAITING: a Query; its place is decided
 * GATHERING =&gt; WAITING: Sync, Flush, or more than is gathered
 * WAITING =&gt; OPEN: a server connection is lent, has the session's settings, and shows what the session has seen
 * OPEN =&gt; IN_FLIGHT: a Query or a Sync is sent
 * IN_FLIGHT =&gt; IDLE: ReadyForQuery; the connection is given back unless a transaction or a pin holds it
 * IN_FLIGHT =&gt; OPEN: everything is answered, but a COPY has swallowed the Sync
 * any =&gt; SKIPPING: refused by the proxy; up to the next Sync nothing is done
 * </pre>
 *
 * Confined to the event loop that the client's and the server's channels share.
 */
public final class ClientSession extends ChannelInboundHandlerAdapter
    implements ServerPool.Borrower {

  private enum Phase {
    IDLE,
    GATHERING,
    WAITING,
    OPEN,
    IN_FLIGHT,
    SKIPPING,
    CLOSED
  }

  /** More than this is not gathered before the unit's place is decided, nor kept for sending it again. */
  private static final int GATHER_BYTES = 64 << 10;

  /** A text that is longer is looked at only so far; such a unit runs on the primary. */
  private static final int COLLECT_BYTES = 1 << 20;

  private static final long ROUTE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long NO_NODE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long COVER_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long SETTLE_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SETTLE_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final Channel channel;
  private final SessionHome home;
  private final Cluster cluster;
  private final SessionState session;
  private final Settings base;
  private final UnitLedger ledger;
  private final BackendKey key;
  private final ClientStatements statements = new ClientStatements();
  private final FrameCursor cursor = new FrameCursor(FrameTable.FRONTEND, COLLECT_BYTES);
  private final FrameCursor replay = new FrameCursor(FrameTable.FRONTEND, COLLECT_BYTES);
  private final ParseView parse = new ParseView();
  private final BindView bind = new BindView();
  private final TargetView target = new TargetView();
  private final ExecuteView execute = new ExecuteView();
  private final QueryView query = new QueryView();

  private Phase phase = Phase.IDLE;
  private @Nullable ByteBuf kept;
  private boolean written;

  // The unit

  private final List<ByteBuf> gathered = new ArrayList<>();
  private final List<StatementPlan> gatheredPlans = new ArrayList<>();
  private int gatheredBytes;
  private boolean extended;
  private boolean endsUnit;
  private boolean failed;
  private long avoided;
  private @Nullable Reason toPrimary;
  private long deadline;

  /** Whether the pieces that come belong to a large message whose beginning was passed on. */
  private boolean streaming;

  // The server connection

  private @Nullable ServerConnection server;
  private @Nullable ServerPool pool;
  private @Nullable NodeState node;

  /** Whether answers are kept until it is known that they may be handed out; then the unit can still be run elsewhere. */
  private boolean holding;

  private boolean discarding;
  private final List<ByteBuf> held = new ArrayList<>();
  private int cancels;
  private boolean releaseAfterCancel;

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
    this.base = session.settings();
    this.ledger = new UnitLedger(cluster, session);
    this.key = key;
    home.register(key, this);
  }

  // What the client says

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = Cumulation.join(channel.alloc(), kept, (ByteBuf) message);
    kept = null;
    take(in);
  }

  private void take(ByteBuf in) {
    cursor.attach(in);
    int missing = 0;
    try {
      while (mayTake() && cursor.next()) {
        piece(in);
      }
      missing = cursor.missing();
    } catch (ProtocolViolation e) {
      cursor.detach();
      in.release();
      refuse(e);
      return;
    }
    cursor.detach();
    if (phase == Phase.CLOSED) {
      in.release();
      return;
    }
    kept = Cumulation.keep(channel.alloc(), in, missing);
    boolean read = mayTake() && (server == null || server.isWritable());
    if (channel.config().isAutoRead() != read) {
      channel.config().setAutoRead(read);
    }
    ServerConnection current = server;
    if (current != null && (phase == Phase.OPEN || phase == Phase.IN_FLIGHT)) {
      current.flush();
    }
    flush();
  }

  private boolean mayTake() {
    return switch (phase) {
      case IDLE, GATHERING, OPEN, SKIPPING -> true;
      case WAITING, CLOSED -> false;
      case IN_FLIGHT -> streaming || (server != null && server.isCopyIn());
    };
  }

  /** Goes on with what has been read already, or with reading. */
  private void resume() {
    ByteBuf in = kept;
    if (in != null && mayTake()) {
      kept = null;
      take(in);
    } else if (mayTake() && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  private void piece(ByteBuf in) {
    if (!cursor.isFirst()) {
      if (streaming) {
        ServerConnection current = server;
        if (current != null) {
          current.write(in.retainedSlice(cursor.start(), cursor.end() - cursor.start()));
        }
        streaming = !cursor.isLast();
      }
      return;
    }
    byte type = cursor.type();
    if (type == FrontendType.TERMINATE) {
      close();
      return;
    }
    switch (phase) {
      case IDLE -> {
        if (server == null) {
          first(type, in);
        } else {
          beginHere(type, in);
        }
      }
      case GATHERING -> gather(type, in);
      case OPEN, IN_FLIGHT -> forward(type, in, cursor);
      case SKIPPING -> skip(type);
      case WAITING, CLOSED -> throw new IllegalStateException(phase.toString());
    }
  }

  /** The first message of a unit, while no server connection is borrowed. */
  private void first(byte type, ByteBuf in) {
    switch (type) {
      case FrontendType.SYNC -> readyForQuery(TransactionStatus.IDLE);
      // What is left of a COPY that failed, and what means nothing now: servers ignore it too.
      case FrontendType.FLUSH,
          FrontendType.COPY_DATA,
          FrontendType.COPY_DONE,
          FrontendType.COPY_FAIL -> {}
      default -> {
        phase = Phase.GATHERING;
        extended = type != FrontendType.QUERY;
        avoided = 0;
        toPrimary = null;
        gather(type, in);
      }
    }
  }

  private void gather(byte type, ByteBuf in) {
    if (type == FrontendType.SYNC || type == FrontendType.FLUSH) {
      endsUnit = type == FrontendType.SYNC;
      keep(in);
      decide();
      return;
    }
    look(type, in);
    keep(in);
    if (type == FrontendType.QUERY || type == FrontendType.FUNCTION_CALL) {
      endsUnit = true;
      decide();
    } else if (!cursor.isWhole() || gatheredBytes > GATHER_BYTES) {
      endsUnit = false;
      decide();
    }
  }

  private void keep(ByteBuf in) {
    int length = cursor.end() - cursor.start();
    // Copied: a slice would keep all of the read buffer while the session waits.
    gathered.add(in.retainedSlice(cursor.start(), length));
    gatheredBytes += length;
    streaming = !cursor.isLast();
  }

  /** What a message of a unit that is being gathered is about. */
  private void look(byte type, ByteBuf in) {
    switch (type) {
      case FrontendType.QUERY -> gatheredPlans.add(plan(query.on(cursor, in).sql()));
      case FrontendType.PARSE -> {
        parse.on(cursor, in);
        learn();
      }
      case FrontendType.BIND -> {
        bind.on(cursor, in);
        ClientStatements.Prepared prepared = statements.get(bind.statement());
        if (prepared != null) {
          statements.bind(bind.portal(), prepared.plan());
          gatheredPlans.add(prepared.plan());
        }
      }
      case FrontendType.DESCRIBE -> {
        target.on(cursor, in);
        ClientStatements.Prepared prepared =
            target.isStatement() ? statements.get(target.name()) : null;
        if (prepared != null) {
          gatheredPlans.add(prepared.plan());
        }
      }
      case FrontendType.FUNCTION_CALL -> gatheredPlans.add(plan("SELECT lo_open(0, 0)"));
      default -> {}
    }
  }

  private StatementPlan plan(String sql) {
    return cluster.analyzer().plan(sql, lexicalSettings());
  }

  private LexicalSettings lexicalSettings() {
    String set = session.settings().sql("standard_conforming_strings");
    boolean conforming = set == null || !set.matches("(?is).*\\b(off|false|0|no)\\b.*");
    return conforming ? LexicalSettings.DEFAULT : LexicalSettings.BACKSLASHES;
  }

  /** Remembers the Parse that {@link #parse} looks at. */
  private void learn() {
    int[] types = new int[parse.parameterTypes()];
    for (int i = 0; i < types.length; i++) {
      types[i] = parse.parameterType(i);
    }
    String sql = parse.sql();
    statements.prepare(
        parse.name(),
        new ClientStatements.Prepared(
            new ServerPreparedStatement(sql, new ServerPreparedStatement.TypeList(types)),
            plan(sql)));
  }

  // Where it goes

  private void decide() {
    phase = Phase.WAITING;
    deadline = cluster.ticker().nanos() + NO_NODE_WAIT_NANOS;
    StatementPlan plan = deciding();
    if (!extended && plan != null && plan.pacelineStatement() != null) {
      answerHere(plan.pacelineStatement());
      return;
    }
    if (extended && onlyCloses()) {
      return;
    }
    route(plan, /* mayWait= */ true);
  }

  private RouteDecision preview(String sql) {
    StatementPlan plan = plan(sql);
    return cluster
        .router()
        .route(
            session,
            Units.of(session, plan, false, false, false),
            plan,
            cluster.topology(),
            false,
            cluster.ticker().nanos());
  }

  /** The plan that decides the place: one that has to be on the primary, or else the first. */
  private @Nullable StatementPlan deciding() {
    StatementPlan first = null;
    for (StatementPlan plan : gatheredPlans) {
      if (plan.route() != Route.REPLICA) {
        return plan;
      }
      first = first == null ? plan : first;
    }
    return first;
  }

  /** A unit of nothing but Close and Sync needs no server: what a client closes may stay prepared for others. */
  private boolean onlyCloses() {
    if (!endsUnit || !gatheredPlans.isEmpty()) {
      return false;
    }
    for (ByteBuf frame : gathered) {
      byte type = frame.getByte(frame.readerIndex());
      if (type != FrontendType.CLOSE && type != FrontendType.SYNC) {
        return false;
      }
    }
    ByteBuf out = channel.alloc().buffer();
    for (ByteBuf frame : gathered) {
      replay.attach(frame);
      if (replay.next() && replay.type() == FrontendType.CLOSE) {
        target.on(replay, frame);
        if (target.isStatement()) {
          statements.close(target.name());
        } else {
          statements.closePortal(target.name());
        }
        BackendWriter.closeComplete(out);
      }
      replay.detach();
    }
    write(out);
    drop();
    readyForQuery(TransactionStatus.IDLE);
    phase = Phase.IDLE;
    return true;
  }

  private void route(@Nullable StatementPlan plan, boolean mayWait) {
    if (phase != Phase.WAITING) {
      return;
    }
    Topology topology = cluster.topology();
    RouteDecision decision;
    try {
      decision = decision(plan, topology, mayWait);
    } catch (HintRefusedException e) {
      refuseUnit(ErrorReport.error("0A000", String.valueOf(e.getMessage())));
      return;
    }
    NodeState chosen = decision == null ? topology.primary() : decision.node();
    long now = cluster.ticker().nanos();
    if (chosen == null) {
      cluster.demand();
      if (deadline - now <= 0) {
        refuseUnit(ErrorReport.error(
            "08001",
            "no node can run the statement: "
                + (decision == null ? Reason.NO_PRIMARY : decision.reason()).text()));
      } else {
        later(() -> route(plan, mayWait));
      }
      return;
    }
    if (decision != null) {
      if (decision.reason().replicasAreBehind()) {
        cluster.demand();
      }
      if (mayWait && decision.waitNanos() > 0) {
        long until = now + decision.waitNanos();
        later(() -> route(plan, until - cluster.ticker().nanos() > 0));
        return;
      }
      session.decided(decision);
      if (plan != null) {
        cluster.counters().count(chosen.node(), plan.statementClass(), decision.reason());
      }
    }
    node = chosen;
    pool = home.pool(chosen.node());
    pool.borrow(this);
  }

  private void later(Runnable what) {
    var ignored = channel.eventLoop().schedule(what, ROUTE_PAUSE_NANOS, TimeUnit.NANOSECONDS);
  }

  private @Nullable RouteDecision decision(
      @Nullable StatementPlan plan, Topology topology, boolean mayWait) {
    if (plan == null) {
      return null;
    }
    if (toPrimary != null) {
      return new RouteDecision(topology.primary(), toPrimary, 0, plan, topology);
    }
    if (cluster.refusals().has(plan.digest()) && plan.transactionControls().isEmpty()) {
      return new RouteDecision(topology.primary(), Reason.REPLICA_REFUSED, 0, plan, topology);
    }
    long now = cluster.ticker().nanos();
    Unit unit = Units.of(session, plan, false, false, false);
    RouteDecision decision = cluster.router().route(session, unit, plan, topology, mayWait, now);
    NodeState chosen = decision.node();
    if (chosen != null && chosen.role() == Role.REPLICA) {
      boolean covered = (avoided & 1L << chosen.node().id()) == 0;
      for (StatementPlan other : gatheredPlans) {
        covered &= other == plan || cluster.router().covers(session, other, chosen, topology, now);
      }
      if (!covered) {
        return new RouteDecision(
            topology.primary(), Reason.REPLICAS_BEHIND_WRITES, 0, plan, topology);
      }
    }
    return decision;
  }

  // A server connection for it

  @Override
  public void lent(ServerConnection connection) {
    server = connection;
    if (phase == Phase.CLOSED) {
      release();
      return;
    }
    String sql = session.settings().sqlFrom(connection.applied());
    if (sql.isEmpty()) {
      connection.applied(session.settings());
      settingsApplied();
      return;
    }
    connection.ask(sql, answer -> {
      ErrorReport error = answer.error();
      if (error != null) {
        dropServer();
        refuseUnit(new ErrorReport(
            "ERROR",
            error.sqlState(),
            "the session's settings cannot be applied on " + nodeName() + ": " + error.message(),
            error.detail(),
            error.hint()));
        return;
      }
      connection.applied(session.settings());
      settingsApplied();
    });
  }

  private String nodeName() {
    return node == null ? "a server" : node.node().name();
  }

  private void settingsApplied() {
    NodeState at = node;
    ServerConnection connection = server;
    if (at == null || connection == null || phase == Phase.CLOSED) {
      release();
      return;
    }
    boolean catchUp = at.role() == Role.PRIMARY
        && session.marks().aheadOfPrimary()
        && session.freshness().kind() != Freshness.Kind.ANY
        && !cluster.isSettled(session.marks().lastReplicaReadEnd());
    if (!catchUp) {
      if (at.role() == Role.PRIMARY && session.freshness().kind() != Freshness.Kind.ANY) {
        session.marks().primaryCaughtUp();
      }
      send();
      return;
    }
    new PrimaryCatchUp(
            home, channel.eventLoop(), session.marks(), connection, new PrimaryCatchUp.Listener() {
              @Override
              public void caughtUp() {
                session.marks().primaryCaughtUp();
                send();
              }

              @Override
              public void gaveUp(ErrorReport why) {
                session.marks().primaryCaughtUp();
                release();
                refuseUnit(why);
              }
            })
        .start();
  }

  @Override
  public void unlent(Throwable cause) {
    NodeState at = node;
    if (phase == Phase.CLOSED) {
      return;
    }
    if (at != null && at.role() == Role.REPLICA && (avoided & 1L << at.node().id()) == 0) {
      avoided |= 1L << at.node().id();
      route(deciding(), /* mayWait= */ true);
      return;
    }
    refuseUnit(
        cause instanceof dev.paceline.backend.ServerRefusal refusal
            ? refusal.error()
            : ErrorReport.error(
                "08001", "no connection to " + nodeName() + ": " + cause.getMessage()));
  }

  /** Sends what was gathered; from now on messages go to the server as they come. */
  private void send() {
    ServerConnection connection = server;
    NodeState at = node;
    if (connection == null || at == null || phase == Phase.CLOSED) {
      release();
      return;
    }
    phase = Phase.OPEN;
    failed = false;
    discarding = false;
    holding = at.role() == Role.REPLICA
        && endsUnit
        && !streaming
        && gatheredBytes <= GATHER_BYTES
        && onlyPlainReads();
    for (ByteBuf frame : gathered) {
      replay.attach(frame);
      if (replay.next()) {
        forward(replay.type(), frame, replay);
      }
      replay.detach();
      frame.readerIndex(0);
    }
    if (!holding) {
      drop();
    }
    connection.flush();
    resume();
  }

  private boolean onlyPlainReads() {
    for (StatementPlan plan : gatheredPlans) {
      if (!UnitLedger.isPlainRead(plan)) {
        return false;
      }
    }
    return true;
  }

  private void drop() {
    for (ByteBuf frame : gathered) {
      frame.release();
    }
    gathered.clear();
    gatheredPlans.clear();
    gatheredBytes = 0;
  }

  // Passing on

  /** A unit begins where a transaction or a pin holds the session. */
  private void beginHere(byte type, ByteBuf in) {
    ServerConnection connection = server;
    if (connection == null) {
      return;
    }
    if (type == FrontendType.QUERY) {
      StatementPlan plan = plan(query.on(cursor, in).sql());
      if (plan.pacelineStatement() != null) {
        phase = Phase.WAITING;
        answerHere(plan.pacelineStatement());
        return;
      }
    }
    if (connection.status() == TransactionStatus.IDLE
        && connection.applied() != session.settings()
        && connection.isQuiet()) {
      // A setting went back to what the client began with.
      phase = Phase.GATHERING;
      extended = type != FrontendType.QUERY;
      gatherHere(type, in);
      return;
    }
    phase = Phase.OPEN;
    failed = false;
    forward(type, in, cursor);
  }

  private void gatherHere(byte type, ByteBuf in) {
    look(type, in);
    keep(in);
    endsUnit = type == FrontendType.QUERY || type == FrontendType.SYNC;
    phase = Phase.WAITING;
    ServerConnection connection = server;
    if (connection != null) {
      lent(connection);
    }
  }

  private void forward(byte type, ByteBuf in, FrameCursor at) {
    ServerConnection connection = server;
    if (connection == null) {
      return;
    }
    streaming = !at.isLast();
    switch (type) {
      case FrontendType.QUERY -> {
        StatementPlan plan = plan(query.on(at, in).sql());
        ledger.runs(plan);
        statements.simpleQuery();
        connection.statements().unnamed(null);
        unitEnds();
        connection.sent(Request.QUERY);
        pass(connection, in, at);
        phase = Phase.IN_FLIGHT;
      }
      case FrontendType.PARSE -> forwardParse(connection, in, at);
      case FrontendType.BIND -> forwardBind(connection, in, at);
      case FrontendType.DESCRIBE -> {
        target.on(at, in);
        ClientStatements.Prepared prepared =
            target.isStatement() ? statements.get(target.name()) : null;
        if (prepared == null) {
          connection.sent(
              target.isStatement() ? Request.DESCRIBE_STATEMENT : Request.DESCRIBE_PORTAL);
          pass(connection, in, at);
        } else if (target.isUnnamed()) {
          connection.statements().ensureUnnamed(prepared.statement(), this);
          connection.sent(Request.DESCRIBE_STATEMENT);
          pass(connection, in, at);
        } else {
          byte[] name = connection.statements().ensure(prepared.statement());
          connection.sent(Request.DESCRIBE_STATEMENT);
          ByteBuf out = channel.alloc().buffer(16 + name.length);
          StatementNames.describe(out, name);
          connection.write(out);
        }
      }
      case FrontendType.EXECUTE -> {
        StatementPlan plan = statements.portal(execute.on(at, in).portal());
        if (plan != null) {
          ledger.runs(plan);
        }
        connection.sent(Request.EXECUTE);
        pass(connection, in, at);
      }
      case FrontendType.CLOSE -> {
        target.on(at, in);
        if (target.isStatement() && !target.isUnnamed()) {
          statements.close(target.name());
          connection.answerLocally(BackendType.CLOSE_COMPLETE);
        } else {
          if (target.isStatement()) {
            statements.close("");
            connection.statements().unnamed(null);
          } else {
            statements.closePortal(target.name());
          }
          connection.sent(Request.CLOSE);
          pass(connection, in, at);
        }
      }
      case FrontendType.SYNC -> {
        if (!connection.isCopyIn()) {
          unitEnds();
          phase = Phase.IN_FLIGHT;
        }
        connection.sent(Request.SYNC);
        pass(connection, in, at);
      }
      case FrontendType.FUNCTION_CALL -> {
        ledger.runs(plan("SELECT lo_open(0, 0)"));
        unitEnds();
        connection.sent(Request.FUNCTION_CALL);
        pass(connection, in, at);
        phase = Phase.IN_FLIGHT;
      }
      case FrontendType.COPY_DONE, FrontendType.COPY_FAIL -> {
        connection.sent(Request.COPY_END);
        pass(connection, in, at);
      }
      default -> pass(connection, in, at);
    }
  }

  private void unitEnds() {
    NodeState at = node;
    if (at != null) {
      ledger.ends(at);
    }
  }

  private void forwardParse(ServerConnection connection, ByteBuf in, FrameCursor at) {
    parse.on(at, in);
    learn();
    ClientStatements.Prepared prepared = statements.get(parse.name());
    if (parse.isUnnamed() || prepared == null || !at.isWhole()) {
      connection.statements().unnamed(this);
      connection.sent(Request.PARSE);
      pass(connection, in, at);
      return;
    }
    if (connection.statements().name(prepared.statement()) != null) {
      connection.answerLocally(BackendType.PARSE_COMPLETE);
      return;
    }
    byte[] name = connection.statements().prepare(prepared.statement());
    ByteBuf head = channel.alloc().buffer(name.length + 16 + at.end() - parse.sqlStart());
    StatementNames.parseHead(head, parse, at.length(), name);
    connection.write(StatementNames.join(channel.alloc(), head, in, parse.sqlStart(), at.end()));
  }

  private void forwardBind(ServerConnection connection, ByteBuf in, FrameCursor at) {
    bind.on(at, in);
    ClientStatements.Prepared prepared = statements.get(bind.statement());
    if (prepared != null) {
      statements.bind(bind.portal(), prepared.plan());
    }
    if (prepared == null || bind.isStatementUnnamed()) {
      if (prepared != null) {
        connection.statements().ensureUnnamed(prepared.statement(), this);
      }
      connection.sent(Request.BIND);
      pass(connection, in, at);
      return;
    }
    byte[] name = connection.statements().ensure(prepared.statement());
    connection.sent(Request.BIND);
    ByteBuf head = channel.alloc().buffer(name.length + 32 + Math.min(1024, at.end() - at.start()));
    StatementNames.bindHead(head, in, bind, at.length(), name);
    connection.write(StatementNames.join(channel.alloc(), head, in, bind.rest(), at.end()));
  }

  private static void pass(ServerConnection connection, ByteBuf in, FrameCursor at) {
    connection.write(in.retainedSlice(at.start(), at.end() - at.start()));
  }

  // What the server says

  @Override
  public void begins(byte type, ByteBuf in, int bodyStart, int end) {
    if (holding && !discarding && decides(type)) {
      decided();
    }
  }

  private static boolean decides(byte type) {
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

  /** The first answer that tells something has come from a replica. */
  private void decided() {
    if (settled()) {
      handOut();
      return;
    }
    ServerConnection connection = server;
    if (connection != null) {
      connection.autoRead(false);
    }
    awaitSettled(cluster.ticker().nanos() + SETTLE_WAIT_NANOS);
  }

  private void awaitSettled(long until) {
    var ignored = channel
        .eventLoop()
        .schedule(
            () -> {
              ServerConnection connection = server;
              if (!holding || connection == null) {
                return;
              }
              boolean ok = settled();
              if (!ok && until - cluster.ticker().nanos() > 0) {
                awaitSettled(until);
                return;
              }
              if (ok) {
                handOut();
                flush();
              } else {
                toPrimary = Reason.ANSWER_UNSETTLED;
                discard();
              }
              connection.autoRead(true);
              if (unitReady != null) {
                TransactionStatus status = unitReady;
                unitReady = null;
                ready(status);
              }
            },
            SETTLE_PAUSE_NANOS,
            TimeUnit.NANOSECONDS);
  }

  /** ReadyForQuery came while the answer was held back. */
  private @Nullable TransactionStatus unitReady;

  private boolean settled() {
    for (StatementPlan plan : gatheredPlans) {
      if (!cluster.router().settled(session, plan)) {
        return false;
      }
    }
    return true;
  }

  private void handOut() {
    holding = false;
    drop();
    for (ByteBuf bytes : held) {
      write(bytes);
    }
    held.clear();
  }

  private void discard() {
    discarding = true;
    for (ByteBuf bytes : held) {
      bytes.release();
    }
    held.clear();
  }

  @Override
  public void failed(ErrorReport error) {
    failed = true;
    NodeState at = node;
    if (!holding || at == null) {
      return;
    }
    switch (error.sqlState()) {
      case "25006", "0A000", "55000", "42P01", "42703", "42883", "42704", "3F000" -> {
        toPrimary = Reason.REPLICA_REFUSED;
        if (error.sqlState().equals("25006")) {
          StatementPlan plan = deciding();
          if (plan != null) {
            cluster.refusals().add(plan.digest());
          }
        }
        discard();
      }
      case "40001", "40P01", "57P01", "57P02", "57P03" -> {
        avoided |= 1L << at.node().id();
        discard();
      }
      default -> {}
    }
  }

  @Override
  public void answer(ByteBuf bytes) {
    if (discarding) {
      bytes.release();
    } else if (holding) {
      held.add(bytes);
    } else {
      write(bytes);
    }
  }

  @Override
  public void answerLocally(byte type) {
    ByteBuf out = channel.alloc().buffer(8);
    if (type == BackendType.PARSE_COMPLETE) {
      BackendWriter.parseComplete(out);
    } else {
      BackendWriter.closeComplete(out);
    }
    answer(out);
  }

  @Override
  public void pause() {
    flush();
    ServerConnection connection = server;
    if (connection == null) {
      return;
    }
    if (phase == Phase.IN_FLIGHT && connection.isAnswered()) {
      // A COPY has swallowed the Sync, or an error waits for the next one.
      phase = Phase.OPEN;
      resume();
    } else if (phase == Phase.IN_FLIGHT && connection.isCopyIn()) {
      resume();
    }
    if (!channel.isWritable()) {
      connection.autoRead(false);
    }
  }

  @Override
  public void ready(TransactionStatus status) {
    NodeState at = node;
    ServerConnection connection = server;
    if (at == null || connection == null) {
      return;
    }
    if (holding && !discarding) {
      // Held until it is settled.
      unitReady = status;
      return;
    }
    if (discarding) {
      discarding = false;
      holding = false;
      ledger.forget();
      cluster.loads().of(at.node().id()).ends(0, cluster.ticker().nanos());
      release();
      phase = Phase.WAITING;
      failed = false;
      route(deciding(), /* mayWait= */ true);
      return;
    }
    flush();
    ledger.answered(at, !failed, status);
    phase = Phase.IDLE;
    if (status == TransactionStatus.IDLE) {
      statements.transactionEnded();
      connection.applied(session.settings());
      // What the client asked for when it connected is its default: RESET goes back there.
      session.rebase(base);
      if (session.pins().isEmpty()) {
        release();
      }
    }
    resume();
  }

  @Override
  public void lost(@Nullable ErrorReport last, Throwable cause) {
    NodeState at = node;
    server = null;
    pool = null;
    if (phase == Phase.CLOSED || at == null) {
      return;
    }
    cluster.ask(at.node());
    if (holding) {
      discard();
      discarding = false;
      holding = false;
      ledger.forget();
      cluster.loads().of(at.node().id()).ends(0, cluster.ticker().nanos());
      avoided |= 1L << at.node().id();
      phase = Phase.WAITING;
      route(deciding(), /* mayWait= */ true);
      return;
    }
    boolean inFlight = phase == Phase.IN_FLIGHT || phase == Phase.OPEN;
    boolean inTransaction = session.inTransaction();
    if (inFlight) {
      ledger.answered(at, false, TransactionStatus.IDLE);
    }
    ErrorReport told;
    if (last != null) {
      told = last;
    } else {
      told = ErrorReport.fatal(
          inTransaction ? "40001" : "08007",
          "the connection to " + at.node().name() + " was lost"
              + (inTransaction
                  ? " and the transaction with it: run it again from its beginning"
                  : ": whether the statement took effect is not known"));
    }
    drop();
    refuse(told);
  }

  @Override
  public void writable(boolean writable) {
    if (writable && mayTake()) {
      resume();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ServerConnection connection = server;
    if (connection != null && channel.isWritable()) {
      connection.autoRead(true);
    }
  }

  // The proxy's own words

  private void answerHere(PacelineStatement statement) {
    if (statement instanceof PacelineStatement.ShowPosition) {
      long now = cluster.ticker().nanos();
      deadline = now + COVER_WAIT_NANOS;
      answerPosition(session.marks().lastPrimaryContact(now));
      return;
    }
    answerHere(new LocalAnswers(cluster, session, this::preview).answer(statement));
  }

  /** The primary's position, asked after a moment. */
  private void answerPosition(long notBefore) {
    if (phase != Phase.WAITING) {
      return;
    }
    NodeState primary = cluster.topology().primary();
    if (primary != null
        && primary.lineage() != null
        && primary.position() != null
        && primary.sampledAt() - notBefore >= 0) {
      answerHere(LocalAnswers.Outcome.rows(Answers.one(
          "position", new PositionToken(primary.lineage(), primary.position()).encode())));
      flush();
      resume();
    } else if (deadline - cluster.ticker().nanos() <= 0) {
      answerHere(
          LocalAnswers.Outcome.failed("08001", "the primary did not tell its position within 5 s"));
      flush();
      resume();
    } else {
      cluster.demand();
      later(() -> answerPosition(notBefore));
    }
  }

  private void answerHere(LocalAnswers.Outcome outcome) {
    ByteBuf out = channel.alloc().buffer();
    outcome.write(out);
    write(out);
    drop();
    ServerConnection connection = server;
    readyForQuery(connection == null ? TransactionStatus.IDLE : connection.status());
    phase = Phase.IDLE;
  }

  private void readyForQuery(TransactionStatus status) {
    ByteBuf out = channel.alloc().buffer(6);
    BackendWriter.readyForQuery(out, status);
    write(out);
  }

  /** The unit is not run. */
  private void refuseUnit(ErrorReport error) {
    ByteBuf out = channel.alloc().buffer();
    error.writeError(out);
    write(out);
    boolean ended = endsUnit;
    drop();
    ledger.forget();
    if (ended) {
      readyForQuery(TransactionStatus.IDLE);
      phase = Phase.IDLE;
    } else {
      phase = Phase.SKIPPING;
    }
    flush();
    resume();
  }

  private void skip(byte type) {
    streaming = false;
    if (type == FrontendType.SYNC) {
      readyForQuery(TransactionStatus.IDLE);
      phase = Phase.IDLE;
    }
  }

  private void refuse(ProtocolViolation e) {
    refuse(ErrorReport.fatal(e.sqlState(), String.valueOf(e.getMessage())));
  }

  /** The connection is over. */
  private void refuse(ErrorReport error) {
    if (phase != Phase.CLOSED) {
      ByteBuf out = channel.alloc().buffer();
      new ErrorReport("FATAL", error.sqlState(), error.message(), error.detail(), error.hint())
          .writeError(out);
      Channels.send(channel, out);
    }
    close();
  }

  private void write(ByteBuf bytes) {
    written = true;
    Channels.write(channel, bytes);
  }

  private void flush() {
    if (written) {
      written = false;
      channel.flush();
    }
  }

  // Cancelling

  /** The client wants what is running to be cancelled. */
  public void cancel() {
    channel.eventLoop().execute(() -> {
      ServerConnection connection = server;
      NodeState at = node;
      if (connection == null
          || at == null
          || connection.key() == null
          || (phase != Phase.IN_FLIGHT && phase != Phase.OPEN)
          || discarding) {
        return;
      }
      cancels++;
      home.cancel(
          at.node(),
          connection.key(),
          () -> channel.eventLoop().execute(() -> {
            cancels--;
            if (cancels == 0 && releaseAfterCancel) {
              releaseAfterCancel = false;
              release();
            }
          }));
    });
  }

  // The end

  private void release() {
    ServerConnection connection = server;
    ServerPool from = pool;
    if (connection == null || from == null) {
      return;
    }
    if (cancels > 0 && phase != Phase.CLOSED) {
      // The cancel request must not meet the next one's statement.
      releaseAfterCancel = true;
      return;
    }
    server = null;
    pool = null;
    if (cancels > 0) {
      connection.close();
    } else {
      from.giveBack(connection);
    }
  }

  private void dropServer() {
    ServerConnection connection = server;
    server = null;
    pool = null;
    if (connection != null) {
      connection.close();
    }
  }

  private void close() {
    if (phase == Phase.CLOSED) {
      return;
    }
    Phase before = phase;
    phase = Phase.CLOSED;
    home.unregister(key);
    ServerPool from = pool;
    ServerConnection connection = server;
    if (connection == null) {
      if (from != null) {
        from.forget(this);
      }
    } else if (before == Phase.IDLE && connection.isQuiet() && session.pins().isEmpty()) {
      release();
    } else {
      if (before == Phase.IN_FLIGHT || before == Phase.OPEN) {
        NodeState at = node;
        if (at != null) {
          ledger.answered(at, false, TransactionStatus.IDLE);
        }
      }
      dropServer();
    }
    drop();
    discard();
    if (kept != null) {
      kept.release();
      kept = null;
    }
    flush();
    Channels.close(channel);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    close();
  }
}
