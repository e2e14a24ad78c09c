package dev.paceline.clusterkit.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.ClusterKitException;
import dev.paceline.clusterkit.junit.Breaks;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every cluster of this kit does, wherever its servers run. */
abstract class ClusterContract {

  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void start_givesPrimaryAndStreamingStandbys(PostgresCluster cluster) {
    assertThat(cluster.nodes()).hasSize(3);
    assertThat(cluster.primary().name()).isEqualTo("n1");
    assertThat(cluster.standbys()).extracting(PostgresNode::name).containsExactly("n2", "n3");
    assertThat(cluster.primary().query("SHOW server_version")).startsWith("18");
    assertThat(cluster.primary().query("SELECT pg_is_in_recovery()")).isEqualTo("f");
    assertThat(cluster.node("n2").query("SELECT pg_is_in_recovery()")).isEqualTo("t");
    assertThat(cluster
            .primary()
            .query("SELECT string_agg(application_name, ',' ORDER BY 1) FROM pg_stat_replication"))
        .isEqualTo("n2,n3");
    assertThat(cluster.primary().query("SHOW wal_level")).isEqualTo("logical");
    assertThat(cluster.primary().query("SHOW max_connections")).isEqualTo("200");
  }

  @Test
  void write_isSeenOnStandbys(PostgresCluster cluster) throws SQLException {
    cluster
        .primary()
        .execute(
            "DROP TABLE IF EXISTS seen",
            "CREATE TABLE seen (id int)",
            "INSERT INTO seen VALUES (42)");
    cluster.awaitInSync();
    for (PostgresNode standby : cluster.standbys()) {
      assertThat(standby.query("SELECT id FROM seen")).isEqualTo("42");
    }
    try (Connection connection = cluster.node("n2").connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("CREATE TABLE refused (id int)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }
  }

  @Test
  void urls_leadThroughRelayAndDirectly(PostgresCluster cluster) throws SQLException {
    PostgresNode node = cluster.node("n2");
    assertThat(node.url()).contains(":" + node.clientRelay().port() + "/test");
    assertThat(node.directUrl()).contains(":" + node.port() + "/test");
    assertThat(cluster.hosts())
        .startsWith("127.0.0.1:" + cluster.primary().clientRelay().port() + ",");
    try (Connection relayed = node.connect();
        Connection direct = node.connectDirect()) {
      assertThat(first(relayed, "SELECT current_database() || inet_server_port()"))
          .isEqualTo("test" + node.port());
      assertThat(first(direct, "SELECT current_database() || inet_server_port()"))
          .isEqualTo("test" + node.port());
      assertThat(node.clientRelay().connections()).isEqualTo(1);
    }
  }

  @Test
  void pause_makesServerSilentUntilResumed(PostgresCluster cluster) throws SQLException {
    PostgresNode node = cluster.node("n3");
    try (Connection connection = node.connect()) {
      node.pause();
      assertThat(node.isRunning()).isTrue();
      connection.setNetworkTimeout(Runnable::run, 300);
      assertThatThrownBy(() -> first(connection, "SELECT 1")).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> DriverManager.getConnection(node.directUrl() + "&loginTimeout=1"))
          .isInstanceOf(SQLException.class);
    } finally {
      node.resume();
    }
    assertThat(node.query("SELECT 1")).isEqualTo("1");
  }

  @Test
  void pauseReplay_holdsChangesBack(PostgresCluster cluster) {
    PostgresNode node = cluster.node("n2");
    node.pauseReplay();
    cluster.primary().execute("DROP TABLE IF EXISTS held", "CREATE TABLE held AS SELECT 1 AS id");
    cluster.node("n3").query("SELECT 1");
    Await.until("n3 to have it", SOON, () -> exists(cluster.node("n3"), "held"));
    assertThat(exists(node, "held")).isFalse();
    node.resumeReplay();
    cluster.awaitInSync();
    assertThat(exists(node, "held")).isTrue();
  }

  @Test
  void applyDelay_holdsTransactionsBackForThatTime(PostgresCluster cluster) {
    PostgresNode node = cluster.node("n3");
    node.applyDelay(Duration.ofMillis(700));
    cluster.primary().execute("DROP TABLE IF EXISTS late", "CREATE TABLE late AS SELECT 1 AS id");
    long start = System.nanoTime();
    Await.until("n3 to have it", SOON, () -> exists(node, "late"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
    node.applyDelay(Duration.ZERO);
    assertThat(node.query("SHOW recovery_min_apply_delay")).isEqualTo("0");
  }

  @Test
  void stop_refusesConnectionsUntilStarted(PostgresCluster cluster) {
    PostgresNode node = cluster.node("n2");
    node.stop();
    assertThat(node.isRunning()).isFalse();
    assertThatThrownBy(node::connect).hasMessageContaining("refused");
    assertThatThrownBy(node::connectDirect).hasMessageContaining("refused");
    node.start();
    node.awaitStreaming();
    assertThat(node.log()).contains("database system is ready to accept read-only connections");
  }

  @Test
  void kill_losesNothingThatWasCommitted(PostgresCluster cluster) throws SQLException {
    PostgresNode node = cluster.primary();
    node.execute("DROP TABLE IF EXISTS kept", "CREATE TABLE kept (id int)");
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO kept VALUES (1)");
      node.kill();
      assertThat(node.isRunning()).isFalse();
      assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
    }
    node.start();
    assertThat(node.query("SELECT count(*) FROM kept")).isEqualTo("1");
    cluster.standbys().forEach(PostgresNode::awaitStreaming);
  }

  @Test
  void replicationRelay_cutsStandbyFromPrimaryAlone(PostgresCluster cluster) throws SQLException {
    PostgresNode node = cluster.node("n2");
    node.replicationRelay().cut();
    cluster.primary().execute("DROP TABLE IF EXISTS apart", "CREATE TABLE apart AS SELECT 1 AS id");
    Await.until("n3 to have it", SOON, () -> exists(cluster.node("n3"), "apart"));
    assertThat(exists(node, "apart")).isFalse();
    try (Connection connection = node.connect()) {
      assertThat(first(connection, "SELECT 1")).isEqualTo("1");
    }
    node.replicationRelay().heal();
    node.awaitStreaming();
    cluster.awaitInSync();
    assertThat(exists(node, "apart")).isTrue();
  }

  @Test
  @Breaks
  void promote_movesPrimaryAndOthersFollowOrAreCloned(PostgresCluster cluster) {
    PostgresNode old = cluster.primary();
    PostgresNode next = cluster.node("n2");
    PostgresNode other = cluster.node("n3");
    old.execute("CREATE TABLE moved (id int)");
    cluster.awaitInSync();
    old.kill();
    next.promote();
    assertThat(cluster.primary()).isSameAs(next);
    other.follow(next);
    next.execute("INSERT INTO moved VALUES (2)");
    cluster.awaitInSync();
    assertThat(other.query("SELECT id FROM moved")).isEqualTo("2");

    assertThatThrownBy(() -> old.follow(next))
        .isInstanceOf(ClusterKitException.class)
        .hasMessageContaining("reclone");
    old.reclone(next);
    assertThat(old.query("SELECT id FROM moved")).isEqualTo("2");
    assertThat(cluster.standbys()).containsExactly(old, other);
    // A clone of a clone works as well.
    other.reclone(old);
    next.execute("INSERT INTO moved VALUES (3)");
    cluster.awaitInSync();
    assertThat(other.query("SELECT count(*) FROM moved")).isEqualTo("2");
  }

  @Test
  @Breaks
  void follow_refusesHistoryThatUpstreamDoesNotHave(PostgresCluster cluster) {
    PostgresNode next = cluster.node("n2");
    PostgresNode ahead = cluster.node("n3");
    next.replicationRelay().cut();
    cluster.primary().execute("CREATE TABLE lost AS SELECT generate_series(1, 1000) AS id");
    Await.until("n3 to have it", SOON, () -> exists(ahead, "lost"));
    cluster.primary().kill();
    next.promote();
    assertThatThrownBy(() -> ahead.follow(next))
        .isInstanceOf(ClusterKitException.class)
        .hasMessageContaining("use reclone");
    ahead.reclone(next);
    assertThat(exists(ahead, "lost")).isFalse();
  }

  private static boolean exists(PostgresNode node, String table) {
    return node.query("SELECT to_regclass('" + table + "') IS NOT NULL").equals("t");
  }

  private static String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
