package dev.paceline.benchmarks.proxy;

import dev.paceline.benchmarks.Report;
import dev.paceline.benchmarks.Spread;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs pgbench through the proxy, through PgBouncer, through a forwarder that does nothing, and directly, in turns on the same
 * servers, and prints ratios within rounds.
 *
 * <p>{@code itests/benchmarks/run proxy [--rounds N] [--seconds N] [select|latency|write|connect|literals|replicas]...}
 */
public final class ProxyBenchmarks {

  private static final List<String> ALL =
      List.of("select", "latency", "write", "connect", "literals", "replicas");

  private final Pgbench pgbench;
  private final int rounds;
  private final int seconds;
  private final Report report = new Report();
  private final List<Peer> peers = new ArrayList<>();
  private final Peer direct;
  private final Peer paceline;
  private final @Nullable Peer pgbouncer;

  /** Before its release 1.21 it keeps no prepared statements in transaction mode. */
  private final @Nullable Peer pgbouncerOfSessions;

  private final Peer forwarder;

  private ProxyBenchmarks(PostgresCluster cluster, int rounds, int seconds) throws IOException {
    this.pgbench = new Pgbench(PostgresCluster.USER, PostgresCluster.DATABASE);
    this.rounds = rounds;
    this.seconds = seconds;
    int server = cluster.primary().port();
    direct = Peer.direct(server);
    pgbench.initialize(direct);
    cluster.awaitInSync();
    paceline = Peer.paceline("Paceline", List.of(server), "paceline.discovery=off");
    pgbouncer =
        Peer.pgbouncer(server, PostgresCluster.USER, PostgresCluster.DATABASE, "transaction");
    pgbouncerOfSessions =
        Peer.pgbouncer(server, PostgresCluster.USER, PostgresCluster.DATABASE, "session");
    forwarder = Peer.forwarder(server);
    peers.add(direct);
    peers.add(paceline);
    peers.add(forwarder);
    if (pgbouncer != null) {
      peers.add(pgbouncer);
    } else {
      report.note("PgBouncer", "is not installed: the bars that are its own are not judged");
    }
  }

  /** Runs what is asked for; everything if nothing is. */
  public static void main(String[] arguments) throws IOException {
    int rounds = 3;
    int seconds = 3;
    List<String> questions = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
        case "--seconds" -> seconds = Integer.parseInt(arguments[++i]);
        default -> questions.add(arguments[i]);
      }
    }
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(2).start()) {
      ProxyBenchmarks benchmarks = new ProxyBenchmarks(cluster, rounds, seconds);
      for (String question : questions.isEmpty() ? ALL : questions) {
        benchmarks.ask(question, cluster);
      }
      benchmarks.peers.forEach(Peer::close);
      if (benchmarks.pgbouncerOfSessions != null) {
        benchmarks.pgbouncerOfSessions.close();
      }
      System.out.println(benchmarks.report.text());
      System.out.println(benchmarks.report.markdown());
    }
  }

  private void ask(String question, PostgresCluster cluster) throws IOException {
    switch (question) {
      case "select" -> select();
      case "latency" -> latency();
      case "write" -> {
        Map<Peer, List<Pgbench.Outcome>> outcomes = turns("-N", "-c", "8");
        table("pgbench -N, 8 clients", outcomes, 1.0);
      }
      case "connect" -> connect();
      case "literals" -> literals();
      case "replicas" -> replicas(cluster);
      default ->
        throw new IllegalArgumentException(
            "'" + question + "' is none of " + String.join(", ", ALL));
    }
  }

  private Map<Peer, List<Pgbench.Outcome>> turns(String... arguments) throws IOException {
    return turns(peers, arguments);
  }

  /** Every peer once in each round, after one round that does not count. */
  private Map<Peer, List<Pgbench.Outcome>> turns(List<Peer> whom, String... arguments)
      throws IOException {
    Map<Peer, List<Pgbench.Outcome>> outcomes = new LinkedHashMap<>();
    for (int round = -1; round < rounds; round++) {
      for (int i = 0; i < whom.size(); i++) {
        Peer peer = whom.get(Math.floorMod(i + round, whom.size()));
        Pgbench.Outcome outcome = pgbench.run(peer, seconds, arguments);
        if (round >= 0) {
          outcomes.computeIfAbsent(peer, p -> new ArrayList<>()).add(outcome);
        }
      }
    }
    return outcomes;
  }

  private static Spread spread(
      List<Pgbench.Outcome> outcomes, ToDoubleFunction<Pgbench.Outcome> value) {
    return Spread.of(outcomes.stream().mapToDouble(value).boxed().toList());
  }

  private static Spread compared(
      List<Pgbench.Outcome> ones,
      List<Pgbench.Outcome> others,
      java.util.function.ToDoubleBiFunction<Pgbench.Outcome, Pgbench.Outcome> how) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < ones.size(); i++) {
      values.add(how.applyAsDouble(ones.get(i), others.get(i)));
    }
    return Spread.of(values);
  }

  private static List<Pgbench.Outcome> of(
      Map<Peer, List<Pgbench.Outcome>> outcomes, @Nullable Peer peer) {
    return peer == null ? List.of() : outcomes.getOrDefault(peer, List.of());
  }

  private void table(
      String what, Map<Peer, List<Pgbench.Outcome>> outcomes, double barOfPgbouncer) {
    List<Pgbench.Outcome> own = of(outcomes, paceline);
    report.figure(what + ", direct", spread(of(outcomes, direct), Pgbench.Outcome::tps), "/s");
    outcomes.forEach((peer, theirs) -> {
      if (peer != direct) {
        report.figure(
            what + ", " + peer.name() + " to direct",
            compared(theirs, of(outcomes, direct), (a, b) -> a.tps() / b.tps()),
            "");
      }
    });
    for (Peer theirs : outcomes.keySet()) {
      if (theirs == pgbouncer || theirs == pgbouncerOfSessions) {
        String ratio = what + ", Paceline to " + theirs.name();
        Spread spread = compared(own, of(outcomes, theirs), (a, b) -> a.tps() / b.tps());
        if (barOfPgbouncer > 0) {
          report.atLeast(barOfPgbouncer, ratio, spread, "");
        } else {
          report.figure(ratio, spread, "");
        }
      }
    }
  }

  private void select() throws IOException {
    for (String mode : List.of("simple", "extended", "prepared")) {
      for (int clients : new int[] {1, 8, 32}) {
        String what = "pgbench -S " + mode + ", " + clients + " client(s)";
        Map<Peer, List<Pgbench.Outcome>> outcomes =
            turns(peersFor(mode), "-S", "-M", mode, "-c", String.valueOf(clients));
        table(what, outcomes, clients == 32 ? 1.0 : 0.95);
        if (clients == 8) {
          report.atMost(
              1.15,
              what + ", processor time to the forwarder's",
              compared(
                  of(outcomes, paceline),
                  of(outcomes, forwarder),
                  (a, b) -> a.processorMicros() / b.processorMicros()),
              "");
        }
      }
    }
  }

  private List<Peer> peersFor(String mode) {
    List<Peer> whom = new ArrayList<>(peers);
    if (pgbouncerOfSessions != null && mode.equals("prepared")) {
      whom.remove(pgbouncer);
      whom.add(pgbouncerOfSessions);
    }
    return whom;
  }

  private void latency() throws IOException {
    Map<Peer, List<Pgbench.Outcome>> outcomes = turns("-S", "-c", "1", "-l");
    for (Peer peer : peers) {
      if (peer != direct) {
        String what = "pgbench -S simple, 1 client, latency added by " + peer.name();
        List<Pgbench.Outcome> theirs = of(outcomes, peer);
        List<Pgbench.Outcome> without = of(outcomes, direct);
        Spread average =
            compared(theirs, without, (a, b) -> a.averageLatency() - b.averageLatency());
        Spread tail = compared(theirs, without, (a, b) -> a.latency(0.99) - b.latency(0.99));
        if (peer == paceline) {
          report.atMost(50, what + ", average", average, " us");
          report.atMost(75, what + ", p99", tail, " us");
        } else {
          report.figure(what + ", average", average, " us");
          report.figure(what + ", p99", tail, " us");
        }
        report.figure(
            what + ", p99.9",
            compared(theirs, without, (a, b) -> a.latency(0.999) - b.latency(0.999)),
            " us");
      }
    }
    report.atMost(
        3,
        "pgbench -S simple, 500 clients on 20 connections, p99 to p50",
        spread(
            of(turns(List.of(paceline), "-S", "-c", "500", "-l"), paceline),
            o -> o.latency(0.99) / o.latency(0.5)),
        "");
  }

  private void connect() throws IOException {
    Map<Peer, List<Pgbench.Outcome>> outcomes = turns("-S", "-C", "-c", "2");
    String what = "pgbench -S -C, 2 clients";
    table(what, outcomes, 0);
    report.atLeast(
        15,
        what + ", Paceline to direct",
        compared(of(outcomes, paceline), of(outcomes, direct), (a, b) -> a.tps() / b.tps()),
        "");
  }

  /** pgbench's own script has a new number in every text; this one has the same. */
  private void literals() throws IOException {
    java.nio.file.Path same = java.nio.file.Files.createTempFile("paceline", ".sql");
    java.nio.file.Files.writeString(
        same, "SELECT abalance FROM pgbench_accounts WHERE aid = 4711;\n");
    List<Double> ratios = new ArrayList<>();
    for (int round = -1; round < rounds; round++) {
      double fresh = pgbench.run(paceline, seconds, "-S", "-c", "8").tps();
      double known =
          pgbench.run(paceline, seconds, "-f", same.toString(), "-c", "8").tps();
      if (round >= 0) {
        ratios.add(fresh / known);
      }
    }
    report.atLeast(0.93, "new literals to one text, 8 clients", Spread.of(ratios), "");
  }

  private void replicas(PostgresCluster cluster) throws IOException {
    List<Integer> ports = new ArrayList<>();
    ports.add(cluster.primary().port());
    cluster.standbys().stream().map(PostgresNode::port).forEach(ports::add);
    try (Peer all = Peer.paceline("Paceline on three nodes", ports)) {
      Map<Peer, List<Pgbench.Outcome>> outcomes =
          turns(List.of(paceline, all), "-S", "-M", "prepared", "-c", "8");
      report.figure(
          "reads over a primary and two replicas to the primary only",
          compared(of(outcomes, all), of(outcomes, paceline), (a, b) -> a.tps() / b.tps()),
          "");
    }
  }
}
