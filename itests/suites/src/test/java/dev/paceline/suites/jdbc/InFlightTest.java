package dev.paceline.suites.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.clusterkit.relay.Direction;
import dev.paceline.clusterkit.relay.Relay;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was sent and never answered: nobody says that it failed, nothing is sent twice, and the session goes on. */
@ClusterTest
@Timeout(60)
class InFlightTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PostgresNode primary;
  private final PostgresCluster cluster;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  InFlightTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.primary = cluster.primary();
  }

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private interface Work {
    void run() throws SQLException;
  }

  private String rows(String table) {
    return primary.query("SELECT count(*) FROM " + table);
  }

  /** Runs it, lets the server do it, and cuts the connection before the answer arrives. */
  private SQLException cutAfter(String table, String rows, Work work) throws Exception {
    return cut(Direction.TO_CLIENT, () -> rows(table).equals(rows), work);
  }

  /** The same before the server has seen any of it. */
  private SQLException cutBefore(Work work) throws Exception {
    return cut(Direction.TO_SERVER, InFlightTest::waitsForTheServer, work);
  }

  private static boolean waitsForTheServer() {
    for (StackTraceElement[] trace : Thread.getAllStackTraces().values()) {
      boolean reads = false;
      for (StackTraceElement frame : trace) {
        reads |= frame.getMethodName().equals("receiveChar");
        if (reads && frame.getClassName().endsWith("InFlightTest")) {
          return true;
        }
      }
    }
    return false;
  }

  private SQLException cut(Direction silent, Await.Condition until, Work work) throws Exception {
    Relay relay = primary.clientRelay();
    relay.blackhole(silent);
    Future<SQLException> outcome = threads.submit(() -> {
      try {
        work.run();
        return new SQLException("it did not fail");
      } catch (SQLException e) {
        return e;
      }
    });
    Await.until("the server to have it", PATIENCE, until, () -> "done: " + outcome.isDone());
    assertThat(outcome.isDone()).isFalse();
    relay.reset();
    relay.heal();
    return outcome.get(20, TimeUnit.SECONDS);
  }

  private static void assertUnknown(SQLException e) {
    assertThat(e.getSQLState()).as(e.toString()).isEqualTo("08007");
  }

  private void assertUsable(Connection connection, String table, String rows) throws SQLException {
    assertThat(connection.isClosed()).isFalse();
    assertThat(JdbcCluster.text(connection, "SELECT count(*) FROM " + table)).isEqualTo(rows);
    JdbcCluster.run(connection, "INSERT INTO " + table + " VALUES (100)");
    assertThat(rows(table)).isEqualTo(String.valueOf(Integer.parseInt(rows) + 1));
  }

  @Test
  void autocommitWrite_doneButNotAnswered_isUnknownAndNotRepeated() throws Exception {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE flight_done (id int)");
      assertUnknown(cutAfter(
          "flight_done",
          "1",
          () -> JdbcCluster.run(connection, "INSERT INTO flight_done VALUES (1)")));
      assertUsable(connection, "flight_done", "1");
    }
  }

  @Test
  void autocommitWrite_neverArrived_isUnknownAndNotRepeated() throws Exception {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE flight_lost (id int)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO flight_lost VALUES (?)")) {
        insert.setInt(1, 1);
        assertUnknown(cutBefore(insert::executeUpdate));
      }
      assertUsable(connection, "flight_lost", "0");
    }
  }

  @Test
  void batch_doneButNotAnswered_isUnknownAndKeepsItsCounts() throws Exception {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE flight_batch (id int)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO flight_batch VALUES (?)")) {
        for (int i = 0; i < 3; i++) {
          insert.setInt(1, i);
          insert.addBatch();
        }
        SQLException e = cutAfter("flight_batch", "3", insert::executeBatch);
        assertUnknown(e);
        assertThatThrownBy(() -> {
              throw e;
            })
            .isInstanceOfSatisfying(
                BatchUpdateException.class,
                batch -> assertThat(batch.getUpdateCounts())
                    .containsExactly(
                        Statement.EXECUTE_FAILED,
                        Statement.EXECUTE_FAILED,
                        Statement.EXECUTE_FAILED));
      }
      assertUsable(connection, "flight_batch", "3");
    }
  }

  @Test
  void commit_doneButNotAnswered_isUnknown() throws Exception {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE flight_commit (id int)");
      connection.setAutoCommit(false);
      JdbcCluster.run(connection, "INSERT INTO flight_commit VALUES (1)");
      assertUnknown(cutAfter("flight_commit", "1", connection::commit));
      connection.setAutoCommit(true);
      assertUsable(connection, "flight_commit", "1");
    }
  }

  @Test
  void commit_neverArrived_isUnknown() throws Exception {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE flight_commit_lost (id int)");
      connection.setAutoCommit(false);
      JdbcCluster.run(connection, "INSERT INTO flight_commit_lost VALUES (1)");
      assertUnknown(cutBefore(connection::commit));
      connection.setAutoCommit(true);
      assertUsable(connection, "flight_commit_lost", "0");
    }
  }

  @Test
  void commitAsText_doneButNotAnswered_isUnknown() throws Exception {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE flight_text (id int)");
      JdbcCluster.run(connection, "BEGIN", "INSERT INTO flight_text VALUES (1)");
      assertUnknown(cutAfter("flight_text", "1", () -> JdbcCluster.run(connection, "COMMIT")));
      assertUsable(connection, "flight_text", "1");
    }
  }

  @Test
  void autocommitRead_notAnswered_isReadAgain() throws Exception {
    try (Connection connection = JdbcCluster.open(cluster)) {
      assertThat(cut(
                  Direction.TO_CLIENT,
                  InFlightTest::waitsForTheServer,
                  () -> JdbcCluster.text(connection, "/* paceline: primary */ SELECT 1"))
              .getMessage())
          .isEqualTo("it did not fail");
    }
  }
}
