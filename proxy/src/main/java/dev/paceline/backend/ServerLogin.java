package dev.paceline.backend;

import com.ongres.scram.client.ScramClient;
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
import dev.paceline.wire.postgres.SaslInitialResponse;
import dev.paceline.wire.postgres.ServerMessages;
import dev.paceline.wire.postgres.StartupMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Logs a new connection in, and then makes way for a {@link ServerConnection}. */
final class ServerLogin extends ChannelInboundHandlerAdapter {

  private static final String SCRAM = "SCRAM-SHA-256";

  /** Who waits for the end of it. */
  interface Listener {
    void loggedIn(ServerConnection connection);

    void refused(Throwable cause);
  }

  private final ServerIdentity identity;
  private final ServerCredentials credentials;
  private final ServerConnection.Home home;
  private final Listener listener;
  private final FrameCursor cursor =
      new FrameCursor(FrameTable.BACKEND_COLLECTED, FrameCursor.MIN_COLLECT);
  private final Map<String, String> parameters = new LinkedHashMap<>();

  private @Nullable ByteBuf kept;
  private @Nullable BackendKey key;
  private @Nullable ScramClient scram;
  private boolean done;

  ServerLogin(
      ServerIdentity identity,
      ServerCredentials credentials,
      ServerConnection.Home home,
      Listener listener) {
    this.identity = identity;
    this.credentials = credentials;
    this.home = home;
    this.listener = listener;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    Map<String, String> startup = new LinkedHashMap<>();
    startup.put("user", identity.user());
    startup.put("database", identity.database());
    startup.put("application_name", "paceline");
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
      case BackendType.AUTHENTICATION -> authenticate(ctx, Authentication.read(in, start, end));
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

  private void authenticate(ChannelHandlerContext ctx, Authentication asked) throws ScramException {
    if (asked instanceof Authentication.Ok) {
      return;
    }
    ByteBuf out = ctx.alloc().buffer();
    if (asked instanceof Authentication.CleartextPassword) {
      FrontendWriter.password(out, password().getBytes(StandardCharsets.UTF_8));
    } else if (asked instanceof Authentication.Md5Password md5) {
      FrontendWriter.password(
          out, md5(identity.user(), password(), md5.salt()).getBytes(StandardCharsets.US_ASCII));
    } else if (asked instanceof Authentication.Sasl sasl) {
      if (!sasl.mechanisms().contains(SCRAM)) {
        out.release();
        throw new IllegalStateException(
            "the server asks for an authentication that is not supported: " + sasl.mechanisms());
      }
      ScramClient client = ScramClient.builder()
          .advertisedMechanisms(List.of(SCRAM))
          .username(identity.user())
          .password(password().toCharArray())
          .build();
      scram = client;
      FrontendWriter.saslInitialResponse(
          out, new SaslInitialResponse(SCRAM, client.clientFirstMessage().toString()));
    } else if (asked instanceof Authentication.SaslContinue next && scram != null) {
      scram.serverFirstMessage(next.data());
      FrontendWriter.saslResponse(out, scram.clientFinalMessage().toString());
    } else if (asked instanceof Authentication.SaslFinal last && scram != null) {
      scram.serverFinalMessage(last.data());
    } else {
      out.release();
      throw new IllegalStateException(
          "the server asks for an authentication that is not supported: " + asked);
    }
    Channels.send(ctx.channel(), out);
  }

  private String password() {
    String password = credentials.password();
    if (password == null) {
      throw new IllegalStateException("the server asks for a password of " + identity.user()
          + " for database " + identity.database() + ", and none is known");
    }
    return password;
  }

  /** As PostgreSQL's documentation of the protocol has it: the hash of user and password, hashed again with the salt. */
  private static String md5(String user, String password, int salt) {
    HexFormat hex = HexFormat.of();
    String inner = hex.formatHex(digest((password + user).getBytes(StandardCharsets.UTF_8)));
    byte[] second = new byte[inner.length() + Integer.BYTES];
    System.arraycopy(inner.getBytes(StandardCharsets.US_ASCII), 0, second, 0, inner.length());
    for (int i = 0; i < Integer.BYTES; i++) {
      second[inner.length() + i] = (byte) (salt >>> (8 * (Integer.BYTES - 1 - i)));
    }
    return "md5" + hex.formatHex(digest(second));
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  private void fail(ChannelHandlerContext ctx, Throwable cause) {
    if (!done) {
      done = true;
      listener.refused(cause);
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
