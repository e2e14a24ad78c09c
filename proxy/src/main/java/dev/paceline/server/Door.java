package dev.paceline.server;

import dev.paceline.backend.Channels;
import dev.paceline.backend.ServerEncryption;
import dev.paceline.backend.ServerIdentity;
import dev.paceline.backend.ServerPool;
import dev.paceline.cluster.Cluster;
import dev.paceline.session.postgres.ClientSession;
import dev.paceline.session.postgres.SessionHome;
import dev.paceline.session.postgres.Sharing;
import dev.paceline.tls.ServerTls;
import dev.paceline.topology.Node;
import dev.paceline.wire.postgres.BackendKey;
import dev.paceline.wire.postgres.FrontendWriter;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** What one session has of the proxy. */
final class Door implements SessionHome {

  private final ProxyServer proxy;
  private final EventLoop loop;
  private final Cluster cluster;
  private final ServerIdentity identity;

  /** The pools that were asked for, at the ids of their nodes: one is asked for with every unit of work. */
  private final @Nullable ServerPool[] known = new ServerPool[Node.MAX_ID + 1];

  Door(ProxyServer proxy, EventLoop loop, Cluster cluster, ServerIdentity identity) {
    this.proxy = proxy;
    this.loop = loop;
    this.cluster = cluster;
    this.identity = identity;
  }

  @Override
  public Cluster cluster() {
    return cluster;
  }

  @Override
  public Sharing sharing() {
    return switch (proxy.settings().operation().poolMode()) {
      case SESSION -> Sharing.AFTER_SESSION;
      case TRANSACTION -> Sharing.AFTER_TRANSACTION;
      case STATEMENT -> Sharing.AFTER_STATEMENT;
    };
  }

  @Override
  public ServerPool pool(Node node) {
    ServerPool last = known[node.id()];
    if (last != null && last.node().equals(node)) {
      return last;
    }
    ServerPool pool =
        proxy.pools(loop).of(node, identity, proxy.doorkeeper().access(identity.user()));
    known[node.id()] = pool;
    return pool;
  }

  @Override
  public void register(BackendKey key, ClientSession session) {
    proxy.cancels().add(key, session, identity);
  }

  @Override
  public void unregister(BackendKey key) {
    proxy.cancels().remove(key);
  }

  @Override
  public void cancel(Node node, BackendKey key, Runnable done) {
    ChannelFuture connecting = new Bootstrap()
        .group(loop)
        .channel(proxy.channelType())
        .handler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            ServerTls tls = proxy.doorkeeper().access(identity.user()).tls();
            channel.pipeline().addLast(new ServerEncryption(tls, node));
            channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
              @Override
              public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                Channels.close(ctx.channel());
              }

              @Override
              public void channelActive(ChannelHandlerContext ctx) {
                ByteBuf out = ctx.alloc().buffer(16);
                FrontendWriter.cancelRequest(out, key);
                Channels.send(ctx.channel(), out);
              }
            });
          }
        })
        .connect(node.host(), node.port());
    ChannelFuture ignored = connecting.addListener(made -> {
      if (made.isSuccess()) {
        ChannelFuture unused = connecting.channel().closeFuture().addListener(closed -> done.run());
      } else {
        done.run();
      }
    });
  }
}
