package dev.paceline.suites.proxy;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.time.Duration;

/** What the servers know of the connections that a proxy has to them. */
final class ServerSide {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Clients' sessions, but for the one that asks, which connects to another database, and monitors', which only look. */
  private static final String SESSIONS =
      " FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";

  private ServerSide() {}

  /** How many sessions a server has. */
  static int sessions(PostgresNode node) {
    return Integer.parseInt(node.query("SELECT count(*)" + SESSIONS));
  }

  /** Waits until no session of any server is within a transaction or busy. */
  static void awaitQuiet(PostgresCluster cluster) {
    for (PostgresNode node : cluster.nodes()) {
      Await.until(
          node + " to have no open transaction and no running statement",
          PATIENCE,
          () -> node.query("SELECT count(*)" + SESSIONS
                  + " AND (state <> 'idle' AND query NOT LIKE '%pg_control_system%')")
              .equals("0"),
          () -> node.query(
              "SELECT string_agg(pid || ' ' || state || ' ' || left(query, 60), '; ')" + SESSIONS));
    }
  }

  /** Waits until a server has no more sessions than so many. */
  static void awaitSessions(PostgresNode node, int atMost) {
    Await.until(
        node + " to have " + atMost + " sessions",
        PATIENCE,
        () -> sessions(node) <= atMost,
        () -> node.query(
            "SELECT string_agg(pid || ' ' || state || ' ' || left(query, 60), '; ')" + SESSIONS));
  }

  /** Ends all sessions whose last or current statement has a word in it, or all if it is empty. */
  static void terminate(PostgresNode node, String word) {
    node.query(
        "SELECT count(pg_terminate_backend(pid))" + SESSIONS + " AND query LIKE '%" + word + "%'");
  }
}
