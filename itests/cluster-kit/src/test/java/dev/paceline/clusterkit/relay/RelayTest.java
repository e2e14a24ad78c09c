package dev.paceline.clusterkit.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.PortLease;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelayTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int SHORT_MILLIS = 150;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final PortLease lease = PortLease.take();
  private RelayLoop loop;
  private Relay relay;
  private ServerSocket server;

  /** A server that sends back whatever it gets, until the client has no more to say. */
  @BeforeEach
  void startEcho() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::acceptAll);
    loop = new RelayLoop("test-relays");
    relay = loop.relay(address(lease.port()), address(server.getLocalPort()));
  }

  @AfterEach
  void stop() throws Exception {
    loop.close();
    server.close();
    threads.shutdownNow();
    lease.close();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void bytes_goThroughUnchanged_bothWays() throws Exception {
    byte[] much = new byte[5_000_000];
    new Random(42).nextBytes(much);
    try (Socket socket = connect()) {
      CompletableFuture<byte[]> answer = read(socket, much.length);
      socket.getOutputStream().write(much);
      assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(much);
      assertThat(relay.bytes(Direction.TO_SERVER)).isEqualTo(much.length);
      assertThat(relay.bytes(Direction.TO_CLIENT)).isEqualTo(much.length);
    }
    Await.until("the link to go", SOON, () -> relay.connections() == 0);
  }

  @Test
  void endOfOneDirection_leavesTheOtherOpen() throws Exception {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(7);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).containsExactly(7);
    }
  }

  @Test
  void reader_thatDoesNotReadHoldsWriterBack() throws Exception {
    try (Socket socket = connect()) {
      byte[] block = new byte[1 << 20];
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(() -> writeFor(socket, block, 200), threads);
      assertThatThrownBy(() -> writer.get(500, TimeUnit.MILLISECONDS))
          .describedAs("200 MiB fit into no buffer on the way")
          .isInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void cut_closesAllAndRefuses_untilHealed() throws Exception {
    try (Socket socket = connect()) {
      assertThat(ping(socket)).isTrue();
      relay.cut();
      assertThat(relay.isFaulty()).isTrue();
      assertEnded(socket);
      assertThatThrownBy(this::connect).hasMessageContaining("refused");
    }
    relay.heal();
    assertThat(relay.isFaulty()).isFalse();
    try (Socket socket = connect()) {
      assertThat(ping(socket)).isTrue();
    }
  }

  @Test
  void reset_isSeenAsResetByClient() throws Exception {
    try (Socket socket = connect()) {
      assertThat(ping(socket)).isTrue();
      relay.reset();
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
    try (Socket socket = connect()) {
      assertThat(ping(socket)).isTrue();
    }
  }

  @Test
  void blackhole_keepsConnectionsSilent_andLosesNothing() throws Exception {
    try (Socket before = connect()) {
      assertThat(ping(before)).isTrue();
      relay.blackhole();
      assertSilent(before);
      try (Socket during = connect()) {
        assertSilent(during);
        relay.heal();
        assertThat(during.getInputStream().read()).isEqualTo(1);
      }
      assertThat(before.getInputStream().read()).isEqualTo(1);
    }
  }

  @Test
  void blackhole_ofOneDirectionLetsTheOtherThrough() throws Exception {
    try (Socket socket = connect()) {
      assertThat(ping(socket)).isTrue();
      relay.blackhole(Direction.TO_CLIENT);
      long before = relay.bytes(Direction.TO_SERVER);
      assertSilent(socket);
      assertThat(relay.bytes(Direction.TO_SERVER)).isEqualTo(before + 1);
      relay.heal();
      assertThat(socket.getInputStream().read()).isEqualTo(1);
    }
  }

  @Test
  void delay_addsUpForBothDirections() throws Exception {
    try (Socket socket = connect()) {
      assertThat(ping(socket)).isTrue();
      relay.delay(Duration.ofMillis(100));
      assertThat(millisOfPing(socket)).isBetween(200L, 2_000L);
      relay.delay(Direction.TO_CLIENT, Duration.ZERO);
      assertThat(millisOfPing(socket)).isBetween(100L, 2_000L);
      relay.delay(Duration.ofMinutes(5));
      CompletableFuture<Long> waiting =
          CompletableFuture.supplyAsync(() -> millisOfPing(socket), threads);
      Await.until("the byte to be on its way", SOON, relay::isFaulty);
      relay.heal();
      assertThat(waiting.get(10, TimeUnit.SECONDS)).isLessThan(10_000L);
    }
  }

  @Test
  void delay_doesNotNarrowTheLine() throws Exception {
    relay.delay(Duration.ofMillis(50));
    byte[] much = new byte[4_000_000];
    try (Socket socket = connect()) {
      CompletableFuture<byte[]> answer = read(socket, much.length);
      long start = System.nanoTime();
      socket.getOutputStream().write(much);
      assertThat(answer.get(30, TimeUnit.SECONDS)).hasSize(much.length);
      // 1 MiB for every 50 ms and direction takes 200 ms; one block of 64 KiB at a time would take
      // 3 s.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2_500));
    }
  }

  @Test
  void throttle_boundsTheRateOfAllConnectionsTogether() throws Exception {
    relay.throttle(Direction.TO_CLIENT, 200_000);
    byte[] some = new byte[50_000];
    try (Socket one = connect();
        Socket two = connect()) {
      CompletableFuture<byte[]> first = read(one, some.length);
      CompletableFuture<byte[]> second = read(two, some.length);
      long start = System.nanoTime();
      one.getOutputStream().write(some);
      two.getOutputStream().write(some);
      first.get(30, TimeUnit.SECONDS);
      second.get(30, TimeUnit.SECONDS);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(450), Duration.ofMillis(3_000));
    }
  }

  @Test
  void server_thatDoesNotListenLooksLikeOne() throws Exception {
    // A thread that waits for a connection holds the socket a moment longer than close.
    int port = server.getLocalPort();
    server.close();
    Await.until("the server to refuse", SOON, () -> refuses(port));
    // The reset may even be there before the client has finished its connect.
    assertThatThrownBy(() -> {
          try (Socket socket = connect()) {
            failAtEnd(socket);
          }
        })
        .isInstanceOfAny(EOFException.class, SocketException.class);
    relay.serverDown(true);
    assertThatThrownBy(this::connect).hasMessageContaining("refused");
    assertThat(relay.isFaulty()).isFalse();
  }

  @Test
  void idleRelay_usesNoProcessor() throws Exception {
    Socket silenced = connect();
    try (Socket socket = connect()) {
      assertThat(ping(socket)).isTrue();
      assertThat(ping(silenced)).isTrue();
      relay.blackhole();
      socket.getOutputStream().write(1);
      silenced.close();
      long thread = threadId();
      ThreadMXBean threadTimes = ManagementFactory.getThreadMXBean();
      long before = threadTimes.getThreadCpuTime(thread);
      assertSilent(socket);
      assertThat(Duration.ofNanos(threadTimes.getThreadCpuTime(thread) - before))
          .isLessThan(Duration.ofMillis(50));
    }
  }

  private static boolean refuses(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(address(port), 1_000);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static long threadId() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("test-relays"))
        .findFirst()
        .orElseThrow()
        .getId();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address(relay.port()), 5_000);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20_000);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static boolean ping(Socket socket) throws IOException {
    socket.getOutputStream().write(1);
    return socket.getInputStream().read() == 1;
  }

  private static long millisOfPing(Socket socket) {
    long start = System.nanoTime();
    try {
      assertThat(ping(socket)).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  /** Sends a byte to which no answer comes. */
  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SHORT_MILLIS);
    socket.getOutputStream().write(1);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(20_000);
  }

  private static void assertEnded(Socket socket) {
    assertThatThrownBy(() -> failAtEnd(socket))
        .isInstanceOfAny(EOFException.class, SocketException.class);
  }

  private static void failAtEnd(Socket socket) throws IOException {
    if (socket.getInputStream().read() < 0) {
      throw new EOFException();
    }
  }

  private CompletableFuture<byte[]> read(Socket socket, int length) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return socket.getInputStream().readNBytes(length);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        threads);
  }

  private static void writeFor(Socket socket, byte[] block, int times) {
    try {
      for (int i = 0; i < times; i++) {
        socket.getOutputStream().write(block);
      }
    } catch (IOException e) {
      // The test closes the socket under this writer.
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = server.accept();
        threads.execute(() -> echo(socket));
      }
    } catch (IOException e) {
      // The test is over and has closed the server.
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      in.transferTo(out);
      socket.shutdownOutput();
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
