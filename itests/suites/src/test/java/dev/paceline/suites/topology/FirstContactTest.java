package dev.paceline.suites.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paceline.cluster.Cluster;
import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.config.PacelineConfig;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Standing;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;

@ClusterTest(standbys = 2)
class FirstContactTest {

  private static String address(PostgresNode node) {
    return node.clientRelay().host() + ":" + node.clientRelay().port();
  }

  @Test
  void acquire_allNodesDown_saysWhyForEach(PostgresCluster servers) {
    servers.nodes().forEach(n -> n.clientRelay().cut());
    long started = System.nanoTime();
    SQLException error = catchThrowableOfType(
        SQLException.class, () -> Cluster.acquire(Running.config(servers.hosts())));
    assertThat(error.getSQLState()).isEqualTo("08001");
    for (PostgresNode node : servers.nodes()) {
      assertThat(error.getMessage()).contains(address(node));
    }
    assertThat(error.getSuppressed()).hasSize(3);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void acquire_allNodesSilent_endsWithTheBudgetForAllHosts(PostgresCluster servers) {
    servers.nodes().forEach(n -> n.clientRelay().blackhole());
    long started = System.nanoTime();
    assertThatThrownBy(() -> Cluster.acquire(Running.config(servers.hosts(), "loginTimeout=1")))
        .isInstanceOf(SQLException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void acquire_nodesComeBack_worksAgain(PostgresCluster servers) throws Exception {
    servers.nodes().forEach(n -> n.clientRelay().cut());
    assertThatThrownBy(() -> Cluster.acquire(Running.config(servers.hosts())))
        .isInstanceOf(SQLException.class);
    servers.nodes().forEach(n -> n.clientRelay().heal());
    try (Running running = Running.on(servers)) {
      running.awaitPrimary(servers.primary());
    }
  }

  @Test
  void acquire_primaryDown_readsBeginAndThePrimaryJoinsLater(PostgresCluster servers)
      throws Exception {
    servers.primary().clientRelay().cut();
    try (Running running = Running.on(servers)) {
      assertThat(running.topology().primary()).isNull();
      assertThat(running.topology().replicas()).isNotEmpty();
      NodeState replica = running.topology().replicas().get(0);
      assertThat(running.query(replica, "SELECT pg_is_in_recovery()")).isEqualTo("t");
      servers.primary().clientRelay().heal();
      running.awaitPrimary(servers.primary());
    }
  }

  @Test
  void acquire_replicasDown_writesBeginAndTheyJoinLater(PostgresCluster servers) throws Exception {
    servers.standbys().forEach(n -> n.clientRelay().cut());
    try (Running running = Running.on(servers)) {
      running.awaitPrimary(servers.primary());
      assertThat(running.topology().replicas()).isEmpty();
      servers.standbys().forEach(n -> n.clientRelay().heal());
      for (PostgresNode standby : servers.standbys()) {
        running.await(standby, Standing.IN);
      }
    }
  }

  @Test
  void acquire_nameThatDoesNotResolve_isOneNodeDown(PostgresCluster servers) throws Exception {
    try (Running running = Running.at("no-such-host.invalid:5432," + servers.hosts())) {
      running.awaitPrimary(servers.primary());
      assertThat(running.topology().node(0).standing()).isIn(Standing.DOWN, Standing.UNKNOWN);
    }
  }

  @Test
  void acquire_unknownDatabase_isTheServersOwnError(PostgresCluster servers) {
    SQLException error = catchThrowableOfType(
        SQLException.class,
        () -> Cluster.acquire(PacelineConfig.of(
            "jdbc:paceline:postgresql://" + servers.hosts() + "/no_such_database?user=postgres",
            new Properties())));
    assertThat(error.getSQLState()).isEqualTo("3D000");
    assertThat(error.getMessage()).contains("no_such_database");
  }

  @Test
  void acquire_nodeOfAnotherCluster_isRefusedByIdentity(PostgresCluster servers) throws Exception {
    try (PostgresCluster other = PostgresCluster.builder().start();
        Running running = Running.at(address(other.primary()) + "," + servers.hosts())) {
      running.awaitPrimary(servers.primary());
      running.await(other.primary(), Standing.FOREIGN);
      assertThat(running.of(other.primary()).note())
          .contains("another cluster")
          .contains(other.primary().query("SELECT system_identifier FROM pg_control_system()"));
    }
  }

  @Test
  void acquire_sameServerTwice_countsOnce(PostgresCluster servers) throws Exception {
    PostgresNode n2 = servers.node("n2");
    String direct = n2.host() + ":" + n2.port();
    try (Running running = Running.at(servers.hosts() + "," + direct)) {
      running.await(n2, Standing.IN);
      running.await(servers.node("n3"), Standing.IN);
      Await.until(
          "the second name to be refused",
          Duration.ofSeconds(10),
          () -> running.topology().named(direct).note().contains("same server as " + address(n2)),
          () -> running.topology().toString());
      assertThat(running.topology().replicas()).hasSize(2);
    }
  }
}
