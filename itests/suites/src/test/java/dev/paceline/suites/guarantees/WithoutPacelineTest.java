package dev.paceline.suites.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.history.Guarantee;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The workload and the checkers find what goes wrong when an application spreads its reads by itself. */
@ClusterTest(standbys = 5)
class WithoutPacelineTest {

  private static final int SESSIONS = 8;

  @Test
  void nativeDriver_onPrimaryAlone_everythingHolds(PostgresCluster cluster) throws Exception {
    Lists lists = new Lists("alone", 3, 20).make(cluster, cluster.standbys());
    Workload.Outcome outcome;
    try (Door door = Door.own(SESSIONS, () -> cluster.primary().connectDirect())) {
      outcome = new Workload(lists, SESSIONS, 4_000, 1).run(cluster, door);
    }
    Guarantees.assertHold(outcome.history(), Guarantees.ofSessionsAnd(Guarantee.latest()));
    assertThat(outcome.shareOff("n1")).isZero();
  }

  @Test
  void nativeDriver_readsOnLaggingStandbys_everyGuaranteeBreaks(PostgresCluster cluster)
      throws Exception {
    Lists lists = new Lists("spread", 3, 20).make(cluster, cluster.standbys());
    cluster.node("n3").applyDelay(Duration.ofMillis(500));
    AtomicInteger turn = new AtomicInteger();
    Workload.Outcome outcome;
    // Two connections for each session, and any of the standbys behind each read.
    try (Door n2 = Door.split(
            SESSIONS,
            () -> cluster.primary().connectDirect(),
            () -> cluster.node("n2").connectDirect());
        Door n3 = Door.split(
            SESSIONS,
            () -> cluster.primary().connectDirect(),
            () -> cluster.node("n3").connectDirect())) {
      outcome = new Workload(lists, SESSIONS, 4_000, 2)
          .run(cluster, new Alternating(List.of(n2, n3), turn));
    } finally {
      cluster.node("n3").applyDelay(Duration.ZERO);
    }

    Map<String, Integer> violations = Guarantees.violations(
        outcome.history(),
        List.of(
            Guarantee.readYourWrites(),
            Guarantee.monotonicReads(),
            Guarantee.monotonicWrites(),
            Guarantee.writesFollowReads(),
            Guarantee.boundedStaleness(Duration.ofMillis(250))));
    assertThat(violations.values()).as(violations.toString()).allMatch(count -> count > 0);
    // The servers themselves were right all the time.
    Guarantees.assertHold(outcome.history(), List.of(Guarantee.prefixes()));
  }

  /** Gives each read to the next door. */
  private record Alternating(List<Door> doors, AtomicInteger turn) implements Door {

    @Override
    public <T> T write(int session, Errand<T> errand) throws java.sql.SQLException {
      return doors.get(0).write(session, errand);
    }

    @Override
    public <T> T read(int session, Errand<T> errand) throws java.sql.SQLException {
      return doors.get(Math.floorMod(turn.getAndIncrement(), doors.size())).read(session, errand);
    }

    @Override
    public void close() {
      // The doors are closed by who opened them.
    }
  }
}
