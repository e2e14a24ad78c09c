package dev.paceline.suites.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.history.Elements;
import dev.paceline.clusterkit.history.Guarantee;
import dev.paceline.clusterkit.history.History;
import dev.paceline.clusterkit.history.SessionLog;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.relay.Direction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every mechanism that keeps a guarantee is needed: with it the scenario is clean, and in a driver without it the checkers
 * find the anomaly. The driver without it is made in memory from the compiled one.
 */
@ClusterTest(standbys = 2)
class MutantsTest {

  private static final String ROUTING = "dev.paceline.routing.";

  private final PostgresCluster cluster;

  MutantsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @AfterEach
  void heal() {
    Paceline.delayReplay(cluster, Duration.ZERO);
    cluster.primary().alterSystem("synchronous_standby_names", "");
  }

  @Test
  void floors_raisedByWrites() throws Exception {
    SecondDriver mutant = SecondDriver.unchanged().without(ROUTING + "Floors", "raise");

    assertThat(writeHereReadThere("floors", SecondDriver.unchanged(), "process"))
        .isZero();
    assertThat(writeHereReadThere("floors", mutant, "process")).isPositive();
  }

  @Test
  void ownWrites_rememberedBySession() throws Exception {
    SecondDriver mutant =
        SecondDriver.unchanged().with(ROUTING + "ReadMarks", "hasOwnWrites", true);

    assertThat(readOwnWrites(SecondDriver.unchanged())).isZero();
    assertThat(readOwnWrites(mutant)).isPositive();
  }

  @Test
  void freshness_any_isNoGuarantee() throws Exception {
    assertThat(writeHereReadThere("any", SecondDriver.unchanged(), "any")).isPositive();
  }

  @Test
  void marks_keepReadsMonotonic() throws Exception {
    SecondDriver mutant = SecondDriver.unchanged().with(ROUTING + "ReadMarks", "allow", true);

    assertThat(readWhileOthersWrite(SecondDriver.unchanged())).isZero();
    assertThat(readWhileOthersWrite(mutant)).isPositive();
  }

  @Test
  void writesUnderWay_counted() throws Exception {
    SecondDriver mutant = SecondDriver.unchanged().with(ROUTING + "Floors", "writeUnderWay", false);

    assertThat(readWhileACommitWaits(SecondDriver.unchanged())).isZero();
    assertThat(readWhileACommitWaits(mutant)).isPositive();
  }

  @Test
  void primaryIsAwaited_whereAReplicaShowedMore() throws Exception {
    SecondDriver mutant =
        SecondDriver.unchanged().with(ROUTING + "ReadMarks", "aheadOfPrimary", false);

    assertThat(readReplicaThenPrimary(SecondDriver.unchanged())).isZero();
    assertThat(readReplicaThenPrimary(mutant)).isPositive();
  }

  /** Violations of "latest" by a second connection that reads what a first one has just written. */
  private int writeHereReadThere(String name, SecondDriver driver, String freshness)
      throws Exception {
    Lists lists = new Lists(name, 1, 1).make(cluster, cluster.standbys());
    Paceline.delayReplay(cluster, Duration.ofMillis(300));
    Door.Opener opener =
        driver.open(Paceline.directUrl(cluster, "paceline.freshness=" + freshness));
    SessionLog writes = new SessionLog("writer");
    SessionLog reads = new SessionLog("reader");
    try (Connection writer = opener.open();
        Connection reader = opener.open()) {
      Paceline.awaitReadsOnStandby(cluster, reader);
      for (int i = 0; i < 10; i++) {
        append(lists, writer, writes, i);
        read(lists, reader, reads);
      }
    }
    return check(lists, Guarantee.latest(), writes, reads);
  }

  private int readOwnWrites(SecondDriver driver) throws Exception {
    Lists lists = new Lists("rememb", 1, 1).make(cluster, cluster.standbys());
    Paceline.delayReplay(cluster, Duration.ofMillis(300));
    SessionLog log = new SessionLog("session");
    try (Connection session =
        driver.open(Paceline.directUrl(cluster, "paceline.freshness=session")).open()) {
      Paceline.awaitReadsOnStandby(cluster, session);
      for (int i = 0; i < 10; i++) {
        append(lists, session, log, i);
        read(lists, session, log);
      }
    }
    return check(lists, Guarantee.readYourWrites(), log);
  }

  /** One replica is on time, one is late, and who writes is not known to Paceline. */
  private int readWhileOthersWrite(SecondDriver driver) throws Exception {
    Lists lists = new Lists("marks", 1, 1).make(cluster, cluster.standbys());
    cluster.node("n3").applyDelay(Duration.ofMillis(300));
    SessionLog writes = new SessionLog("foreign");
    SessionLog reads = new SessionLog("reader");
    try (Connection writer = cluster.primary().connectDirect();
        Connection reader = driver
            .open(Paceline.directUrl(
                cluster, "paceline.freshness=session", "paceline.balancer=round-robin"))
            .open()) {
      Paceline.awaitReadsOnStandby(cluster, reader);
      for (int i = 0; i < 60; i++) {
        append(lists, writer, writes, i);
        read(lists, reader, reads);
        read(lists, reader, reads);
      }
    }
    return check(lists, Guarantee.monotonicReads(), writes, reads);
  }

  /**
   * A commit waits for a standby whose answers come late: the standbys show it long before it is acknowledged, one of them
   * later than the other. One user reads, each time on another connection, as behind a pool.
   */
  private int readWhileACommitWaits(SecondDriver driver) throws Exception {
    Lists lists = new Lists("underway", 1, 1).make(cluster, cluster.standbys());
    cluster.primary().alterSystem("synchronous_standby_names", "FIRST 1 (n2)");
    cluster.node("n2").replicationRelay().delay(Direction.TO_SERVER, Duration.ofMillis(200));
    cluster.node("n3").applyDelay(Duration.ofMillis(400));
    SessionLog writes = new SessionLog("writer");
    SessionLog reads = new SessionLog("user");
    Door.Opener opener = driver.open(Paceline.directUrl(cluster, "paceline.balancer=round-robin"));
    ExecutorService background = Executors.newSingleThreadExecutor();
    try (Connection writer = opener.open();
        Connection first = opener.open();
        Connection second = opener.open()) {
      Paceline.awaitReadsOnStandby(cluster, first);
      Future<?> writing = background.submit(() -> {
        for (int i = 0; i < 5; i++) {
          append(lists, writer, writes, i);
          // A pace at which the late standby serves reads again before the next commit.
          LockSupport.parkNanos(700_000_000);
        }
        return null;
      });
      while (!writing.isDone()) {
        read(lists, first, reads);
        read(lists, second, reads);
      }
      writing.get();
    } finally {
      background.shutdown();
      cluster.node("n2").replicationRelay().heal();
    }
    return check(lists, Guarantee.monotonicReads(), writes, reads);
  }

  /** The same standby, a writer that is not known to Paceline, and a session that reads here and there. */
  private int readReplicaThenPrimary(SecondDriver driver) throws Exception {
    Lists lists = new Lists("ahead", 1, 1).make(cluster, cluster.standbys());
    cluster.primary().alterSystem("synchronous_standby_names", "FIRST 1 (n2)");
    cluster.node("n2").replicationRelay().delay(Direction.TO_SERVER, Duration.ofMillis(100));
    SessionLog writes = new SessionLog("foreign");
    SessionLog reads = new SessionLog("reader");
    ExecutorService background = Executors.newSingleThreadExecutor();
    try (Connection writer = cluster.primary().connectDirect();
        Connection reader = driver
            .open(Paceline.directUrl(cluster, "paceline.freshness=session"))
            .open()) {
      Paceline.awaitReadsOnStandby(cluster, reader);
      Future<?> writing = background.submit(() -> {
        for (int i = 0; i < 10; i++) {
          append(lists, writer, writes, i);
        }
        return null;
      });
      while (!writing.isDone()) {
        read(lists, reader, "", reads);
        read(lists, reader, "/* paceline: primary */ ", reads);
      }
      writing.get();
    } finally {
      background.shutdown();
      cluster.node("n2").replicationRelay().heal();
    }
    return check(lists, Guarantee.monotonicReads(), writes, reads);
  }

  private static void append(Lists lists, Connection connection, SessionLog log, int element)
      throws SQLException {
    long start = System.nanoTime();
    lists.append(connection, 0, 0, element);
    log.appended(lists.key(0, 0), element, start, System.nanoTime());
  }

  private static void read(Lists lists, Connection connection, SessionLog log) throws SQLException {
    read(lists, connection, "", log);
  }

  private static void read(Lists lists, Connection connection, String hint, SessionLog log)
      throws SQLException {
    long start = System.nanoTime();
    Lists.Seen seen = lists.read(connection, hint, 0, 0);
    log.read(lists.key(0, 0), seen.elements(), "port " + seen.port(), start, System.nanoTime());
  }

  private int check(Lists lists, Guarantee guarantee, SessionLog... logs) throws SQLException {
    Map<String, Elements> finalLists = lists.all(cluster.primary());
    List<SessionLog> all = new ArrayList<>(List.of(logs));
    return guarantee.check(History.of(all, finalLists)).size();
  }
}
