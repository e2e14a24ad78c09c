package dev.paceline.server;

import dev.paceline.admin.AdminConsole;
import dev.paceline.admin.AdminSession;
import dev.paceline.backend.Channels;
import dev.paceline.backend.Cumulation;
import dev.paceline.backend.ServerIdentity;
import dev.paceline.backend.ServerPool;
import dev.paceline.cluster.Cluster;
import dev.paceline.config.ConfigurationException;
import dev.paceline.session.SessionState;
import dev.paceline.session.postgres.ClientSession;
import dev.paceline.topology.NodeState;
import dev.paceline.wire.postgres.BackendKey;
import dev.paceline.wire.postgres.BackendWriter;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.ProtocolViolation;
import dev.paceline.wire.postgres.StartupDecoder;
import dev.paceline.wire.postgres.StartupMessage;
import dev.paceline.wire.postgres.StartupPacket;
import dev.paceline.wire.postgres.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client that is nobody yet: start-up, authentication, and then a {@link ClientSession} in its place. */
final class ClientLogin extends ChannelInboundHandlerAdapter {

  private static final long PATIENCE_SECONDS = 60;

  private final ProxyServer proxy;
  private @Nullable ByteBuf kept;
  private boolean started;
  private boolean over;

  ClientLogin(ProxyServer proxy) {
    this.proxy = proxy;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    var ignored = ctx.executor()
        .schedule(
            () -> {
              if (!over) {
                fail(
                    ctx,
                    ErrorReport.fatal(
                        "08P01", "the client did not log in within " + PATIENCE_SECONDS + " s"));
              }
            },
            PATIENCE_SECONDS,
            TimeUnit.SECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = Cumulation.join(ctx.alloc(), kept, (ByteBuf) message);
    kept = null;
    try {
      while (!started && !over) {
        StartupPacket packet = StartupDecoder.read(in);
        if (packet == null) {
          break;
        }
        take(ctx, packet, in);
      }
    } catch (ProtocolViolation e) {
      fail(ctx, ErrorReport.fatal(e.sqlState(), String.valueOf(e.getMessage())));
    }
    if (over) {
      in.release();
    } else {
      kept = Cumulation.keep(ctx.alloc(), in, StartupDecoder.MAX_LENGTH);
    }
  }

  private void take(ChannelHandlerContext ctx, StartupPacket packet, ByteBuf in) {
    if (packet instanceof StartupPacket.SslRequest
        || packet instanceof StartupPacket.GssEncRequest) {
      if (in.isReadable()) {
        // Sent before the answer: whoever is in between could have put it there.
        throw new ProtocolViolation("received unencrypted data after SSL request");
      }
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
    } else {
      throw new ProtocolViolation("TLS is not set up on this port");
    }
  }

  private void start(ChannelHandlerContext ctx, StartupMessage message) {
    ctx.channel().config().setAutoRead(false);
    ServerIdentity identity = new ServerIdentity(message.user(), message.database());
    boolean loopback = ctx.channel().remoteAddress() instanceof InetSocketAddress address
        && address.getAddress().isLoopbackAddress();
    if (!proxy.settings().trust() || !loopback) {
      fail(
          ctx,
          ErrorReport.fatal(
                  "28000",
                  "no rule lets user \"" + identity.user() + "\" in from "
                      + ctx.channel().remoteAddress())
              .withHint("--trust lets clients from loopback addresses in without a password."));
      return;
    }
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

  private void fail(ChannelHandlerContext ctx, ErrorReport error) {
    if (over) {
      return;
    }
    over = true;
    ByteBuf out = ctx.alloc().buffer();
    error.writeError(out);
    Channels.sendAndClose(ctx.channel(), out);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    over = true;
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
