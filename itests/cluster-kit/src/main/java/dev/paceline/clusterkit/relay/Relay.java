package dev.paceline.clusterkit.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A TCP relay in front of a server, with faults to switch on. Faults add up until {@link #heal}; each method returns when the
 * fault is in force, or throws an {@link IllegalStateException} when it cannot be (the relays are closed, or a port that was
 * given up by a cut was taken by a stranger). Safe for use by many threads.
 */
public final class Relay implements AutoCloseable {

  private static final int BACKLOG = 256;

  private final RelayLoop loop;
  private final InetSocketAddress listen;

  // All below belongs to the loop's thread.
  private final Set<Link> links = new LinkedHashSet<>();
  private final Map<Direction, Shape> shapes = new EnumMap<>(Direction.class);
  private InetSocketAddress target;
  private @Nullable InetSocketAddress origin;
  private @Nullable ServerSocketChannel acceptor;
  private boolean cut;
  private boolean serverDown;
  private boolean closed;

  Relay(RelayLoop loop, InetSocketAddress listen, InetSocketAddress target) {
    this.loop = loop;
    this.listen = listen;
    this.target = target;
    for (Direction direction : Direction.values()) {
      shapes.put(direction, new Shape());
    }
  }

  /** The address that clients connect to. */
  public String host() {
    return listen.getAddress().getHostAddress();
  }

  /** The port that clients connect to; it stays the same through all faults. */
  public int port() {
    return listen.getPort();
  }

  /** Closes every connection and refuses new ones, like a network that is gone and says so. */
  public void cut() {
    change(() -> {
      cut = true;
      listenOrNot();
      closeLinks(false);
    });
  }

  /** Resets every connection (RST); new ones are accepted. */
  public void reset() {
    change(() -> closeLinks(true));
  }

  /** Lets nothing through in both directions; connections stay open and new ones are accepted, like a network that is silent. */
  public void blackhole() {
    shape(s -> s.blackhole = true, Direction.values());
  }

  /** Lets nothing through in this direction. What was sent meanwhile arrives after {@link #heal}. */
  public void blackhole(Direction direction) {
    shape(s -> s.blackhole = true, direction);
  }

  /** Delays each byte by this time in both directions: a round trip gets longer by twice of it. Zero ends it. */
  public void delay(Duration time) {
    shape(s -> s.delay(time), Direction.values());
  }

  /** Delays each byte by this time in this direction. At most 1 MiB for each connection is on its way at any time. */
  public void delay(Direction direction, Duration time) {
    shape(s -> s.delay(time), direction);
  }

  /** Lets at most so many bytes a second through in each direction, all connections together. Zero ends it. */
  public void throttle(long bytesPerSecond) {
    shape(s -> s.throttle(bytesPerSecond), Direction.values());
  }

  /** Lets at most so many bytes a second through in this direction, all connections together. Zero ends it. */
  public void throttle(Direction direction, long bytesPerSecond) {
    shape(s -> s.throttle(bytesPerSecond), direction);
  }

  /** Ends all faults. Connections that a fault left open go on. */
  public void heal() {
    change(() -> {
      cut = false;
      shapes.values().forEach(Shape::heal);
      listenOrNot();
      refresh();
    });
  }

  /** Whether any fault is in force. */
  public boolean isFaulty() {
    return ask(() -> cut || shapes.values().stream().anyMatch(Shape::isFaulty));
  }

  /** How many connections go through now. */
  public int connections() {
    return ask(links::size);
  }

  /** How many bytes went through in this direction so far. */
  public long bytes(Direction direction) {
    return ask(() -> shape(direction).passed);
  }

  /** Sends what comes to another server from now on, and closes all connections to the one before. */
  public void retarget(InetSocketAddress server) {
    change(() -> {
      target = server;
      closeLinks(false);
    });
  }

  /** Connects to the server from this address: what the server sees as the client's. */
  public void connectFrom(InetSocketAddress address) {
    change(() -> origin = address);
  }

  /**
   * Refuses connections while the server is known not to listen, so that a client meets the same as without a relay. This is
   * not a fault: {@link #heal} does not end it.
   */
  public void serverDown(boolean down) {
    change(() -> {
      serverDown = down;
      listenOrNot();
    });
  }

  @Override
  public void close() {
    change(() -> {
      closed = true;
      listenOrNot();
      closeLinks(false);
    });
  }

  @Override
  public String toString() {
    return "relay " + host() + ":" + port();
  }

  void open() {
    change(this::listenOrNot);
  }

  // What follows runs on the loop's thread.

  private void accept(ServerSocketChannel channel) {
    try {
      SocketChannel client = channel.accept();
      if (client != null) {
        Link link = new Link(this, client);
        links.add(link);
        link.open(target, origin);
      }
    } catch (IOException e) {
      // The client went away between its connection and our accept: nothing to relay.
    }
  }

  RelayLoop loop() {
    return loop;
  }

  Shape shape(Direction direction) {
    Shape shape = shapes.get(direction);
    if (shape == null) {
      throw new IllegalStateException("no shape for " + direction);
    }
    return shape;
  }

  void gone(Link link) {
    links.remove(link);
  }

  private void listenOrNot() throws IOException {
    boolean wanted = !cut && !serverDown && !closed;
    if (wanted && acceptor == null) {
      ServerSocketChannel channel = ServerSocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(listen, BACKLOG);
      channel.configureBlocking(false);
      channel.register(
          loop.selector(), SelectionKey.OP_ACCEPT, (RelayLoop.Watcher) key -> accept(channel));
      acceptor = channel;
    } else if (!wanted && acceptor != null) {
      acceptor.close();
      acceptor = null;
    }
  }

  private void closeLinks(boolean abruptly) {
    for (Link link : List.copyOf(links)) {
      link.close(abruptly);
    }
  }

  private void refresh() {
    List.copyOf(links).forEach(Link::refresh);
  }

  private void shape(Consumer<Shape> change, Direction... directions) {
    change(() -> {
      for (Direction direction : directions) {
        change.accept(shape(direction));
      }
      refresh();
    });
  }

  /** A change that may fail to bind. */
  @FunctionalInterface
  private interface Change {
    void apply() throws IOException;
  }

  private void change(Change change) {
    loop.call(() -> {
      change.apply();
      return this;
    });
  }

  private <T> T ask(Callable<T> question) {
    T answer = loop.call(question);
    if (answer == null) {
      throw new IllegalStateException("No answer from " + this);
    }
    return answer;
  }
}
