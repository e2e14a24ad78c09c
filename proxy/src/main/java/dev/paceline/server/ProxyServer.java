package dev.paceline.server;

import dev.paceline.backend.ServerPool;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A proxy that listens, from {@link #start} to {@link #close}. */
public final class ProxyServer implements AutoCloseable {

  private final ProxySettings settings;
  private final Clusters clusters;
  private final CancelRegistry cancels = new CancelRegistry();
  private final Greetings greetings = new Greetings();
  private final MultiThreadIoEventLoopGroup loops;
  private final Class<? extends Channel> channelType;
  private final Map<EventExecutor, LoopPools> pools = new HashMap<>();
  private final Channel listener;

  private ProxyServer(ProxySettings settings) {
    this.settings = settings;
    this.clusters = new Clusters(settings);
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.loops = new MultiThreadIoEventLoopGroup(settings.threads(), io);
    this.channelType = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    ServerPool.Limits limits = new ServerPool.Limits(
        Math.max(1, settings.poolSize() / settings.threads()),
        settings.operation().poolWaitNanos(),
        10_000);
    for (EventExecutor loop : loops) {
      pools.put(loop, new LoopPools((EventLoop) loop, channelType, limits));
    }
    Class<? extends ServerChannel> serverType =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    this.listener = new ServerBootstrap()
        .group(loops)
        .channel(serverType)
        .option(ChannelOption.SO_BACKLOG, 4096)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 << 10, 256 << 10))
        .childHandler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new ClientLogin(ProxyServer.this));
          }
        })
        .bind(settings.listen())
        .syncUninterruptibly()
        .channel();
  }

  /** Begins to listen; a port of 0 stands for any free one. */
  public static ProxyServer start(ProxySettings settings) {
    return new ProxyServer(settings);
  }

  /** The port on which it listens. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  ProxySettings settings() {
    return settings;
  }

  Clusters clusters() {
    return clusters;
  }

  CancelRegistry cancels() {
    return cancels;
  }

  Greetings greetings() {
    return greetings;
  }

  Class<? extends Channel> channelType() {
    return channelType;
  }

  LoopPools pools(EventLoop loop) {
    LoopPools own = pools.get(loop);
    if (own == null) {
      throw new IllegalArgumentException("a foreign event loop: " + loop);
    }
    return own;
  }

  @Override
  public void close() {
    await(listener.close());
    pools.forEach((loop, own) -> await(loop.submit(own::close)));
    await(loops.shutdownGracefully(0, 5, TimeUnit.SECONDS));
    clusters.close();
  }

  private static void await(Future<?> future) {
    Future<?> ignored = future.awaitUninterruptibly();
  }
}
