package dev.paceline.suites.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.Breaks;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What a cluster does to a session that reads on, on purpose. */
@ClusterTest(standbys = 2)
class HostileTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String PRIMARY = "/* paceline: primary */ ";

  @Test
  void dataSourcesOfTwoUsers_shareWhatWasWritten(PostgresCluster cluster) throws SQLException {
    Lists lists = new Lists("users", 1, 1).make(cluster, cluster.standbys());
    cluster
        .primary()
        .execute(
            "DROP ROLE IF EXISTS reader",
            "CREATE ROLE reader LOGIN",
            "GRANT pg_read_all_data TO reader");
    cluster.awaitInSync();
    Paceline.delayReplay(cluster, Duration.ofMillis(300));
    String url = Paceline.directUrl(cluster);
    try (Connection writer = Paceline.connect(url);
        Connection reader = Paceline.connect(url.replace("user=postgres", "user=reader"))) {
      for (int i = 1; i <= 10; i++) {
        lists.append(writer, 0, 0, i);
        assertThat(lists.read(reader, 0, 0).elements().size()).isEqualTo(i);
      }
      assertThat(Paceline.query(reader, "SELECT current_user")).isEqualTo("reader");
    } finally {
      Paceline.delayReplay(cluster, Duration.ZERO);
    }
  }

  @Test
  void foreignWriter_readerBetweenPrimaryAndReplicas_neverGoesBack(PostgresCluster cluster)
      throws Exception {
    Lists lists = new Lists("foreign", 1, 1).make(cluster, cluster.standbys());
    cluster.node("n3").applyDelay(Duration.ofMillis(100));
    for (String freshness : new String[] {"process", "session", "within:10s"}) {
      assertNeverBack(cluster, lists, freshness, Duration.ofSeconds(3));
    }
    cluster.node("n3").applyDelay(Duration.ZERO);
  }

  private static void assertNeverBack(
      PostgresCluster cluster, Lists lists, String freshness, Duration time) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService foreign = Executors.newSingleThreadExecutor();
    try (Connection reader =
        Paceline.connect(Paceline.directUrl(cluster, "paceline.freshness=" + freshness))) {
      Future<?> writing = foreign.submit(() -> {
        try (Connection raw = cluster.primary().connectDirect()) {
          for (int i = 0; !over.get(); i++) {
            lists.append(raw, 0, 0, i);
          }
        }
        return null;
      });
      long start = System.nanoTime();
      int most = 0;
      for (int i = 0; System.nanoTime() - start < time.toNanos(); i++) {
        Lists.Seen seen = lists.read(reader, i % 3 == 0 ? PRIMARY : "", 0, 0);
        assertThat(seen.elements().size())
            .as("read %d under %s, on port %d", i, freshness, seen.port())
            .isGreaterThanOrEqualTo(most);
        most = seen.elements().size();
      }
      over.set(true);
      writing.get();
      assertThat(most).isPositive();
    } finally {
      over.set(true);
      foreign.shutdown();
    }
  }

  @Test
  @Breaks
  void replicaKilledAndBack_sessionNeverGoesBack(PostgresCluster cluster) throws Exception {
    Lists lists = new Lists("killed", 1, 1).make(cluster, cluster.standbys());
    PostgresNode ahead = cluster.node("n2");
    PostgresNode behind = cluster.node("n3");
    // The session reads the one that is ahead; when that one is gone, the other must not show it
    // less.
    behind.applyDelay(Duration.ofSeconds(1));
    String url = Paceline.directUrl(cluster, "paceline.freshness=session");
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService background = Executors.newFixedThreadPool(2);
    try (Connection reader = Paceline.connect(url)) {
      Future<?> writing = background.submit(() -> {
        try (Connection raw = cluster.primary().connectDirect()) {
          for (int i = 0; !over.get(); i++) {
            lists.append(raw, 0, 0, i);
            LockSupport.parkNanos(1_000_000); // a moderate writer
          }
        }
        return null;
      });
      Future<?> trouble = background.submit(() -> {
        for (int i = 0; i < 2; i++) {
          ahead.kill();
          ahead.start();
          ahead.restart();
        }
      });
      int most = 0;
      int failed = 0;
      long start = System.nanoTime();
      while (!trouble.isDone() || (most == 0 && System.nanoTime() - start < PATIENCE.toNanos())) {
        try {
          Lists.Seen seen = lists.read(reader, 0, 0);
          assertThat(seen.elements().size())
              .as("read on port %d", seen.port())
              .isGreaterThanOrEqualTo(most);
          most = seen.elements().size();
        } catch (SQLException e) {
          // A read that was on its way when its server died may fail, once for each death.
          failed++;
        }
      }
      trouble.get();
      over.set(true);
      writing.get();
      assertThat(most).isPositive();
      assertThat(failed).as("reads that failed").isLessThanOrEqualTo(4);
    } finally {
      over.set(true);
      background.shutdown();
    }
  }

  @Test
  @Breaks
  void pausedReplicaGetsNoReads_andReturns(PostgresCluster cluster) throws SQLException {
    Lists lists = new Lists("paused", 1, 1).make(cluster, cluster.standbys());
    PostgresNode paused = cluster.node("n2");
    try (Connection connection = Paceline.connect(Paceline.directUrl(cluster))) {
      paused.pauseReplay();
      lists.append(connection, 0, 0, 1);
      Paceline.awaitReadsOnStandby(cluster, connection);
      for (int i = 0; i < 50; i++) {
        Lists.Seen seen = lists.read(connection, 0, 0);
        assertThat(seen.elements().size()).isEqualTo(1);
        assertThat(seen.port()).isNotEqualTo(paused.port());
      }
      paused.resumeReplay();
      Await.until(
          "reads on the replica that was paused",
          Duration.ofSeconds(20),
          () -> lists.read(connection, 0, 0).port() == paused.port());
    }
  }
}
