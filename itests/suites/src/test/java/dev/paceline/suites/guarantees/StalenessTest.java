package dev.paceline.suites.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.history.Guarantee;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds of staleness are kept, by our own clock, and an idle primary is not mistaken for a replica that lags. */
@ClusterTest(standbys = 5)
class StalenessTest {

  private static final int SESSIONS = 4;

  @ParameterizedTest
  @ValueSource(ints = {50, 250, 1000})
  void within_writersThatPacelineDoesNotKnow(int millis, PostgresCluster cluster) throws Exception {
    Lists lists = new Lists("within" + millis, 2, 10).make(cluster, List.of());
    String url = Paceline.directUrl(cluster, "paceline.freshness=within:" + millis + "ms");
    Workload.Outcome outcome;
    Weather.set(cluster, 0);
    // What the sessions write goes past Paceline, so that nothing but the bound helps them.
    try (Door door = Door.split(
        SESSIONS, () -> cluster.primary().connectDirect(), () -> Paceline.connect(url))) {
      outcome = new Workload(lists, SESSIONS, Size.of(3_000, 200_000), millis).run(cluster, door);
    } finally {
      Weather.clear(cluster);
    }

    Guarantees.assertHold(
        outcome.history(),
        List.of(
            Guarantee.boundedStaleness(Duration.ofMillis(millis)),
            Guarantee.monotonicReads(),
            Guarantee.prefixes()));
    assertThat(outcome.shareOff("n1")).as("share of reads off the primary").isGreaterThan(0.5);
  }

  @Test
  void idlePrimary_causesNoLag(PostgresCluster cluster) throws Exception {
    cluster.awaitInSync();
    String url = Paceline.directUrl(cluster, "paceline.freshness=within:1s", "paceline.maxLag=2s");
    long idle = Size.of(Duration.ofSeconds(4), Duration.ofSeconds(30)).toNanos();
    try (Connection connection = Paceline.connect(url)) {
      Paceline.awaitReadsOnStandby(cluster, connection);
      long start = System.nanoTime();
      while (System.nanoTime() - start < idle) {
        assertThat(Paceline.nodeOfRead(cluster, connection)).isNotEqualTo("n1");
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos()); // a quiet application
      }
      // And after a time without even a read.
      LockSupport.parkNanos(idle / 4);
      assertThat(Paceline.nodeOfRead(cluster, connection)).isNotEqualTo("n1");
    }
  }
}
