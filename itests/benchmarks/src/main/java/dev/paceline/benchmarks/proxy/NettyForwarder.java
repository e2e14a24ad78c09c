package dev.paceline.benchmarks.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;

/**
 * What the least is that a proxy of this kind costs: it passes bytes on between a client and a connection of its own, untuned, one
 * event loop, and looks at nothing. {@code NettyForwarder PORT HOST PORT}
 */
public final class NettyForwarder {

  private NettyForwarder() {}

  /** Listens until the process is ended. */
  public static void main(String[] arguments) throws InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    String host = arguments[1];
    int to = Integer.parseInt(arguments[2]);
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    Channel listener = new ServerBootstrap()
        .group(loop)
        .channel(EpollServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childHandler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel client) {
            ChannelFuture connecting = new Bootstrap()
                .group(client.eventLoop())
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new Pass(client))
                .connect(host, to);
            client.pipeline().addLast(new Pass(connecting.channel()));
            ChannelFuture ignored =
                connecting.addListener(done -> client.config().setAutoRead(done.isSuccess()));
          }
        })
        .bind("127.0.0.1", port)
        .sync()
        .channel();
    System.out.println("listening on port " + port);
    listener.closeFuture().sync();
  }

  private static final class Pass extends ChannelInboundHandlerAdapter {

    private final Channel other;

    Pass(Channel other) {
      this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ChannelFuture ignored = other.writeAndFlush(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      ChannelFuture ignored = other.close();
    }
  }
}
