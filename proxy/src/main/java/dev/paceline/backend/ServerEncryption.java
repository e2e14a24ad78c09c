package dev.paceline.backend;

import dev.paceline.tls.ServerTls;
import dev.paceline.tls.TlsSettings.ServerMode;
import dev.paceline.topology.Node;
import dev.paceline.wire.postgres.FrontendWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Comes first on a new connection to a server, and agrees on encryption: what follows in the pipeline is told that the channel is
 * active when something can be said, and that is never in clear text where it must not be.
 */
public final class ServerEncryption extends ChannelInboundHandlerAdapter {

  private final ServerTls tls;
  private final Node node;
  private @Nullable SslHandler handler;

  /** For one connection. */
  public ServerEncryption(ServerTls tls, Node node) {
    this.tls = tls;
    this.node = node;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (tls.mode() == ServerMode.DISABLE) {
      proceed(ctx);
    } else if (tls.isDirect()) {
      encrypt(ctx);
    } else {
      ByteBuf out = ctx.alloc().buffer(Long.BYTES);
      FrontendWriter.sslRequest(out);
      Channels.send(ctx.channel(), out);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    byte answer = in.readByte();
    boolean more = in.isReadable();
    in.release();
    if (more) {
      // Whoever is in between could have put it there, to be taken for what comes encrypted.
      fail(ctx, "received unencrypted data after the answer to the request for TLS");
    } else if (answer == 'S') {
      encrypt(ctx);
    } else if (answer != 'N') {
      fail(ctx, "the server answered the request for TLS with an error");
    } else if (tls.mode() == ServerMode.PREFER) {
      proceed(ctx);
    } else {
      fail(ctx, "the server does not have TLS, which is required");
    }
  }

  private void encrypt(ChannelHandlerContext ctx) {
    handler = tls.handler(ctx.alloc(), node.host(), node.port());
    ctx.pipeline().addFirst(handler);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent end && handler != null) {
      if (!end.isSuccess()) {
        ctx.fireExceptionCaught(end.cause());
      } else if (!tls.isAgreed(handler)) {
        fail(
            ctx, "the server did not agree on what is spoken: it has no direct TLS for PostgreSQL");
      } else {
        proceed(ctx);
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  private void proceed(ChannelHandlerContext ctx) {
    ctx.fireChannelActive();
    ctx.pipeline().remove(this);
  }

  private static void fail(ChannelHandlerContext ctx, String why) {
    ctx.fireExceptionCaught(new SSLException(why));
    Channels.close(ctx.channel());
  }
}
