package dev.paceline.server;

import dev.paceline.admin.AdminConsole;
import dev.paceline.admin.HttpDoor;
import dev.paceline.admin.HttpSettings;
import dev.paceline.backend.ServerPool;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A proxy that listens, from {@link #start} to {@link #close}. */
public final class ProxyServer implements AutoCloseable {

  /** Reads the settings again, as they were read at the start. */
  @FunctionalInterface
  public interface Reloader {
    /**
     * Reads and checks them.
     *
     * @throws IllegalArgumentException with all that is wrong with them
     */
    ProxySettings read();
  }

  private static final long PERIOD_SECONDS = 60;
  private static final long MEET_AGAIN_SECONDS = 2;

  private volatile ProxySettings settings;
  private final Reloader reloader;
  private final Gate gate = new Gate();
  private final Operations operations = new Operations(this, gate);
  private final AdminConsole console = new AdminConsole(operations);
  private final CompletableFuture<Boolean> asked = new CompletableFuture<>();
  private final Clusters clusters;
  private final CancelRegistry cancels = new CancelRegistry();
  private final Greetings greetings = new Greetings();
  private final MultiThreadIoEventLoopGroup loops;
  private final Class<? extends Channel> channelType;
  private final Map<EventExecutor, LoopPools> pools = new HashMap<>();
  private final Doorkeeper doorkeeper;
  private final Channel listener;
  private final List<Channel> l4Listeners = new ArrayList<>();
  private final @Nullable HttpDoor http;
  private volatile boolean met;
  private volatile boolean warned;

  private ProxyServer(ProxySettings settings, Reloader reloader) {
    this.settings = settings;
    this.reloader = reloader;
    this.clusters = new Clusters(settings, gate);
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.loops = new MultiThreadIoEventLoopGroup(settings.threads(), io);
    this.channelType = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    ServerPool.Limits limits = new ServerPool.Limits(
        Math.max(1, settings.poolSize() / settings.threads()),
        settings.operation().poolWaitNanos(),
        10_000);
    for (EventExecutor loop : loops) {
      pools.put(loop, new LoopPools((EventLoop) loop, channelType, limits, gate::isPaused));
    }
    this.doorkeeper = doorkeeper(settings);
    Class<? extends ServerChannel> serverType =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    ServerBootstrap bootstrap = new ServerBootstrap()
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
        });
    this.listener = listen(bootstrap, settings.listen());
    for (L4Listener l4 : settings.operation().l4()) {
      ServerBootstrap passing = bootstrap
          .clone()
          .childOption(ChannelOption.AUTO_READ, false)
          .childHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
              channel.pipeline().addLast(new L4Door(clusters, l4.role(), channelType));
            }
          });
      l4Listeners.add(listen(passing, l4.listen()));
    }
    this.http = openHttp(settings.operation().http());
    repeat(PERIOD_SECONDS, console::sample);
    String database = settings.operation().monitorDatabase();
    if (database != null) {
      meet(database);
      repeat(MEET_AGAIN_SECONDS, () -> meet(database));
    }
    ProxyLog.info(
        "listens (address=" + listener.localAddress() + ", seeds=" + settings.seeds() + ")");
  }

  private Doorkeeper doorkeeper(ProxySettings wanted) {
    try {
      return new Doorkeeper(wanted, clusters, loops.next(), channelType);
    } catch (UncheckedIOException e) {
      closeLoops();
      clusters.close();
      throw e;
    }
  }

  private Channel listen(ServerBootstrap bootstrap, InetSocketAddress address) {
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      closeLoops();
      throw new UncheckedIOException(
          "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
              + cause.getMessage(),
          cause instanceof IOException io ? io : new IOException(cause));
    }
    return bound.channel();
  }

  private @Nullable HttpDoor openHttp(@Nullable HttpSettings where) {
    if (where == null) {
      return null;
    }
    try {
      return HttpDoor.open(where, () -> settings.operation().http(), console, gate::isDraining);
    } catch (IOException e) {
      closeLoops();
      throw new UncheckedIOException(
          "cannot listen on " + where.listen().getHostString() + ":"
              + where.listen().getPort() + " for HTTP: " + e.getMessage(),
          e);
    }
  }

  private void repeat(long seconds, Runnable what) {
    var ignored = loops.next().scheduleAtFixedRate(what, seconds, seconds, TimeUnit.SECONDS);
  }

  /** Has the cluster watched before a client comes, and again when it could not be reached. */
  private void meet(String database) {
    if (!gate.isDraining()) {
      var ignored = clusters.meet(database).whenComplete((cluster, error) -> {
        boolean known = error == null;
        if (met != known) {
          met = known;
          if (known) {
            ProxyLog.info("has reached the cluster (cluster=" + cluster.name() + ")");
          }
        }
        if (!known && !warned) {
          warned = true;
          Throwable cause = error.getCause() == null ? error : error.getCause();
          ProxyLog.warn(
              "cannot reach the cluster, and tries again (problem=" + cause.getMessage() + ")");
        }
      });
    }
  }

  /** Begins to listen; a port of 0 stands for any free one. */
  public static ProxyServer start(ProxySettings settings) {
    return start(settings, () -> settings);
  }

  /**
   * Begins to listen; a port of 0 stands for any free one. A cluster that cannot be reached yet is waited for.
   *
   * @throws UncheckedIOException if it cannot listen, or a file of users or certificates cannot be used, saying which and why
   */
  public static ProxyServer start(ProxySettings settings, Reloader reloader) {
    return new ProxyServer(settings, reloader);
  }

  /**
   * Waits until somebody tells it by SQL to end.
   *
   * @return whether it is to end at once
   */
  public boolean awaitAsked() throws InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells it to end: who waits in {@link #awaitAsked} does what is to be done. */
  public void askToEnd(boolean atOnce) {
    boolean ignored = asked.complete(atOnce);
  }

  /**
   * Takes no new client, and ends every client when its transaction does, or when {@code shutdown.drainTimeout} is over.
   *
   * @return the clients that were in the middle of something then
   */
  public int drain() {
    gate.drain();
    await(listener.close());
    l4Listeners.forEach(l4 -> await(l4.close()));
    ProxyLog.info("drains (clients=" + cancels.size() + ")");
    long deadline = System.nanoTime() + settings.operation().drainNanos();
    int left = operations.drain(deadline).toCompletableFuture().join();
    ProxyLog.info("has drained (interrupted=" + left + ")");
    return left;
  }

  /**
   * Reads the settings again and puts into force what can change.
   *
   * @return what was done, and what needs a restart
   * @throws IllegalArgumentException with all that is wrong with them; nothing has changed then
   */
  public synchronized List<String> reload() {
    Reload reload;
    try {
      reload = Reload.of(settings, reloader.read());
    } catch (IllegalArgumentException e) {
      ProxyLog.warn("keeps its settings: the new ones cannot be (problem=" + e.getMessage() + ")");
      throw e;
    }
    settings = reload.settings();
    doorkeeper.reloaded(settings);
    reload.report().forEach(line -> ProxyLog.info("reloads: " + line));
    return reload.report();
  }

  /** The port on which it listens. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** The ports that pass connections on, in the order of the settings. */
  public List<Integer> l4Ports() {
    return l4Listeners.stream()
        .map(channel -> ((InetSocketAddress) channel.localAddress()).getPort())
        .toList();
  }

  /** The port of HTTP; 0 if it is not served. */
  public int httpPort() {
    HttpDoor door = http;
    return door == null ? 0 : door.port();
  }

  Doorkeeper doorkeeper() {
    return doorkeeper;
  }

  ProxySettings settings() {
    return settings;
  }

  AdminConsole console() {
    return console;
  }

  List<EventLoop> eventLoops() {
    List<EventLoop> all = new ArrayList<>();
    loops.forEach(loop -> all.add((EventLoop) loop));
    return all;
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
    gate.drain();
    HttpDoor door = http;
    if (door != null) {
      door.close();
    }
    await(listener.close());
    pools.forEach((loop, own) -> await(loop.submit(own::close)));
    await(doorkeeper.loop().submit(doorkeeper::closeConnections));
    closeLoops();
    doorkeeper.close();
    clusters.close();
  }

  private void closeLoops() {
    await(loops.shutdownGracefully(0, 5, TimeUnit.SECONDS));
  }

  private static void await(Future<?> future) {
    Future<?> ignored = future.awaitUninterruptibly();
  }
}
