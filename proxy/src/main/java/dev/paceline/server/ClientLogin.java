package dev.paceline.server;

import dev.paceline.admin.AdminConsole;
import dev.paceline.admin.AdminSession;
import dev.paceline.auth.AuthMethod;
import dev.paceline.backend.Channels;
import dev.paceline.backend.Cumulation;
import dev.paceline.backend.ServerIdentity;
import dev.paceline.backend.ServerPool;
import dev.paceline.cluster.Cluster;
import dev.paceline.config.ConfigurationException;
import dev.paceline.session.SessionState;
import dev.paceline.session.postgres.ClientSession;
import dev.paceline.tls.ClientTls;
import dev.paceline.topology.NodeState;
import dev.paceline.wire.postgres.BackendKey;
import dev.paceline.wire.postgres.BackendWriter;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.FrameCursor;
import dev.paceline.wire.postgres.FrameTable;
import dev.paceline.wire.postgres.FrontendType;
import dev.paceline.wire.postgres.ProtocolViolation;
import dev.paceline.wire.postgres.StartupDecoder;
import dev.paceline.wire.postgres.StartupMessage;
import dev.paceline.wire.postgres.StartupPacket;
import dev.paceline.wire.postgres.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client that is nobody yet: start-up, authentication, and then a {@link ClientSession} in its place. */
final class ClientLogin extends ChannelInboundHandlerAdapter {

  /** Beyond the bound on connections of an address: requests to cancel are let through, and end at once. */
  private static final int BEYOND = 10;

  private static final String TOO_MANY = "53300";

  private final ProxyServer proxy;
  private final Doorkeeper doorkeeper;
  private final FrameCursor cursor =
      new FrameCursor(FrameTable.FRONTEND_LOGIN, FrameCursor.MIN_COLLECT);
  private @Nullable ByteBuf kept;
  private @Nullable ClientProof proof;
  private InetAddress from = InetAddress.getLoopbackAddress();
  private @Nullable ScheduledFuture<?> deadline;
  private boolean direct;
  private boolean encrypted;
  private boolean started;
  private boolean asked;
  private boolean over;

  ClientLogin(ProxyServer proxy) {
    this.proxy = proxy;
    this.doorkeeper = proxy.doorkeeper();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (ctx.channel().remoteAddress() instanceof InetSocketAddress address) {
      from = address.getAddress();
    }
    int bound = doorkeeper.limits().connectionsPerAddress();
    if (bound > 0) {
      int count = doorkeeper.addresses().add(from);
      ChannelFuture ignored = ctx.channel()
          .closeFuture()
          .addListener(closed -> doorkeeper.addresses().remove(from));
      if (count > bound + BEYOND) {
        over = true;
        Channels.close(ctx.channel());
        return;
      }
    }
    Duration patience = doorkeeper.limits().loginTimeout();
    deadline = ctx.executor()
        .schedule(
            () -> fail(
                ctx,
                ErrorReport.fatal(
                    "08P01", "the client did not log in within " + patience.toMillis() + " ms")),
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = Cumulation.join(ctx.alloc(), kept, (ByteBuf) message);
    kept = null;
    int missing = 0;
    try {
      while (!started && !over && !direct) {
        StartupPacket packet = StartupDecoder.read(in);
        if (packet == null) {
          missing = StartupDecoder.MAX_LENGTH;
          break;
        }
        take(ctx, packet, in);
      }
      if (asked && !over) {
        missing = takeAnswer(ctx, in);
      }
    } catch (ProtocolViolation e) {
      fail(ctx, e.toReport());
    }
    if (direct) {
      // From here on they are the handshake's, which comes before us.
      direct = false;
      ctx.pipeline().fireChannelRead(in);
    } else if (over) {
      in.release();
    } else {
      kept = Cumulation.keep(ctx.alloc(), in, missing);
    }
  }

  private int takeAnswer(ChannelHandlerContext ctx, ByteBuf in) {
    cursor.attach(in);
    try {
      if (!cursor.next()) {
        return cursor.missing();
      }
      asked = false;
      if (cursor.type() != FrontendType.PASSWORD || proof == null) {
        over = true;
        Channels.close(ctx.channel());
        return 0;
      }
      ctx.channel().config().setAutoRead(false);
      proof.answered(in, cursor.bodyStart(), cursor.end());
      return 0;
    } finally {
      cursor.detach();
    }
  }

  private void take(ChannelHandlerContext ctx, StartupPacket packet, ByteBuf in) {
    if (packet instanceof StartupPacket.SslRequest) {
      refuseMore(in);
      boolean offered = doorkeeper.clientTls().isOffered() && !encrypted;
      Channels.send(ctx.channel(), ctx.alloc().buffer(1).writeByte(offered ? 'S' : 'N'));
      if (offered) {
        encrypt(ctx, /* agreed= */ false);
      }
    } else if (packet instanceof StartupPacket.GssEncRequest) {
      refuseMore(in);
      Channels.send(ctx.channel(), ctx.alloc().buffer(1).writeByte('N'));
    } else if (packet instanceof StartupPacket.CancelRequest cancel) {
      over = true;
      ClientSession session = proxy.cancels().find(cancel.key());
      if (session != null) {
        session.cancel();
      }
      Channels.close(ctx.channel());
    } else if (packet instanceof StartupPacket.Startup startup) {
      started = true;
      start(ctx, startup.message());
    } else if (doorkeeper.clientTls().isOffered() && !encrypted) {
      direct = true;
      encrypt(ctx, /* agreed= */ true);
    } else {
      throw new ProtocolViolation("TLS is not set up on this port");
    }
  }

  /** What was sent before the answer: whoever is in between could have put it there. */
  private static void refuseMore(ByteBuf in) {
    if (in.isReadable()) {
      throw new ProtocolViolation("received unencrypted data after SSL request");
    }
  }

  /** @param agreed whether the client must say that it speaks PostgreSQL's protocol: without a request it might be lost */
  private void encrypt(ChannelHandlerContext ctx, boolean agreed) {
    encrypted = true;
    SslHandler tls = doorkeeper.clientTls().handler(ctx.alloc());
    ctx.pipeline().addFirst(tls);
    var ignored = tls.handshakeFuture().addListener(done -> {
      if (!done.isSuccess() || (agreed && !ClientTls.isAgreed(tls))) {
        over = true;
        Channels.close(ctx.channel());
      }
    });
  }

  private void start(ChannelHandlerContext ctx, StartupMessage message) {
    ctx.channel().config().setAutoRead(false);
    ServerIdentity identity = new ServerIdentity(message.user(), message.database());
    int bound = doorkeeper.limits().connectionsPerAddress();
    if (bound > 0 && doorkeeper.addresses().count(from) > bound) {
      fail(ctx, ErrorReport.fatal(TOO_MANY, "too many connections from " + from.getHostAddress()));
      return;
    }
    AuthMethod method = encrypted || !doorkeeper.clientTls().isRequired()
        ? doorkeeper.method(encrypted, identity.database(), identity.user(), from)
        : null;
    if (method == null) {
      refuse(ctx, identity, "no rule lets in");
      return;
    }
    switch (method) {
      case TRUST -> {
        if (from.isLoopbackAddress()) {
          admit(ctx, message, identity);
        } else {
          refuse(ctx, identity, "trust is for loopback addresses only, not for");
        }
      }
      case REJECT -> refuse(ctx, identity, "a rule rejects");
      case CERT -> {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls != null && identity.user().equals(ClientTls.commonName(tls))) {
          admit(ctx, message, identity);
        } else {
          failLater(
              ctx,
              ErrorReport.fatal(
                  "28000",
                  "certificate authentication failed for user \"" + identity.user() + "\""));
        }
      }
      case SCRAM_SHA_256, MD5 -> prove(ctx, message, identity, method);
    }
  }

  private void refuse(ChannelHandlerContext ctx, ServerIdentity identity, String why) {
    failLater(
        ctx,
        ErrorReport.fatal(
            "28000",
            why + " user \"" + identity.user() + "\" to database \"" + identity.database()
                + "\" from " + from.getHostAddress()
                + (encrypted ? " with TLS" : " without TLS")));
  }

  private void prove(
      ChannelHandlerContext ctx, StartupMessage message, ServerIdentity identity, AuthMethod by) {
    ClientProof asking =
        new ClientProof(doorkeeper, ctx, identity.user(), new ClientProof.Listener() {
          @Override
          public void proved(@Nullable ByteBuf last) {
            if (over) {
              ReferenceCountUtil.release(last);
              return;
            }
            if (last != null) {
              Channels.write(ctx.channel(), last);
            }
            admit(ctx, message, identity);
          }

          @Override
          public void disproved(ErrorReport why) {
            failLater(ctx, why);
          }

          @Override
          public void asks() {
            asked = true;
            ctx.channel().config().setAutoRead(true);
          }
        });
    proof = asking;
    asking.begin(by);
  }

  /** The client is who it says. */
  private void admit(ChannelHandlerContext ctx, StartupMessage message, ServerIdentity identity) {
    proof = null;
    if (proxy.settings().operation().admin().isAdminDatabase(identity.database())) {
      openConsole(ctx, message, identity);
      return;
    }
    var ignored = proxy
        .clusters()
        .of(identity.database())
        .whenComplete((cluster, error) -> ctx.executor().execute(() -> {
          if (error != null) {
            Throwable cause = error.getCause() == null ? error : error.getCause();
            String state = cause instanceof java.sql.SQLException sql && sql.getSQLState() != null
                ? sql.getSQLState()
                : "08001";
            fail(ctx, ErrorReport.fatal(state, String.valueOf(cause.getMessage())));
          } else {
            open(ctx, message, identity, cluster);
          }
        }));
  }

  private void openConsole(
      ChannelHandlerContext ctx, StartupMessage message, ServerIdentity identity) {
    AdminConsole console = proxy.console();
    ErrorReport refusal = AdminSession.refusal(console, identity.user());
    if (refusal != null) {
      fail(ctx, refusal);
      return;
    }
    welcome(
        ctx,
        message,
        proxy.cancels().newKey(),
        AdminSession.parameters(console),
        () -> new AdminSession(ctx.channel(), console, identity.user()));
  }

  private void open(
      ChannelHandlerContext ctx, StartupMessage message, ServerIdentity identity, Cluster cluster) {
    if (over) {
      return;
    }
    BackendKey key = proxy.cancels().newKey();
    SessionState session = new SessionState(cluster.config(), key.processId());
    try {
      // Its own even if it gives none: the name of whoever had the server connection before is not.
      setting(session, "application_name", "");
      message.settings().forEach((name, value) -> setting(session, name, value));
    } catch (ConfigurationException e) {
      fail(ctx, ErrorReport.fatal("22023", String.valueOf(e.getMessage())));
      return;
    }
    NodeState primary = cluster.topology().primary();
    NodeState any = primary != null || cluster.topology().replicas().isEmpty()
        ? primary
        : cluster.topology().replicas().get(0);
    if (any == null) {
      fail(ctx, ErrorReport.fatal("08001", "no node of the cluster can be used now"));
      return;
    }
    Door door = new Door(proxy, ctx.channel().eventLoop(), cluster, identity);
    Supplier<ChannelHandler> client = () -> new ClientSession(ctx.channel(), door, session, key);
    Greeting greeting = proxy.greetings().get(identity, session.settings());
    if (greeting != null) {
      welcome(ctx, message, key, greeting.parameters(), client);
      return;
    }
    ServerPool pool = door.pool(any.node());
    pool.borrow(new GreetingBorrower(pool, session.settings(), new GreetingBorrower.Listener() {
      @Override
      public void greeted(Map<String, String> parameters) {
        proxy.greetings().put(identity, session.settings(), new Greeting(parameters));
        welcome(ctx, message, key, parameters, client);
      }

      @Override
      public void refused(ErrorReport why) {
        fail(
            ctx, new ErrorReport("FATAL", why.sqlState(), why.message(), why.detail(), why.hint()));
      }
    }));
  }

  /** By set_config, whose value is one text: SET would take a list for one name. */
  private static void setting(SessionState session, String name, String value) {
    if (name.startsWith("paceline.")) {
      session.set(name, value);
      return;
    }
    String lower = name.toLowerCase(java.util.Locale.ROOT);
    session.setting(
        lower,
        "SELECT pg_catalog.set_config(" + literal(lower) + ", " + literal(value) + ", false)",
        "RESET " + identifier(lower));
  }

  private static String literal(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static String identifier(String name) {
    StringBuilder quoted = new StringBuilder();
    for (String part : name.split("\\.", -1)) {
      quoted
          .append(quoted.isEmpty() ? "" : ".")
          .append('"')
          .append(part.replace("\"", "\"\""))
          .append('"');
    }
    return quoted.toString();
  }

  private void welcome(
      ChannelHandlerContext ctx,
      StartupMessage message,
      BackendKey key,
      Map<String, String> parameters,
      Supplier<ChannelHandler> session) {
    if (over) {
      return;
    }
    over = true;
    forgetDeadline();
    ByteBuf out = ctx.alloc().buffer(1024);
    if (message.needsNegotiation()) {
      BackendWriter.negotiateProtocolVersion(out, message);
    }
    BackendWriter.authenticationOk(out);
    BackendWriter.parameterStatuses(out, parameters);
    BackendWriter.backendKeyData(out, key);
    BackendWriter.readyForQuery(out, TransactionStatus.IDLE);
    ctx.pipeline().addLast(session.get());
    Channels.send(ctx.channel(), out);
    ByteBuf rest = kept;
    kept = null;
    if (rest != null) {
      ctx.fireChannelRead(rest);
    }
    ctx.pipeline().remove(this);
    ctx.channel().config().setAutoRead(true);
  }

  /** Makes guessing slow. */
  private void failLater(ChannelHandlerContext ctx, ErrorReport error) {
    long delay = doorkeeper.limits().failedLoginDelay().toMillis();
    if (delay == 0) {
      fail(ctx, error);
    } else {
      var ignored = ctx.executor().schedule(() -> fail(ctx, error), delay, TimeUnit.MILLISECONDS);
    }
  }

  private void fail(ChannelHandlerContext ctx, ErrorReport error) {
    if (over) {
      return;
    }
    over = true;
    ByteBuf out = ctx.alloc().buffer();
    error.writeError(out);
    Channels.sendAndClose(ctx.channel(), out);
  }

  private void forgetDeadline() {
    if (deadline != null) {
      deadline.cancel(/* mayInterruptIfRunning= */ false);
      deadline = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    over = true;
    forgetDeadline();
    if (kept != null) {
      kept.release();
      kept = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    over = true;
    Channels.close(ctx.channel());
  }
}
