package dev.paceline.suites.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.history.Guarantee;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.suites.guarantees.Door;
import dev.paceline.suites.guarantees.Guarantees;
import dev.paceline.suites.guarantees.Lists;
import dev.paceline.suites.guarantees.Size;
import dev.paceline.suites.guarantees.Weather;
import dev.paceline.suites.guarantees.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The guarantees that the driver is held to, for clients of the native driver who know nothing of Paceline: five standbys are
 * late, far away or paused, in turns, and no client sees less than it must.
 */
@ClusterTest(standbys = 5)
class ProxyGuaranteesTest {

  private static final int SESSIONS = 8;
  private static final int READS = Size.of(6_000, 200_000);

  @Test
  void session_eachClientOnItsOwnConnection(PostgresCluster cluster) throws Exception {
    Lists lists = new Lists("pxown", 12, 20).make(cluster, List.of());
    Workload.Outcome outcome;
    try (TestProxy proxy = TestProxy.of(cluster);
        Door door =
            Door.own(SESSIONS, () -> proxy.connect("options=-c%20paceline.freshness=session"))) {
      outcome = Weather.during(cluster, door, new Workload(lists, SESSIONS, READS, 21));
    }

    Guarantees.assertHold(outcome.history(), Guarantees.OF_SESSIONS);
    assertReplicasAreUsed(outcome);
  }

  @Test
  void process_eachClientOnAnyOfSeveralConnections(PostgresCluster cluster) throws Exception {
    Lists lists = new Lists("pxhop", 200, 4).make(cluster, List.of());
    Workload.Outcome outcome;
    try (TestProxy proxy = TestProxy.of(cluster);
        Door door = Door.pooled(6, proxy.url())) {
      outcome = Weather.during(cluster, door, new Workload(lists, SESSIONS, READS, 22));
    }

    Guarantees.assertHold(outcome.history(), Guarantees.ofSessionsAnd(Guarantee.latest()));
    assertReplicasAreUsed(outcome);
  }

  /** What makes the two above worth something: without a requirement the same checks find what is wrong. */
  @Test
  void any_isFoundOut(PostgresCluster cluster) throws Exception {
    Lists lists = new Lists("pxany", 12, 20).make(cluster, cluster.standbys());
    for (PostgresNode standby : cluster.standbys()) {
      standby.applyDelay(Duration.ofMillis(300));
    }
    Workload.Outcome outcome;
    try (TestProxy proxy = TestProxy.of(cluster, "paceline.freshness=any");
        Door door = Door.pooled(6, proxy.url())) {
      outcome = new Workload(lists, SESSIONS, 1_000, 23).run(cluster, door);
    } finally {
      cluster.standbys().forEach(standby -> standby.applyDelay(Duration.ZERO));
    }

    Map<String, Integer> violations =
        Guarantees.violations(outcome.history(), List.of(Guarantee.readYourWrites()));
    assertThat(violations).allSatisfy((guarantee, count) -> assertThat(count).isPositive());
  }

  /** One standby in five is well at any time, and few tables are being written at any moment. */
  private static void assertReplicasAreUsed(Workload.Outcome outcome) {
    assertThat(outcome.shareOff("n1")).as("share of all reads off the primary").isGreaterThan(0.4);
  }
}
