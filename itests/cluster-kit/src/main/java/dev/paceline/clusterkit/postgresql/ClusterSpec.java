package dev.paceline.clusterkit.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a cluster is made of. Two equal specifications give clusters that a test cannot tell apart.
 *
 * @param upstreams the index of the node that each standby replicates from; entry 0 is for node 1 ({@code n2})
 * @param settings server settings for every node, by name
 * @param durable whether committed data survives a crash of the machine (fsync), not only of the server
 * @param ownAddresses whether each node has a loopback address of its own and all have the same port, as hosts do
 * @param launch where the servers run
 */
record ClusterSpec(
    List<Integer> upstreams,
    Map<String, String> settings,
    boolean durable,
    boolean ownAddresses,
    Launch launch) {

  private static final int MOST_NODES = 20;

  ClusterSpec {
    upstreams = List.copyOf(upstreams);
    settings = Map.copyOf(settings);
    if (upstreams.size() >= MOST_NODES) {
      throw new IllegalArgumentException(
          "at most " + (MOST_NODES - 1) + " standbys, not " + upstreams.size());
    }
    for (int i = 0; i < upstreams.size(); i++) {
      if (upstreams.get(i) < 0 || upstreams.get(i) > i) {
        throw new IllegalArgumentException(name(i + 1) + " cannot replicate from "
            + name(upstreams.get(i)) + ": only from a node made before it");
      }
    }
    for (String setting : settings.keySet()) {
      if (!setting.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
        throw new IllegalArgumentException("not the name of a server setting: " + setting);
      }
    }
  }

  static String name(int index) {
    return "n" + (index + 1);
  }

  int size() {
    return upstreams.size() + 1;
  }

  /** The lines of {@code postgresql.conf} that all nodes share; users' settings come last, so they win. */
  List<String> configuration() {
    Map<String, String> own = new TreeMap<>(Map.ofEntries(
        Map.entry("wal_level", "logical"),
        Map.entry("hot_standby", "on"),
        Map.entry("max_connections", "200"),
        Map.entry("max_wal_senders", "40"),
        Map.entry("max_replication_slots", "40"),
        Map.entry("max_prepared_transactions", "20"),
        Map.entry("wal_keep_size", "512MB"),
        Map.entry("shared_buffers", "64MB"),
        Map.entry("unix_socket_directories", ""),
        Map.entry("log_line_prefix", "%m [%p] %q%a "),
        // Standbys notice a mended network at once, not after 5 s.
        Map.entry("wal_retrieve_retry_interval", "100ms"),
        Map.entry("fsync", durable ? "on" : "off")));
    own.putAll(settings);
    // A primary that waits for standbys cannot be set up before they are there; see
    // PostgresCluster.
    own.remove(SYNCHRONOUS);
    List<String> lines = new ArrayList<>();
    own.forEach((name, value) -> lines.add(name + " = '" + value.replace("'", "''") + "'"));
    return lines;
  }

  static final String SYNCHRONOUS = "synchronous_standby_names";
}
