package dev.paceline.suites.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.history.Guarantee;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Eight sessions, one write in five, five standbys of which one is well, one far away, two delayed and one paused, in turns:
 * no session ever sees less than it must.
 */
@ClusterTest(standbys = 5)
class SessionGuaranteesTest {

  private static final int SESSIONS = 8;
  private static final int READS = Size.of(8_000, 200_000);

  @Test
  void session_eachOnItsOwnConnection(PostgresCluster cluster) throws Exception {
    Lists lists = new Lists("own", 12, 20).make(cluster, List.of());
    String url = Paceline.directUrl(cluster, "paceline.freshness=session");
    Workload.Outcome outcome;
    try (Door door = Door.own(SESSIONS, () -> Paceline.connect(url))) {
      outcome = Weather.during(cluster, door, new Workload(lists, SESSIONS, READS, 11));
    }

    Guarantees.assertHold(outcome.history(), Guarantees.OF_SESSIONS);
    assertReplicasAreUsed(outcome);
  }

  @Test
  void process_everyOperationOnAnyConnectionOfAnOuterPool(PostgresCluster cluster)
      throws Exception {
    // Eight sessions write all the time, and a read of a table that is being written belongs to the
    // primary. So many tables
    // leave most of them alone for a moment.
    Lists lists = new Lists("hop", 200, 4).make(cluster, List.of());
    Workload.Outcome outcome;
    try (Door door = Door.pooled(6, Paceline.directUrl(cluster))) {
      outcome = Weather.during(cluster, door, new Workload(lists, SESSIONS, READS, 12));
    }

    Guarantees.assertHold(outcome.history(), Guarantees.ofSessionsAnd(Guarantee.latest()));
    assertReplicasAreUsed(outcome);
  }

  @Test
  void process_fewTablesThatEverybodyWrites(PostgresCluster cluster) throws Exception {
    Lists lists = new Lists("few", 2, 10).make(cluster, List.of());
    Workload.Outcome outcome;
    try (Door door = Door.pooled(6, Paceline.directUrl(cluster))) {
      outcome = Weather.during(cluster, door, new Workload(lists, SESSIONS, READS / 4, 13));
    }

    Guarantees.assertHold(outcome.history(), Guarantees.ofSessionsAnd(Guarantee.latest()));
  }

  /** One standby in five is well at any time: it gets most of the reads, whatever the sessions have just written. */
  private static void assertReplicasAreUsed(Workload.Outcome outcome) {
    assertThat(outcome.shareOff("n1")).as("share of all reads off the primary").isGreaterThan(0.5);
  }
}
