package dev.paceline.cli;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.jdbc.PacelineConnection;
import dev.paceline.server.ProxyServer;
import dev.paceline.settings.ProxySettingsReader;
import dev.paceline.settings.SettingsException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code paceline demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a PostgreSQL primary and two standbys in a temporary directory, runs a workload through the driver, and shows"
          + " where its reads go, and why. After a while one standby lags: it is left alone until it has caught up.",
      "Everything is gone at the end, also after Ctrl-C."
    },
    footer = {
      "",
      "Exit codes: 0 all that it promises held; 1 something did not; 2 it could not run.",
      "",
      "Examples:",
      "  paceline demo",
      "  paceline demo --duration 5m          time enough to play with the cluster by hand",
      "  paceline demo --duration 20s --plain  one line a second, for scripts"
    })
final class DemoCommand implements Callable<Integer> {

  private static final Duration SHORTEST = Duration.ofSeconds(15);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long END_SECONDS = 20;

  /** Limits that make things happen within seconds; an application needs none of them. */
  private static final String SETTINGS =
      "&paceline.maxLag=1s&paceline.monitor.maxInterval=200ms&paceline.pool.linger=0s&paceline.name=demo";

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Units.DurationConverter.class,
      description = "How long it runs, as in 30s or 5m; 15s at least (default: 60s).")
  private Duration duration = Duration.ofSeconds(60);

  @Option(
      names = "--plain",
      description =
          "One line a second without control codes; always so when the output is no terminal.")
  private boolean plain;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean interrupted;

  DemoCommand() {}

  @Override
  public Integer call() throws SQLException {
    if (duration.compareTo(SHORTEST) < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--duration is " + Units.duration(duration.toNanos())
              + "; a replica needs time to lag and to" + " return: 15s at least");
    }
    Thread hook = new Thread(this::interrupt, "demo-ctrl-c");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return run();
    } finally {
      ended.countDown();
    }
  }

  /** Ctrl-C: the demo ends in good order, and this process not before. */
  private void interrupt() {
    interrupted = true;
    try {
      if (!ended.await(END_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("paceline: the demo did not end in time; its servers are killed now");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int run() throws SQLException {
    PrintWriter err = spec.commandLine().getErr();
    err.println("Starting three PostgreSQL servers ...");
    err.flush();
    long start = System.nanoTime();
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(2).start()) {
      cluster.primary().execute(DemoWorkload.schema().toArray(String[]::new));
      cluster.awaitInSync();
      err.println("They run after " + Units.duration(System.nanoTime() - start) + ".");
      err.flush();
      if (interrupted) {
        return 1;
      }
      try (ProxyServer proxy = proxy(cluster)) {
        return play(cluster, proxy.port());
      }
    }
  }

  /** For every client that is not Java; with the same limits as the workload's own driver. */
  private static ProxyServer proxy(PostgresCluster cluster) {
    try {
      return ProxyServer.start(ProxySettingsReader.read(
          null,
          Map.of(
              "the demo",
              Map.of(
                  "listen", "127.0.0.1:0",
                  "cluster", "postgresql://" + PostgresCluster.USER + "@" + cluster.directHosts(),
                  "trust", "on",
                  "monitor.database", PostgresCluster.DATABASE,
                  "paceline.maxLag", "1s",
                  "paceline.pool.linger", "0s",
                  "paceline.name", "demo-proxy"))));
    } catch (SettingsException e) {
      throw new IllegalStateException(e);
    }
  }

  private int play(PostgresCluster cluster, int proxyPort) throws SQLException {
    String plainUrl = "jdbc:paceline:postgresql://" + cluster.directHosts() + "/"
        + PostgresCluster.DATABASE + "?user=" + PostgresCluster.USER;
    String url = plainUrl + SETTINGS;
    List<String> byHand = byHand(cluster, plainUrl, proxyPort);
    Map<Integer, String> names =
        cluster.nodes().stream().collect(Collectors.toMap(PostgresNode::port, PostgresNode::name));
    DemoLedger ledger = new DemoLedger();
    DemoScript script = new DemoScript(cluster.node("n3"), ledger, duration);
    DemoWitness witness = new DemoWitness(cluster.standbys());
    PrintWriter out = spec.commandLine().getOut();
    if (isPlain()) {
      byHand.forEach(out::println);
    }
    try (DemoWorkload workload = new DemoWorkload(ledger);
        Connection watcher = DriverManager.getConnection(url);
        DemoView view = view(names, byHand)) {
      workload.start(url);
      watch(watcher.unwrap(PacelineConnection.class), script, new DemoFrame(ledger), view);
    }
    return report(
        DemoVerdict.of(ledger, script, witness, cluster.primary(), cluster.standbys()),
        byHand,
        out);
  }

  private boolean isPlain() {
    return plain || System.getenv("PACELINE_TERMINAL") == null;
  }

  private DemoView view(Map<Integer, String> names, List<String> byHand) {
    return isPlain()
        ? new DemoPlainView(spec.commandLine().getOut(), names)
        : new DemoLiveView(new Terminal(System.out), names, duration, byHand);
  }

  private void watch(PacelineConnection watcher, DemoScript script, DemoFrame frame, DemoView view)
      throws SQLException {
    long start = System.nanoTime();
    long shown = start - view.intervalNanos();
    long now = start;
    while (!interrupted && now - start < duration.toNanos()) {
      script.step(now - start, watcher.nodes());
      if (now - shown >= view.intervalNanos()) {
        frame.update(now - start, watcher.nodes(), script.act());
        view.show(frame);
        shown = now;
      }
      LockSupport.parkNanos(STEP_NANOS);
      now = System.nanoTime();
    }
  }

  private static List<String> byHand(PostgresCluster cluster, String url, int proxyPort) {
    List<String> lines = new ArrayList<>();
    lines.add(url);
    lines.add("psql -h 127.0.0.1 -p " + proxyPort + " -U " + PostgresCluster.USER + " "
        + PostgresCluster.DATABASE + "   # the proxy; its own database is paceline");
    for (PostgresNode node : cluster.nodes()) {
      lines.add("psql -h " + node.host() + " -p " + node.port() + " -U " + PostgresCluster.USER
          + " " + PostgresCluster.DATABASE + "   # " + node.name());
    }
    lines.add("proxy/bin/paceline nodes postgresql://" + cluster.directHosts() + "/"
        + PostgresCluster.DATABASE + " -U " + PostgresCluster.USER);
    return lines;
  }

  private int report(List<DemoVerdict> verdicts, List<String> byHand, PrintWriter out) {
    if (!isPlain()) {
      byHand.stream().limit(1).forEach(line -> out.println("The cluster was " + line));
    }
    if (interrupted) {
      out.println("Ended before its time.");
    }
    for (DemoVerdict verdict : verdicts) {
      out.println(verdict.line(/* complete= */ !interrupted));
    }
    out.flush();
    return verdicts.stream().allMatch(DemoVerdict::held) ? 0 : 1;
  }
}
