package dev.paceline.suites.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What five standbys suffer: one nothing, one a delayed link, two a delayed replay, one no replay at all; and turns. */
public final class Weather {

  private static final Duration TURN = Size.of(Duration.ofSeconds(4), Duration.ofSeconds(20));

  private static final System.Logger LOG = System.getLogger(Weather.class.getName());

  private Weather() {}

  /** Runs a workload while the standbys' troubles go round. */
  public static Workload.Outcome during(PostgresCluster cluster, Door door, Workload workload)
      throws Exception {
    AtomicInteger turn = new AtomicInteger();
    set(cluster, 0);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try {
      Future<?> turns = clock.scheduleWithFixedDelay(
          () -> set(cluster, turn.incrementAndGet()),
          TURN.toMillis(),
          TURN.toMillis(),
          TimeUnit.MILLISECONDS);
      long start = System.nanoTime();
      Workload.Outcome outcome = workload.run(cluster, door);
      assertThat(turns.isDone()).as("the weather stopped changing").isFalse();
      LOG.log(
          System.Logger.Level.INFO,
          "{0} - {1} reads in {2} ms, by node {3}, by reason {4}",
          workload.lists().prefix(),
          outcome.history().reads(),
          (System.nanoTime() - start) / 1_000_000,
          outcome.readsByNode(),
          outcome.readsByReason());
      return outcome;
    } finally {
      clock.shutdownNow();
      assertThat(clock.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      clear(cluster);
    }
  }

  /** Gives each standby its trouble; another turn gives it to the next one. */
  static void set(PostgresCluster cluster, int turn) {
    List<PostgresNode> standbys = cluster.standbys();
    for (int i = 0; i < standbys.size(); i++) {
      PostgresNode standby = standbys.get(i);
      clear(standby);
      switch ((i + turn) % 5) {
        case 1 -> standby.replicationRelay().delay(Duration.ofMillis(50));
        case 2 -> standby.applyDelay(Duration.ofMillis(500));
        case 3 -> standby.applyDelay(Duration.ofSeconds(2));
        case 4 -> standby.pauseReplay();
        default -> {} // the one in good health
      }
    }
  }

  static void clear(PostgresCluster cluster) {
    cluster.standbys().forEach(Weather::clear);
  }

  private static void clear(PostgresNode standby) {
    standby.resumeReplay();
    standby.replicationRelay().heal();
    standby.applyDelay(Duration.ZERO);
  }
}
