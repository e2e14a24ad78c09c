package dev.paceline.server;

import dev.paceline.admin.AdminSettings;
import dev.paceline.admin.Census;
import dev.paceline.admin.Overseer;
import dev.paceline.admin.ShownSetting;
import dev.paceline.backend.PoolReport;
import dev.paceline.backend.ServerConnection;
import dev.paceline.cluster.Cluster;
import dev.paceline.session.postgres.ClientSession;
import dev.paceline.session.postgres.SessionActivity;
import dev.paceline.wire.postgres.BackendKey;
import dev.paceline.wire.postgres.ErrorReport;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What people and programs see of a running proxy, and do with it. Thread-safe. */
final class Operations implements Overseer {

  private static final long LOOK_AGAIN_MILLIS = 20;
  private static final ErrorReport ENDED =
      ErrorReport.fatal("57P01", "terminating connection due to administrator command");

  private final ProxyServer proxy;
  private final Gate gate;

  Operations(ProxyServer proxy, Gate gate) {
    this.proxy = proxy;
    this.gate = gate;
  }

  /** What one event loop has. */
  private record Part(List<Census.Client> clients, List<PoolReport> pools) {}

  @Override
  public CompletionStage<Census> census() {
    List<CompletableFuture<Part>> parts = proxy.eventLoops().stream()
        .map(loop -> CompletableFuture.supplyAsync(() -> part(loop), loop))
        .toList();
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenApply(done -> {
      List<Census.Client> clients = new ArrayList<>();
      List<PoolReport> pools = new ArrayList<>();
      for (CompletableFuture<Part> part : parts) {
        clients.addAll(part.join().clients());
        pools.addAll(part.join().pools());
      }
      return new Census(clients, pools, gate.paused(), gate.disabled());
    });
  }

  private Part part(EventLoop loop) {
    return new Part(
        entries(loop).map(Operations::client).toList(), proxy.pools(loop).reports());
  }

  private Stream<CancelRegistry.Entry> entries(EventLoop loop) {
    return proxy.cancels().entries().stream()
        .filter(entry -> entry.session().channel().eventLoop() == loop);
  }

  private static Census.Client client(CancelRegistry.Entry entry) {
    ClientSession session = entry.session();
    SessionActivity activity = session.activity();
    ServerConnection server = activity.server();
    BackendKey serverKey = server == null ? null : server.key();
    Census.State state = server != null
        ? Census.State.ACTIVE
        : activity.waiting() ? Census.State.WAITING : Census.State.IDLE;
    return new Census.Client(
        entry.key().processId(),
        entry.identity(),
        state,
        address(session.channel().remoteAddress()),
        address(session.channel().localAddress()),
        entry.connectedAt(),
        serverKey == null ? 0 : serverKey.processId());
  }

  private static String address(Object address) {
    return String.valueOf(address).replaceFirst("^[^/]*/", "");
  }

  @Override
  public List<Cluster> clusters() {
    return proxy.clusters().running();
  }

  @Override
  public List<ShownSetting> settings() {
    return proxy.settings().operation().shown();
  }

  @Override
  public AdminSettings admin() {
    return proxy.settings().operation().admin();
  }

  @Override
  public String poolMode() {
    // The others run as this one.
    return PoolMode.TRANSACTION.text();
  }

  @Override
  public String version() {
    Properties properties = new Properties();
    try (InputStream in =
        Operations.class.getResourceAsStream("/dev/paceline/cli/version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      return "Paceline";
    }
    return "Paceline " + properties.getProperty("version", "");
  }

  // Commands

  private static Predicate<String> matches(String database) {
    return name -> database.equals(ALL) || database.equals(name);
  }

  @Override
  public CompletionStage<?> pause(String database) {
    ProxyLog.info("pauses (database=" + shown(database) + ")");
    gate.pause(database);
    return onLoops(loop -> proxy.pools(loop).pause(true, matches(database)))
        .thenCompose(done -> untilGone(matches(database)));
  }

  /** Completes when no pool has a connection. */
  private CompletionStage<?> untilGone(Predicate<String> databases) {
    return census().thenCompose(census -> {
      boolean gone = census.pools().stream()
          .filter(pool -> databases.test(pool.identity().database()))
          .allMatch(pool -> pool.connections().isEmpty());
      boolean stillPaused = census.pools().stream()
          .map(pool -> pool.identity().database())
          .filter(databases)
          .allMatch(gate::isPaused);
      return gone || !stillPaused
          ? CompletableFuture.completedFuture(null)
          : later().thenCompose(waited -> untilGone(databases));
    });
  }

  private CompletableFuture<Void> later() {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS));
  }

  @Override
  public CompletionStage<?> resume(String database) {
    ProxyLog.info("resumes (database=" + shown(database) + ")");
    gate.resume(database);
    return onLoops(loop -> proxy.pools(loop).pause(false, name -> !gate.isPaused(name)));
  }

  @Override
  public CompletionStage<?> kill(String database) {
    ProxyLog.info("ends the clients (database=" + shown(database) + ")");
    gate.pause(database);
    return onLoops(loop -> {
      entries(loop)
          .filter(entry -> matches(database).test(entry.identity().database()))
          .forEach(entry -> entry.session().refuse(ENDED));
      proxy.pools(loop).pause(true, matches(database));
    });
  }

  private CompletableFuture<Void> onLoops(java.util.function.Consumer<EventLoop> what) {
    return CompletableFuture.allOf(proxy.eventLoops().stream()
        .map(loop -> CompletableFuture.runAsync(() -> what.accept(loop), loop))
        .toArray(CompletableFuture[]::new));
  }

  @Override
  public void enable(String database, boolean enabled) {
    ProxyLog.info((enabled ? "enables" : "disables") + " (database=" + shown(database) + ")");
    gate.enable(database, enabled);
  }

  private static String shown(String database) {
    return database.equals(ALL) ? "all" : database;
  }

  @Override
  public List<String> reload() {
    return proxy.reload();
  }

  @Override
  public void shutdown(boolean atOnce) {
    proxy.askToEnd(atOnce);
  }

  /**
   * Ends every client between its transactions, and after a while wherever it is.
   *
   * @return the clients that were in the middle of something
   */
  CompletionStage<Integer> drain(long deadline) {
    boolean over = deadline - System.nanoTime() <= 0;
    List<CompletableFuture<Integer>> parts = proxy.eventLoops().stream()
        .map(loop -> CompletableFuture.supplyAsync(() -> drain(loop, over), loop))
        .toList();
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenCompose(done -> {
      int busy = parts.stream().mapToInt(CompletableFuture::join).sum();
      return over || busy == 0
          ? CompletableFuture.completedFuture(busy)
          : later().thenCompose(waited -> drain(deadline));
    });
  }

  /** Ends those that are between transactions, or all; says how many were not. */
  private int drain(EventLoop loop, boolean all) {
    int busy = 0;
    for (CancelRegistry.Entry entry : entries(loop).toList()) {
      boolean between = entry.session().activity().betweenTransactions();
      if (!between) {
        busy++;
      }
      if (all || between) {
        entry.session().refuse(ENDED);
      }
    }
    return busy;
  }
}
