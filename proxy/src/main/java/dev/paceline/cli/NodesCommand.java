package dev.paceline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.paceline.cluster.Cluster;
import dev.paceline.config.PacelineConfig;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Standing;
import dev.paceline.topology.Topology;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code paceline nodes URL}. */
@Command(
    name = "nodes",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the nodes of a cluster as the driver sees them: role, whether they get reads, lag and position.",
      "Lag is how far a node was behind the primary when it was last asked, by our clock alone."
    },
    footer = {
      "",
      "Exit codes: 0 there is a primary, and every node is in service; 1 something is missing; 2 it could not run.",
      "",
      "Examples:",
      "  paceline nodes 'jdbc:paceline:postgresql://db1,db2,db3/shop?user=app'",
      "  paceline nodes postgresql://db1,db2/shop -U app --watch"
    })
final class NodesCommand implements Callable<Integer> {

  enum Format {
    TABLE,
    JSON
  }

  /** A node that has not said anything by then is shown as it is. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final List<String> COLUMNS =
      List.of("node", "role", "standing", "lag", "lag_bytes", "position", "timeline", "note");

  @Mixin
  private Target target = new Target();

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TABLE;

  @Option(
      names = {"-w", "--watch"},
      description = "Shows it again every second, until Ctrl-C or until nobody reads it any more.")
  private boolean watch;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  NodesCommand() {}

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    PacelineConfig config = target.config();
    Cluster cluster = Cluster.acquire(config);
    try {
      Topology topology = settled(cluster);
      show(config, topology);
      while (watch && pause()) {
        topology = cluster.topology();
        show(config, topology);
      }
      return allWell(topology) ? 0 : 1;
    } finally {
      cluster.releaseAtOnce();
    }
  }

  /** False if it is to end: the thread was interrupted, or what it printed to is closed, as by {@code | head}. */
  private boolean pause() {
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    return !Thread.interrupted() && !spec.commandLine().getOut().checkError();
  }

  private static Topology settled(Cluster cluster) throws InterruptedException {
    long deadline = cluster.ticker().nanos() + PATIENCE_NANOS;
    Topology topology = cluster.topology();
    while (topology.nodes().stream().anyMatch(NodesCommand::isOpen)
        && cluster.ticker().nanos() - deadline < 0) {
      topology = cluster.await(topology, deadline);
    }
    return topology;
  }

  private static boolean isOpen(NodeState state) {
    return switch (state.standing()) {
      case UNKNOWN, RETURNING -> true;
      case IN -> !state.freshKnown();
      case LAGGING, DOWN, FOREIGN -> false;
    };
  }

  private static boolean allWell(Topology topology) {
    return topology.primary() != null
        && topology.nodes().stream().allMatch(n -> n.standing() == Standing.IN);
  }

  private void show(PacelineConfig config, Topology topology) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Map<String, String>> rows =
        topology.nodes().stream().map(NodesCommand::row).toList();
    switch (format) {
      case TABLE -> {
        if (watch && System.getenv("PACELINE_TERMINAL") != null) {
          out.print(Ansi.HOME_AND_CLEAR);
        }
        table(rows, out);
        topology.alarms().forEach(alarm -> out.println("! " + alarm));
        if (topology.primary() == null) {
          out.println("! no primary is known in " + config.safeUrl());
        }
      }
      case JSON -> out.println(json(topology, rows));
    }
    out.flush();
  }

  private static Map<String, String> row(NodeState state) {
    Map<String, String> row = new LinkedHashMap<>();
    long lag = state.lagNanos();
    row.put("node", state.node().name());
    row.put("role", lower(state.role()));
    row.put("standing", lower(state.standing()));
    row.put("lag", lag < 0 ? "" : Units.duration(lag));
    row.put(
        "lag_bytes",
        state.lagBytes() == NodeState.UNKNOWN_LAG ? "" : String.valueOf(state.lagBytes()));
    row.put("position", state.position() == null ? "" : state.position().toString());
    row.put(
        "timeline",
        state.lineage() == null ? "" : String.valueOf(state.lineage().timeline()));
    row.put("note", state.note());
    return row;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void table(List<Map<String, String>> rows, PrintWriter out) {
    StringBuilder pattern = new StringBuilder();
    for (String column : COLUMNS) {
      int width =
          rows.stream().mapToInt(r -> value(r, column).length()).reduce(column.length(), Math::max);
      pattern.append(column.startsWith("lag") ? "%" : "%-").append(width).append("s  ");
    }
    out.println(String.format(pattern.toString(), COLUMNS.toArray()).stripTrailing());
    for (Map<String, String> row : rows) {
      Object[] values = COLUMNS.stream().map(c -> value(row, c)).toArray();
      out.println(String.format(pattern.toString(), values).stripTrailing());
    }
  }

  private static String value(Map<String, String> row, String column) {
    return Objects.requireNonNullElse(row.get(column), "");
  }

  private static String json(Topology topology, List<Map<String, String>> rows) throws IOException {
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      NodeState state = topology.nodes().get(i);
      Map<String, Object> node = new LinkedHashMap<>(rows.get(i));
      node.remove("lag");
      node.put("lag_ms", state.lagNanos() < 0 ? null : state.lagNanos() / 1_000_000);
      node.put("lag_bytes", state.lagBytes() < 0 ? null : state.lagBytes());
      node.put("in_service", state.inService());
      nodes.add(node);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("system_identifier", topology.systemIdentifier());
    all.put("nodes", nodes);
    all.put("alarms", topology.alarms());
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all);
  }
}
