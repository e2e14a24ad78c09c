package dev.paceline.backend;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import dev.paceline.tls.ServerTls;
import dev.paceline.wire.postgres.Authentication;
import dev.paceline.wire.postgres.FrontendWriter;
import dev.paceline.wire.postgres.SaslInitialResponse;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers what a server asks of one who logs in. Confined to the channel's event loop. */
final class ServerProof {

  private static final String SCRAM = "SCRAM-SHA-256";
  private static final String SCRAM_PLUS = "SCRAM-SHA-256-PLUS";
  private static final String BINDING = "tls-server-end-point";

  /** Of a password's hash: far more than anybody sets, and few enough that a hostile server does not keep us busy. */
  private static final int MAX_ITERATIONS = 1_000_000;

  private static final int MAX_MESSAGE = 4_096;

  private final ServerIdentity identity;
  private final ServerAccess access;
  private final Consumer<Throwable> failed;

  private ServerCredentials used = ServerCredentials.NONE;
  private @Nullable ScramClient scram;
  private boolean asked;
  private boolean proved;

  /** @param failed told on the event loop when there is no answer, later than {@link #answer} */
  ServerProof(ServerIdentity identity, ServerAccess access, Consumer<Throwable> failed) {
    this.identity = identity;
    this.access = access;
    this.failed = failed;
  }

  /** Whether the server has said anything yet of what it wants. */
  boolean isAsked() {
    return asked;
  }

  /** Which credentials it was given. */
  ServerCredentials used() {
    return used;
  }

  /**
   * Answers, now or when a worker has worked the answer out.
   *
   * @throws ScramException if the server breaks the rules of SCRAM, or does not know the password itself
   * @throws IllegalStateException if there is no answer
   */
  void answer(ChannelHandlerContext ctx, Authentication question) throws ScramException {
    asked = true;
    if (question instanceof Authentication.Ok) {
      if (scram != null && !proved) {
        throw new IllegalStateException("the server did not prove that it knows the password");
      }
    } else if (question instanceof Authentication.CleartextPassword) {
      password(ctx, clear());
    } else if (question instanceof Authentication.Md5Password md5) {
      password(ctx, md5(inner(), md5.salt()));
    } else if (question instanceof Authentication.Sasl sasl) {
      begin(ctx, sasl.mechanisms());
    } else if (question instanceof Authentication.SaslContinue next && scram != null) {
      proceed(ctx, scram, next.data());
    } else if (question instanceof Authentication.SaslFinal last && scram != null) {
      scram.serverFinalMessage(last.data());
      proved = true;
    } else {
      throw new IllegalStateException(
          "the server asks for an authentication that is not supported: " + question);
    }
  }

  private void begin(ChannelHandlerContext ctx, List<String> offered) {
    SslHandler tls = ctx.pipeline().get(SslHandler.class);
    byte[] binding = tls == null ? new byte[0] : ServerTls.bindingToPeer(tls);
    boolean bound = binding.length > 0;
    List<String> mechanisms = offered.stream()
        .filter(name -> name.equals(SCRAM) || (bound && name.equals(SCRAM_PLUS)))
        .toList();
    if (mechanisms.isEmpty()) {
      throw new IllegalStateException(
          "the server asks for an authentication that is not supported: " + offered);
    }
    // PostgreSQL takes the name from the start-up packet.
    var named = ScramClient.builder().advertisedMechanisms(mechanisms).username("*");
    ServerCredentials known = take();
    if (!(known instanceof ServerCredentials.Password)
        && !(known instanceof ServerCredentials.Scram)) {
      throw unanswerable("SCRAM");
    }
    var builder = known instanceof ServerCredentials.Scram keys
        ? named.clientAndServerKey(keys.keys().clientKey(), keys.keys().serverKey())
        : named.password(clear().toCharArray());
    ScramClient client = (bound ? builder.channelBinding(BINDING, binding) : builder).build();
    scram = client;
    ByteBuf out = ctx.alloc().buffer();
    FrontendWriter.saslInitialResponse(
        out,
        new SaslInitialResponse(
            client.getScramMechanism().getName(), client.clientFirstMessage().toString()));
    Channels.send(ctx.channel(), out);
  }

  private void proceed(ChannelHandlerContext ctx, ScramClient client, String message)
      throws ScramException {
    if (message.length() > MAX_MESSAGE
        || client.serverFirstMessage(message).getIterationCount() > MAX_ITERATIONS) {
      throw new IllegalStateException("the server asks for more rounds of SCRAM than are sensible");
    }
    access.workers().execute(() -> {
      try {
        String answer = client.clientFinalMessage().toString();
        ctx.executor().execute(() -> {
          ByteBuf out = ctx.alloc().buffer();
          FrontendWriter.saslResponse(out, answer);
          Channels.send(ctx.channel(), out);
        });
      } catch (RuntimeException e) {
        ctx.executor().execute(() -> failed.accept(e));
      }
    });
  }

  private static void password(ChannelHandlerContext ctx, String text) {
    ByteBuf out = ctx.alloc().buffer();
    FrontendWriter.password(out, text.getBytes(StandardCharsets.UTF_8));
    Channels.send(ctx.channel(), out);
  }

  private ServerCredentials take() {
    used = access.credentials();
    return used;
  }

  private String clear() {
    if (take() instanceof ServerCredentials.Password clear) {
      return clear.password();
    }
    throw unanswerable("the clear password");
  }

  /** The hash of password and user, in hexadecimal digits. */
  private String inner() {
    ServerCredentials known = take();
    if (known instanceof ServerCredentials.Md5Hash md5) {
      return md5.hash().substring("md5".length());
    }
    if (known instanceof ServerCredentials.Password clear) {
      return hex((clear.password() + identity.user()).getBytes(StandardCharsets.UTF_8));
    }
    throw unanswerable("an MD5 hash");
  }

  private IllegalStateException unanswerable(String what) {
    return new IllegalStateException("the server asks for " + what + " of user " + identity.user()
        + ", and the proxy has " + (used == ServerCredentials.NONE ? "nothing" : used));
  }

  /** As PostgreSQL's documentation of the protocol has it: the hash of password and user, hashed again with the salt. */
  private static String md5(String inner, int salt) {
    byte[] second = new byte[inner.length() + Integer.BYTES];
    System.arraycopy(inner.getBytes(StandardCharsets.US_ASCII), 0, second, 0, inner.length());
    for (int i = 0; i < Integer.BYTES; i++) {
      second[inner.length() + i] = (byte) (salt >>> (8 * (Integer.BYTES - 1 - i)));
    }
    return "md5" + hex(second);
  }

  private static String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }
}
