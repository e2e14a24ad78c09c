package dev.paceline.benchmarks.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs pgbench, which has to be installed. */
final class Pgbench {

  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
  private static final Pattern DONE =
      Pattern.compile("number of transactions actually processed: ([0-9]+)");
  private static final Pattern FAILED = Pattern.compile("number of failed transactions: ([0-9]+)");

  private final String user;
  private final String database;

  Pgbench(String user, String database) {
    this.user = user;
    this.database = database;
  }

  /**
   * What came of one run.
   *
   * @param tps transactions a second, without the time for connecting unless each has a connection of its own
   * @param processorMicros of the peer's process for each transaction
   * @param latencies of all transactions in microseconds, ascending; empty if none were asked for
   */
  record Outcome(double tps, double processorMicros, List<Long> latencies) {

    /** The latency below which a share of the transactions stay. */
    double latency(double share) {
      return latencies.get((int) Math.min(latencies.size() - 1, latencies.size() * share));
    }

    double averageLatency() {
      return latencies.stream().mapToLong(Long::longValue).average().orElse(0);
    }
  }

  void initialize(Peer server) throws IOException {
    String ignored = run(server, List.of("-i", "-q", "-s", "10"));
  }

  /** Runs for so many seconds. */
  Outcome run(Peer peer, int seconds, String... arguments) throws IOException {
    double before = peer.processorSeconds();
    List<String> all = new ArrayList<>(List.of("-n", "-T", String.valueOf(seconds)));
    all.addAll(List.of(arguments));
    Path logs = Files.createTempDirectory("paceline-pgbench");
    boolean logged = all.contains("-l");
    if (logged) {
      all.add("--log-prefix=" + logs.resolve("log"));
    }
    String output = run(peer, all);
    double used = peer.processorSeconds() - before;
    double failed = number(FAILED, output);
    if (failed > 0) {
      throw new IOException("transactions failed: " + output);
    }
    return new Outcome(
        number(TPS, output),
        used * 1e6 / Math.max(1, number(DONE, output)),
        logged ? latencies(logs) : List.of());
  }

  private static List<Long> latencies(Path logs) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(logs)) {
      files = listed.toList();
    }
    List<Long> all = new ArrayList<>();
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        all.add(Long.parseLong(line.split(" ", 4)[2]));
      }
      Files.delete(file);
    }
    return all.stream().sorted().toList();
  }

  private static double number(Pattern pattern, String output) throws IOException {
    Matcher found = pattern.matcher(output);
    if (!found.find()) {
      throw new IOException("pgbench does not say " + pattern + ": " + output);
    }
    return Double.parseDouble(found.group(1));
  }

  private String run(Peer peer, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("pgbench", "-h", "127.0.0.1", "-p"));
    command.add(String.valueOf(peer.port()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("PGUSER", user);
    environment.put("PGDATABASE", database);
    environment.put("PGSSLMODE", "disable");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("pgbench through " + peer.name() + ": " + output);
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
    return output;
  }
}
