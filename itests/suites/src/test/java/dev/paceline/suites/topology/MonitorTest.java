package dev.paceline.suites.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.Breaks;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.position.Lsn;
import dev.paceline.position.PositionToken;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.topology.Standing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ClusterTest(standbys = 2)
class MonitorTest {

  @Test
  void acquire_findsRolesLineageAndPositions(PostgresCluster servers) throws Exception {
    try (Running running = Running.on(servers)) {
      PostgresNode n2 = servers.node("n2");
      running.awaitPrimary(servers.primary());
      running.await(n2, Standing.IN);
      running.await(servers.node("n3"), Standing.IN);
      NodeState primary = running.of(servers.primary());
      assertThat(primary.role()).isEqualTo(Role.PRIMARY);
      assertThat(primary.lineage()).isNotNull();
      assertThat(primary.lineage().systemIdentifier())
          .isEqualTo(servers.primary().query("SELECT system_identifier FROM pg_control_system()"));
      assertThat(primary.lineage().timeline()).isEqualTo(1);
      assertThat(running.of(n2).lineage()).isEqualTo(primary.lineage());
      assertThat(running.topology().nodes()).hasSize(3);
    }
  }

  @Test
  void freshAsOf_neverBeforeTheCommitIsVisible(PostgresCluster servers) throws Exception {
    PostgresNode n2 = servers.node("n2");
    try (Running running = Running.on(servers)) {
      running.await(n2, Standing.IN);
      running.commit("CREATE TABLE IF NOT EXISTS seen (n int)");
      for (int n = 0; n < 200; n++) {
        long acknowledged = running.commit("INSERT INTO seen VALUES (" + n + ")");
        running.awaitFresh(n2, acknowledged);
        assertThat(running.query(running.of(n2), "SELECT max(n) FROM seen"))
            .isEqualTo(String.valueOf(n));
      }
    }
  }

  @Test
  void idlePrimary_agesNobody(PostgresCluster servers) throws Exception {
    try (Running running = Running.on(servers, "paceline.maxLag=500ms")) {
      running.await(servers.node("n2"), Standing.IN);
      running.await(servers.node("n3"), Standing.IN);
      long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
      var seen = running.topology();
      while (System.nanoTime() - end < 0) {
        seen = running.cluster.await(seen, end);
        assertThat(seen.replicas()).as("replicas in service: %s", seen.nodes()).hasSize(2);
        for (NodeState replica : seen.replicas()) {
          assertThat(replica.lagNanos()).isLessThan(Duration.ofMillis(500).toNanos());
        }
      }
    }
  }

  @Test
  void pausedReplay_isOutAndReturns(PostgresCluster servers) throws Exception {
    PostgresNode n2 = servers.node("n2");
    try (Running running = Running.on(servers, "paceline.maxLag=300ms")) {
      running.await(n2, Standing.IN);
      n2.pauseReplay();
      running.commit("CREATE TABLE IF NOT EXISTS paused (n int)");
      running.await(n2, Standing.LAGGING);
      running.await("known as paused", n2, state -> state.note().contains("paused"));
      assertThat(running.of(n2).lagBytes()).isPositive();
      n2.resumeReplay();
      running.await(n2, Standing.IN);
      assertThat(running.of(servers.node("n3")).standing()).isEqualTo(Standing.IN);
    }
  }

  @Test
  void applyDelay_showsAsLagInTime(PostgresCluster servers) throws Exception {
    PostgresNode n3 = servers.node("n3");
    try (Running running = Running.on(servers, "paceline.maxLag=30s")) {
      running.await(n3, Standing.IN);
      n3.applyDelay(Duration.ofSeconds(2));
      try {
        running.commit("CREATE TABLE IF NOT EXISTS delayed (n int)");
        Await.until("lag of more than a second", Running.SOON, () -> {
          running.commit("INSERT INTO delayed VALUES (1)");
          running.cluster.demand();
          return running.of(n3).lagNanos() > Duration.ofSeconds(1).toNanos();
        });
        assertThat(running.of(n3).lagNanos()).isLessThan(Duration.ofSeconds(4).toNanos());
        assertThat(running.of(n3).standing()).isEqualTo(Standing.IN);
      } finally {
        n3.applyDelay(Duration.ZERO);
      }
    }
  }

  @Test
  void cutReplicationLink_isLagAlthoughAllThatCameIsReplayed(PostgresCluster servers)
      throws Exception {
    PostgresNode n2 = servers.node("n2");
    try (Running running = Running.on(servers, "paceline.maxLag=300ms")) {
      running.await(n2, Standing.IN);
      n2.replicationRelay().blackhole();
      running.commit("CREATE TABLE IF NOT EXISTS cut (n int)");
      running.await(n2, Standing.LAGGING);
      assertThat(n2.query("SELECT pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()"))
          .isEqualTo("t");
      n2.replicationRelay().heal();
      running.await(n2, Standing.IN);
    }
  }

  @Test
  void samplePrimary_coversWhatWasAcknowledgedBefore(PostgresCluster servers) throws Exception {
    try (Running running = Running.on(servers)) {
      long acknowledged = running.commit("CREATE TABLE IF NOT EXISTS sampled (n int)");
      Lsn committed = Lsn.parse(servers.primary().query("SELECT pg_current_wal_flush_lsn()"));
      PositionToken token =
          running.cluster.samplePrimary(acknowledged, acknowledged + 2_000_000_000L);
      assertThat(token).isNotNull();
      assertThat(PositionToken.parse(token.encode())).isEqualTo(token);
      // Nobody else writes, apart from the server's own records now and then.
      assertThat(token.position().bytesTo(committed)).isLessThan(8192);
    }
  }

  @Test
  @Breaks
  void promotion_movesThePrimaryAndRefusesTheOldOne(PostgresCluster servers) throws Exception {
    PostgresNode old = servers.primary();
    PostgresNode n2 = servers.node("n2");
    try (Running running = Running.on(servers)) {
      running.awaitPrimary(old);
      running.await(n2, Standing.IN);
      n2.promote();
      running.awaitPrimary(n2);
      assertThat(running.of(n2).lineage().timeline()).isEqualTo(2);
      running.await(old, Standing.FOREIGN);
      assertThat(running.topology().alarms()).anyMatch(a -> a.contains("old primary"));
      // The other standby still follows the old one: its positions say nothing any more.
      running.await(servers.node("n3"), Standing.LAGGING);
      servers.node("n3").follow(n2);
      running.await(servers.node("n3"), Standing.IN);
      old.reclone(n2);
      running.await(old, Standing.IN);
      assertThat(running.of(old).role()).isEqualTo(Role.REPLICA);
      assertThat(running.topology().alarms()).isEmpty();
    }
  }

  @Test
  @Breaks
  void kill_isNoticedAndRestartIsTakenBack(PostgresCluster servers) throws Exception {
    PostgresNode n3 = servers.node("n3");
    try (Running running = Running.on(servers)) {
      running.await(n3, Standing.IN);
      long generation = running.of(n3).generation();
      n3.kill();
      running.await(n3, Standing.DOWN);
      n3.start();
      running.await(n3, Standing.IN);
      assertThat(running.of(n3).generation()).isNotEqualTo(generation);
      PostgresNode primary = servers.primary();
      primary.kill();
      Await.until("no primary", Running.SOON, () -> running.topology().primary() == null);
      primary.start();
      running.awaitPrimary(primary);
    }
  }
}
