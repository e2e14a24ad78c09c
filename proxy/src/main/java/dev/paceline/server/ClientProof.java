package dev.paceline.server;

import dev.paceline.auth.AuthMethod;
import dev.paceline.auth.Challenges;
import dev.paceline.auth.ScramLogin;
import dev.paceline.auth.Secret;
import dev.paceline.backend.Channels;
import dev.paceline.tls.ClientTls;
import dev.paceline.wire.postgres.BackendWriter;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.PasswordMessages;
import dev.paceline.wire.postgres.ProtocolViolation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks one client for a proof that it is who it says, and looks at the proof. A name that nobody has leads to the same questions and
 * the same refusal as a wrong password. Confined to the channel's event loop.
 */
final class ClientProof {

  /** Who waits for the end of it. */
  interface Listener {
    /** The client is who it says; what is still to be sent to it before all else, or null. */
    void proved(@Nullable ByteBuf last);

    /** The client is to be told so. */
    void disproved(ErrorReport why);

    /** Something is asked of the client: what it sends is its answer. */
    void asks();
  }

  private final Doorkeeper doorkeeper;
  private final ChannelHandlerContext ctx;
  private final String user;
  private final Listener listener;

  private @Nullable Secret secret;
  private @Nullable ScramLogin scram;
  private boolean begun;
  private int salt;

  ClientProof(Doorkeeper doorkeeper, ChannelHandlerContext ctx, String user, Listener listener) {
    this.doorkeeper = doorkeeper;
    this.ctx = ctx;
    this.user = user;
    this.listener = listener;
  }

  /** Asks. */
  void begin(AuthMethod method) {
    var ignored = doorkeeper
        .secret(user)
        .whenComplete((found, error) -> ctx.executor().execute(() -> {
          if (error != null) {
            System.getLogger("dev.paceline.auth")
                .log(
                    System.Logger.Level.WARNING,
                    "auth - a user's secret could not be asked for (reason=" + error.getMessage()
                        + ")");
            listener.disproved(ErrorReport.fatal(
                "08006", "the proxy cannot ask now for what user \"" + user + "\" has to prove"));
          } else {
            ask(method, found);
          }
        }));
  }

  private void ask(AuthMethod method, Optional<Secret> found) {
    secret = found.orElse(null);
    ByteBuf out = ctx.alloc().buffer();
    if (method == AuthMethod.MD5
        && (secret instanceof Secret.Md5 || secret instanceof Secret.Clear)) {
      salt = doorkeeper.challenges().md5Salt();
      BackendWriter.authenticationMd5Password(out, salt);
    } else {
      SslHandler tls = ctx.pipeline().get(SslHandler.class);
      scram = new ScramLogin(
          doorkeeper.challenges().scram(user, secret),
          tls == null ? new byte[0] : ClientTls.binding(tls),
          doorkeeper.challenges()::nonce);
      BackendWriter.authenticationSasl(out, scram.mechanisms());
    }
    Channels.send(ctx.channel(), out);
    listener.asks();
  }

  /**
   * Takes an answer of the client's.
   *
   * @throws ProtocolViolation if it is none
   */
  void answered(ByteBuf in, int start, int end) {
    if (scram == null) {
      byte[] answer = PasswordMessages.password(in, start, end);
      if (secret != null && Challenges.isMd5Right(user, secret, salt, answer)) {
        doorkeeper.proved(user, secret, null);
        listener.proved(null);
      } else {
        wrong();
      }
    } else if (begun) {
      check(scram, PasswordMessages.sasl(in, start, end));
    } else {
      begun = true;
      String first = scram.first(PasswordMessages.saslInitial(in, start, end));
      ByteBuf out = ctx.alloc().buffer();
      BackendWriter.authenticationSaslContinue(out, first);
      Channels.send(ctx.channel(), out);
      listener.asks();
    }
  }

  private void check(ScramLogin exchange, String message) {
    try {
      doorkeeper.workers().execute(() -> {
        try {
          ScramLogin.Proof proof = exchange.last(message);
          ctx.executor().execute(() -> checked(proof));
        } catch (ProtocolViolation e) {
          ctx.executor().execute(() -> listener.disproved(e.toReport()));
        }
      });
    } catch (RejectedExecutionException e) {
      listener.disproved(ErrorReport.fatal("57P01", "the proxy is shutting down"));
    }
  }

  private void checked(ScramLogin.@Nullable Proof proof) {
    if (proof == null || secret == null) {
      wrong();
      return;
    }
    doorkeeper.proved(user, secret, proof.keys());
    ByteBuf out = ctx.alloc().buffer();
    BackendWriter.authenticationSaslFinal(out, proof.serverFinal());
    listener.proved(out);
  }

  private void wrong() {
    doorkeeper.disproved(user);
    listener.disproved(
        ErrorReport.fatal("28P01", "password authentication failed for user \"" + user + "\""));
  }
}
