package dev.paceline.cli;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.ClusterKitException;
import dev.paceline.clusterkit.Node;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks the replicas themselves how many reads they served: what the demo shows must not be the driver's word alone.
 *
 * <p>They serve a few more than the workload is told of: an answer that came while a write of the same table was sent and not
 * yet acknowledged is thrown away, and the primary is asked instead.
 */
final class DemoWitness {

  /** Every read of the workload is one scan of one of its tables. */
  private static final String SCANS =
      "SELECT coalesce(sum(seq_scan + coalesce(idx_scan, 0)), 0) FROM pg_stat_user_tables"
          + " WHERE relname IN ('customer', 'product')";

  /** A server counts a connection's last scans when the connection ends. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** More answers than this share are not thrown away. */
  private static final double MOST_THROWN_AWAY = 0.2;

  private final Map<Integer, Long> before = new HashMap<>();

  DemoWitness(List<? extends Node> replicas) throws SQLException {
    for (Node replica : replicas) {
      before.put(replica.port(), scans(replica));
    }
  }

  /** To be asked when the workload's connections are closed. */
  boolean agrees(DemoLedger ledger, List<? extends Node> replicas) {
    try {
      Await.until("the servers' counts", PATIENCE, () -> {
        for (Node replica : replicas) {
          long told = ledger.reads(replica.port());
          long served = served(replica);
          if (served < told || served > told * (1 + MOST_THROWN_AWAY)) {
            return false;
          }
        }
        return true;
      });
      return true;
    } catch (ClusterKitException e) {
      return false;
    }
  }

  String evidence(DemoLedger ledger, List<? extends Node> replicas) {
    return replicas.stream().map(r -> evidence(ledger, r)).collect(Collectors.joining("; "));
  }

  private String evidence(DemoLedger ledger, Node replica) {
    try {
      return String.format(
          Locale.ROOT,
          "%s served %,d, of which %,d were handed out",
          replica.name(),
          served(replica),
          ledger.reads(replica.port()));
    } catch (SQLException e) {
      return replica.name() + " cannot be asked: " + Messages.of(e);
    }
  }

  private long served(Node replica) throws SQLException {
    return scans(replica) - before.getOrDefault(replica.port(), 0L);
  }

  private static long scans(Node replica) throws SQLException {
    try (Connection connection = replica.connectDirect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SCANS)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
