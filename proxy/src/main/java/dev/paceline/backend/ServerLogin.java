package dev.paceline.backend;

import com.ongres.scram.common.exception.ScramException;
import dev.paceline.wire.postgres.Authentication;
import dev.paceline.wire.postgres.BackendKey;
import dev.paceline.wire.postgres.BackendType;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.FrameCursor;
import dev.paceline.wire.postgres.FrameTable;
import dev.paceline.wire.postgres.FrontendWriter;
import dev.paceline.wire.postgres.ProtocolVersion;
import dev.paceline.wire.postgres.ProtocolViolation;
import dev.paceline.wire.postgres.ServerMessages;
import dev.paceline.wire.postgres.StartupMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Logs a new connection in, and then makes way for a {@link ServerConnection}. */
final class ServerLogin extends ChannelInboundHandlerAdapter {

  private static final String WRONG_PASSWORD = "28P01";

  /** Who waits for the end of it. */
  interface Listener {
    void loggedIn(ServerConnection connection);

    /**
     * It was not let in.
     *
     * @param encrypted whether it got no further than that the connection was encrypted: it might without
     */
    void refused(Throwable cause, boolean encrypted);
  }

  private final ServerIdentity identity;
  private final ServerAccess access;
  private final ServerConnection.Home home;
  private final Listener listener;
  private final FrameCursor cursor =
      new FrameCursor(FrameTable.BACKEND_COLLECTED, FrameCursor.MIN_COLLECT);
  private final Map<String, String> parameters = new LinkedHashMap<>();

  private @Nullable ByteBuf kept;
  private @Nullable BackendKey key;
  private @Nullable ServerProof proof;
  private boolean done;

  ServerLogin(
      ServerIdentity identity, ServerAccess access, ServerConnection.Home home, Listener listener) {
    this.identity = identity;
    this.access = access;
    this.home = home;
    this.listener = listener;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    proof = new ServerProof(identity, access, cause -> fail(ctx, cause));
    Map<String, String> startup = new LinkedHashMap<>();
    startup.put("user", identity.user());
    startup.put("database", identity.database());
    ByteBuf out = ctx.alloc().buffer();
    FrontendWriter.startup(out, new StartupMessage(ProtocolVersion.V3_0, startup));
    Channels.send(ctx.channel(), out);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = Cumulation.join(ctx.alloc(), kept, (ByteBuf) message);
    kept = null;
    cursor.attach(in);
    try {
      while (!done && cursor.next()) {
        take(ctx, in);
      }
    } catch (ProtocolViolation | ScramException | IllegalStateException e) {
      fail(ctx, e);
    }
    cursor.detach();
    if (done) {
      if (in.isReadable() && ctx.channel().isOpen()) {
        ctx.fireChannelRead(in);
      } else {
        in.release();
      }
      if (ctx.channel().isOpen()) {
        ctx.pipeline().remove(this);
      }
    } else {
      kept = Cumulation.keep(ctx.alloc(), in, cursor.missing());
    }
  }

  private void take(ChannelHandlerContext ctx, ByteBuf in) throws ScramException {
    int start = cursor.bodyStart();
    int end = cursor.end();
    switch (cursor.type()) {
      case BackendType.AUTHENTICATION -> {
        if (proof != null) {
          proof.answer(ctx, Authentication.read(in, start, end));
        }
      }
      case BackendType.PARAMETER_STATUS -> {
        ServerMessages.Parameter parameter = ServerMessages.parameter(in, start, end);
        parameters.put(parameter.name(), parameter.value());
      }
      case BackendType.BACKEND_KEY_DATA -> key = ServerMessages.key(in, start, end);
      case BackendType.ERROR_RESPONSE ->
        fail(ctx, new ServerRefusal(ErrorReport.read(in, start, end, cursor.isWhole())));
      case BackendType.READY_FOR_QUERY -> {
        done = true;
        ServerConnection connection =
            new ServerConnection(ctx.channel(), identity, home, parameters, key);
        ctx.pipeline().addLast(connection);
        listener.loggedIn(connection);
      }
      case BackendType.NOTICE_RESPONSE, BackendType.NEGOTIATE_PROTOCOL_VERSION -> {}
      default ->
        throw new ProtocolViolation(
            "the server sent " + BackendType.describe(cursor.type()) + " during the log-in");
    }
  }

  private void fail(ChannelHandlerContext ctx, Throwable cause) {
    if (!done) {
      done = true;
      boolean encrypted = ctx.pipeline().get(SslHandler.class) != null;
      if (proof != null
          && cause instanceof ServerRefusal refusal
          && refusal.error().sqlState().equals(WRONG_PASSWORD)) {
        access.refused(proof.used());
      }
      listener.refused(cause, encrypted && (proof == null || !proof.isAsked()));
    }
    Channels.close(ctx.channel());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (kept != null) {
      kept.release();
      kept = null;
    }
    fail(ctx, new java.io.IOException("the server closed the connection during the log-in"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(ctx, cause);
  }
}
