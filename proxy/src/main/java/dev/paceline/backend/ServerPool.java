package dev.paceline.backend;

import dev.paceline.tls.ServerTls;
import dev.paceline.tls.TlsSettings.ServerMode;
import dev.paceline.topology.Node;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one node as one identity. First come, first served: who waits longest gets the next one that
 * comes free. Confined to its event loop.
 */
public final class ServerPool implements ServerConnection.Home {

  /** Who wants a connection. */
  public interface Borrower extends Tenant {

    /** Here it is; it is the borrower's until it is given back or lost. */
    void lent(ServerConnection connection);

    /** There is none in time, or there can be none. */
    void unlent(Throwable cause);
  }

  /**
   * Bounds.
   *
   * @param size connections at most, 1 or more
   * @param waitNanos how long a borrower waits
   * @param connectMillis how long a connection may take to be made
   */
  public record Limits(int size, long waitNanos, int connectMillis) {}

  private static final class Waiting {
    final Borrower borrower;
    final long since = System.nanoTime();

    Waiting(Borrower borrower) {
      this.borrower = borrower;
    }
  }

  private final EventLoop loop;
  private final Class<? extends Channel> channelType;
  private final Node node;
  private final ServerIdentity identity;
  private final ServerAccess access;
  private final Limits limits;

  private final Deque<ServerConnection> idle = new ArrayDeque<>();
  private final Set<ServerConnection> all = new HashSet<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Traffic traffic = new Traffic();
  private int opening;
  private boolean closed;
  private boolean paused;

  /** Makes a pool that opens nothing yet. */
  public ServerPool(
      EventLoop loop,
      Class<? extends Channel> channelType,
      Node node,
      ServerIdentity identity,
      ServerAccess access,
      Limits limits) {
    this.loop = loop;
    this.channelType = channelType;
    this.node = node;
    this.identity = identity;
    this.access = access;
    this.limits = limits;
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public Traffic traffic() {
    return traffic;
  }

  /** Lends a connection, now or later. */
  public void borrow(Borrower borrower) {
    ServerConnection free = waiting.isEmpty() && !paused ? takeIdle() : null;
    if (free != null) {
      lend(free, borrower);
      return;
    }
    Waiting entry = new Waiting(borrower);
    waiting.add(entry);
    var ignored = loop.schedule(
        () -> {
          if (waiting.remove(entry)) {
            borrower.unlent(new IOException("no connection to " + node + " within "
                + TimeUnit.NANOSECONDS.toMillis(limits.waitNanos()) + " ms (" + numbers() + ")"));
          }
        },
        limits.waitNanos(),
        TimeUnit.NANOSECONDS);
    openMore();
  }

  /** Somebody who waits does not want one any more. */
  public void forget(Borrower borrower) {
    waiting.removeIf(entry -> entry.borrower == borrower);
  }

  private @Nullable ServerConnection takeIdle() {
    ServerConnection free = idle.pollFirst();
    while (free != null && !free.isOpen()) {
      free = idle.pollFirst();
    }
    return free;
  }

  private static void lend(ServerConnection connection, Borrower borrower) {
    connection.lend(borrower);
    borrower.lent(connection);
  }

  /** Gives a connection back. It must be quiet: a transaction or an answer under way would be the next borrower's. */
  public void giveBack(ServerConnection connection) {
    connection.giveBack();
    if (connection.isToBeSettled()) {
      connection.ask("", answer -> giveBack(connection));
      return;
    }
    if (!connection.isOpen() || !connection.isQuiet() || closed || paused) {
      connection.close();
      return;
    }
    connection.idleSince(System.nanoTime());
    Waiting next = waiting.pollFirst();
    if (next != null) {
      traffic.waitNanos += System.nanoTime() - next.since;
      lend(connection, next.borrower);
    } else {
      idle.addFirst(connection);
    }
  }

  private void openMore() {
    while (!closed && !paused && opening < waiting.size() && all.size() + opening < limits.size()) {
      open();
    }
  }

  private void open() {
    opening++;
    connect(access.tls());
  }

  private void connect(ServerTls tls) {
    ServerLogin.Listener listener = new ServerLogin.Listener() {
      @Override
      public void loggedIn(ServerConnection connection) {
        opening--;
        all.add(connection);
        giveBack(connection);
      }

      @Override
      public void refused(Throwable cause, boolean encrypted) {
        if (encrypted && tls.mode() == ServerMode.PREFER) {
          // As libpq does: a server may have a rule for those alone that come without.
          connect(ServerTls.NONE);
          return;
        }
        opening--;
        failFirst(cause);
      }
    };
    ChannelFuture connecting = new Bootstrap()
        .group(loop)
        .channel(channelType)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, limits.connectMillis())
        .option(
            ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 << 10, 256 << 10))
        .handler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel
                .pipeline()
                .addLast(
                    new ServerEncryption(tls, node),
                    new ServerLogin(identity, access, ServerPool.this, listener));
          }
        })
        .connect(node.host(), node.port());
    ChannelFuture ignored = connecting.addListener(done -> {
      if (!done.isSuccess()) {
        listener.refused(done.cause(), false);
      }
    });
  }

  /** One attempt stands for one who waits. */
  private void failFirst(Throwable cause) {
    Waiting first = waiting.pollFirst();
    if (first != null) {
      first.borrower.unlent(cause);
    }
  }

  @Override
  public void closed(ServerConnection connection) {
    all.remove(connection);
    idle.remove(connection);
    openMore();
  }

  /** In a few words. */
  public String numbers() {
    return "total=" + all.size() + ", idle=" + idle.size() + ", opening=" + opening + ", waiting="
        + waiting.size();
  }

  /** What it is at this moment. */
  public PoolReport report() {
    Waiting first = waiting.peekFirst();
    return new PoolReport(
        node,
        identity,
        opening,
        waiting.size(),
        first == null ? 0 : System.nanoTime() - first.since,
        limits.size(),
        traffic.totals(),
        all.stream().map(ServerConnection::report).toList());
  }

  /** Ends connections as they come free, and lends none until {@link #resume}. */
  public void pause() {
    paused = true;
    Set.copyOf(idle).forEach(ServerConnection::close);
  }

  /** Lends again. */
  public void resume() {
    paused = false;
    openMore();
  }

  /** Ends all that is idle now, and the rest when it comes back. */
  public void close() {
    closed = true;
    for (ServerConnection connection : Set.copyOf(all)) {
      if (idle.contains(connection)) {
        connection.close();
      }
    }
    while (!waiting.isEmpty()) {
      failFirst(new IOException("the proxy is shutting down"));
    }
  }
}
