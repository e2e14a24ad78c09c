package dev.paceline.suites.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.Breaks;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Standing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ClusterTest(
    standbys = 1,
    cascading = {"n2"},
    ownAddresses = true)
class DiscoveryTest {

  private static String direct(PostgresNode node) {
    return node.host() + ":" + node.port();
  }

  private static NodeState found(Running running, PostgresNode node) {
    NodeState state = running.topology().named(direct(node));
    return state != null && state.standing() == Standing.IN ? state : null;
  }

  @Test
  void standbys_foundFromThePrimaryAlone_theCascadingOneToo(PostgresCluster servers)
      throws Exception {
    try (Running running = Running.at(direct(servers.primary()))) {
      for (PostgresNode standby : servers.standbys()) {
        Await.until(
            standby + " to be found",
            Duration.ofSeconds(30),
            () -> found(running, standby) != null,
            () -> running.topology().toString());
      }
    }
  }

  @Test
  void discoveryOff_nobodyJoins(PostgresCluster servers) throws Exception {
    try (Running running = Running.at(direct(servers.primary()), "paceline.discovery=off")) {
      running.cluster.demand();
      var topology = running.topology();
      long end = running.cluster.ticker().nanos() + Duration.ofSeconds(2).toNanos();
      while (end - running.cluster.ticker().nanos() > 0) {
        topology = running.cluster.await(topology, end);
        assertThat(topology.nodes()).hasSize(1);
      }
    }
  }

  @Test
  @Breaks
  void relayCutAndServerRestarted_noSecondWayToIt(PostgresCluster servers) throws Exception {
    PostgresNode n2 = servers.node("n2");
    try (Running running = Running.on(servers)) {
      for (PostgresNode standby : servers.standbys()) {
        running.await(standby, Standing.IN);
      }
      running.awaitPrimary(servers.primary());
      n2.clientRelay().cut();
      running.await(n2, Standing.DOWN);
      n2.restart();
      n2.clientRelay().cut();
      var topology = running.topology();
      long end = running.cluster.ticker().nanos() + Duration.ofSeconds(7).toNanos();
      while (end - running.cluster.ticker().nanos() > 0) {
        topology = running.cluster.await(topology, end);
        assertThat(topology.nodes()).as("%s", topology).hasSize(3);
      }
    }
  }

  @Test
  void cascadingStandby_agesWithItsUpstream(PostgresCluster servers) throws Exception {
    PostgresNode n2 = servers.node("n2");
    PostgresNode n3 = servers.node("n3");
    try (Running running = Running.on(servers, "paceline.maxLag=300ms")) {
      running.await(n3, Standing.IN);
      n2.replicationRelay().blackhole();
      running.commit("CREATE TABLE IF NOT EXISTS cascade (n int)");
      running.await(n3, Standing.LAGGING);
      assertThat(n3.query("SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming'"))
          .isEqualTo("1");
      n2.replicationRelay().heal();
      running.await(n3, Standing.IN);
    }
  }
}
