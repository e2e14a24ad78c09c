package dev.paceline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.Breaks;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.config.PacelineConfig;
import dev.paceline.config.Ticker;
import dev.paceline.routing.Reason;
import dev.paceline.sql.StatementClass;
import dev.paceline.topology.Node;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that come and go by new addresses, as in containers. In this package for a clock that can leap over the minutes. */
@ClusterTest(standbys = 2, ownAddresses = true)
class ForgottenNodesTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long LEAP_EVERY_NANOS = Duration.ofMillis(1500).toNanos();

  private final AtomicLong ahead = new AtomicLong();
  private final Ticker ticker = () -> System.nanoTime() + ahead.get();
  private final PostgresCluster servers;
  private final PostgresNode primary;
  private @Nullable Cluster running;

  ForgottenNodesTest(PostgresCluster servers) {
    this.servers = servers;
    this.primary = servers.primary();
  }

  private Cluster start(PostgresNode... seeds) throws SQLException {
    List<String> hosts = new ArrayList<>();
    for (PostgresNode seed : seeds) {
      hosts.add(address(seed));
    }
    return start(String.join(",", hosts));
  }

  private Cluster start(String hosts) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", PostgresCluster.USER);
    PacelineConfig config = PacelineConfig.of(
        "jdbc:paceline:postgresql://" + hosts + "/" + PostgresCluster.DATABASE, properties);
    Cluster started = new ClusterRegistry(ticker).acquire(config);
    running = started;
    return started;
  }

  @AfterEach
  void stop() {
    if (running != null) {
      running.releaseAtOnce();
    }
  }

  private static String address(PostgresNode node) {
    return node.host() + ":" + node.port();
  }

  private static @Nullable NodeState state(Cluster cluster, PostgresNode node) {
    return cluster.topology().named(address(node));
  }

  /** Waits while our own clock leaps forward now and then, and no other. */
  private void awaitLeaping(
      Cluster cluster, String what, Duration leap, Await.Condition condition) {
    AtomicLong last = new AtomicLong(System.nanoTime());
    Await.until(
        what,
        SOON,
        () -> {
          long now = System.nanoTime();
          if (now - last.get() > LEAP_EVERY_NANOS) {
            last.set(now);
            ahead.addAndGet(leap.toNanos());
          }
          return condition.holds();
        },
        () -> cluster.topology().toString());
  }

  private NodeState awaitStanding(Cluster cluster, PostgresNode node, Standing standing) {
    awaitLeaping(cluster, node + " to be " + standing, Duration.ofMinutes(1), () -> {
      NodeState state = state(cluster, node);
      return state != null && state.standing() == standing;
    });
    return state(cluster, node);
  }

  private void awaitForgotten(Cluster cluster, PostgresNode node) {
    Duration leap = Duration.ofNanos(Discovery.FORGET_NANOS).plusMinutes(1);
    awaitLeaping(cluster, node + " to be forgotten", leap, () -> state(cluster, node) == null);
  }

  /** Waits until the primary was asked again who replicates from it, by a leap over the pause between two such questions. */
  private void awaitNextLook(Cluster cluster) {
    ahead.addAndGet(Duration.ofMinutes(1).toNanos());
    for (int round = 0; round < 2; round++) {
      long now = ticker.nanos();
      Await.until(
          "the primary to be asked",
          SOON,
          () -> cluster.topology().primary().sampledAt() - now > 0,
          () -> cluster.topology().toString());
    }
  }

  private static String serverBehind(Cluster cluster, Node node) throws SQLException {
    try (Lease lease = cluster.lease(node);
        Statement statement = lease.connection().raw().createStatement();
        ResultSet row = statement.executeQuery("SELECT host(inet_server_addr())")) {
      return row.next() ? row.getString(1) : "";
    }
  }

  private static List<Node> counted(Cluster cluster) {
    List<Node> nodes = new ArrayList<>();
    cluster.counters().forEach(count -> nodes.add(count.node()));
    return nodes;
  }

  @Test
  @Breaks
  void foundNodesThatAreGone_areForgotten_andOthersGetTheirIds() throws Exception {
    Cluster cluster = start(primary);
    Node one = awaitStanding(cluster, servers.node("n2"), Standing.IN).node();
    Node two = awaitStanding(cluster, servers.node("n3"), Standing.IN).node();
    PostgresNode lower = one.id() < two.id() ? servers.node("n2") : servers.node("n3");
    PostgresNode higher = one.id() < two.id() ? servers.node("n3") : servers.node("n2");
    Node old = state(cluster, lower).node();
    assertThat(serverBehind(cluster, old)).isEqualTo(lower.host());
    Lease kept = cluster.lease(old);
    cluster.loads().of(old.id()).begins();
    cluster.counters().count(old, StatementClass.READ, Reason.REPLICA_COVERS);

    lower.stop();
    higher.stop();
    awaitForgotten(cluster, lower);
    awaitForgotten(cluster, higher);
    assertThat(cluster.topology().nodes()).hasSize(1);
    Await.until("what was leased to end", SOON, () -> kept.connection().raw().isClosed());
    assertThat(cluster.poolNumbers(old)).isEmpty();
    assertThatThrownBy(() -> cluster.lease(old))
        .hasMessageContaining("does not belong to the cluster any more");

    higher.start();
    Node now = awaitStanding(cluster, higher, Standing.IN).node();
    assertThat(now.id()).as("the lowest that is free").isEqualTo(old.id());
    assertThat(serverBehind(cluster, now)).isEqualTo(higher.host());
    assertThat(cluster.loads().of(now.id()).underWay()).isZero();
    assertThat(counted(cluster)).doesNotContain(old);
    // Whoever still knows the old one by this id gets nowhere, and does the new one no harm.
    assertThatThrownBy(() -> cluster.lease(old))
        .hasMessageContaining("does not belong to the cluster any more");
    cluster.report(old, new SQLException("it does not answer", "08001"));
    assertThat(state(cluster, higher).standing()).isEqualTo(Standing.IN);
    assertThat(cluster.details(old)).isEmpty();
    assertThat(cluster.poolNumbers(now)).contains("total=1");

    lower.start();
    assertThat(serverBehind(cluster, awaitStanding(cluster, lower, Standing.IN).node()))
        .isEqualTo(lower.host());
    kept.close();
  }

  @Test
  @Breaks
  void seed_isNeverForgotten() throws Exception {
    PostgresNode seed = servers.node("n2");
    PostgresNode found = servers.node("n3");
    Cluster cluster = start(primary, seed);
    awaitStanding(cluster, found, Standing.IN);
    seed.stop();
    found.stop();
    awaitForgotten(cluster, found);
    assertThat(state(cluster, seed)).isNotNull();
  }

  @Test
  @Breaks
  void nodeThatThePrimaryNames_isKept() throws Exception {
    PostgresNode frozen = servers.node("n2");
    PostgresNode gone = servers.node("n3");
    Cluster cluster = start(primary);
    awaitStanding(cluster, frozen, Standing.IN);
    awaitStanding(cluster, gone, Standing.IN);
    frozen.pause();
    awaitStanding(cluster, frozen, Standing.DOWN);
    // It has been out for longer than the one that is forgotten.
    awaitNextLook(cluster);
    gone.stop();
    awaitForgotten(cluster, gone);
    assertThat(state(cluster, frozen)).isNotNull();
    frozen.resume();
    awaitStanding(cluster, frozen, Standing.IN);
  }

  @Test
  void moreNodesThanIds_oneIsLeftOut_andTheLogSaysSo() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    Handler listener = new Handler() {
      @Override
      public void publish(LogRecord line) {
        lines.add(line.getLevel() + " " + line.getMessage());
      }

      @Override
      public void flush() {
        // Nothing is kept back.
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
    Logger log = Logger.getLogger("dev.paceline.cluster");
    log.addHandler(listener);
    try {
      StringBuilder hosts = new StringBuilder(address(primary));
      // Nobody listens there.
      for (int port = 1; port < Node.MAX_ID; port++) {
        hosts.append(",127.0.0.1:").append(port);
      }
      Cluster cluster = start(hosts.toString());
      Await.until(
          "one of the standbys to be left out",
          SOON,
          () -> lines.stream().anyMatch(line -> line.contains("no more than 64 are kept")),
          lines::toString);
      assertThat(cluster.topology().nodes()).hasSize(Node.MAX_ID + 1);
      assertThat(lines)
          .filteredOn(line -> line.contains("no more than 64 are kept"))
          .singleElement()
          .asString()
          .startsWith("WARNING");
    } finally {
      log.removeHandler(listener);
    }
  }
}
