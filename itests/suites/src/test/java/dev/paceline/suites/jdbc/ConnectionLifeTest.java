package dev.paceline.suites.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/** How connections end: closed by whomever, while whatever runs, twice, aborted, or never. */
@ClusterTest
@Timeout(60)
class ConnectionLifeTest {

  private static final String ONE = "paceline.pool.maximumPoolSize=1";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PostgresCluster cluster;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  ConnectionLifeTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  /** What the driver warns of, from its making until it is closed. */
  private static final class Warnings extends Handler {

    private final Logger logger = Logger.getLogger("dev.paceline.jdbc");
    private final List<String> messages = new CopyOnWriteArrayList<>();

    Warnings() {
      logger.addHandler(this);
    }

    List<String> all() {
      return messages;
    }

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().equals(Level.WARNING)) {
        messages.add(entry.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }

  /** How a statement ended: its SQLSTATE, or that it did not fail. */
  private Future<String> running(Connection connection, String sql) {
    Future<String> outcome = threads.submit(() -> {
      try {
        JdbcCluster.run(connection, sql);
        return "ran to its end";
      } catch (SQLException e) {
        return String.valueOf(e.getSQLState());
      }
    });
    Await.until(
        sql + " to run", PATIENCE, () -> outcome.isDone() || active(sql) > 0, () -> "nothing runs");
    return outcome;
  }

  /** How many server processes of the primary run this now. */
  private int active(String sql) {
    return Integer.parseInt(cluster
        .primary()
        .query("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = '"
            + sql.replace("'", "''") + "'"));
  }

  /** Server processes of this application on all nodes. */
  private int sessions(String application) {
    return cluster.nodes().stream()
        .mapToInt(node -> Integer.parseInt(
            node.query("SELECT count(*) FROM pg_stat_activity WHERE application_name = '"
                + application + "'")))
        .sum();
  }

  @Test
  void close_whileAStatementRuns_doesNotWaitForIt() throws Exception {
    Connection connection = JdbcCluster.open(cluster);
    Future<String> outcome = running(connection, "/* paceline: primary */ SELECT pg_sleep(50)");
    connection.close();
    assertThat(connection.isClosed()).isTrue();
    assertThat(outcome.get(10, TimeUnit.SECONDS)).startsWith("08");
    assertThatThrownBy(() -> JdbcCluster.text(connection, "SELECT 1"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
  }

  @Test
  void close_whileAStatementRuns_leavesThePoolWhole() throws Exception {
    try (Connection keeper = JdbcCluster.open(cluster, ONE)) {
      Connection connection = JdbcCluster.open(cluster, ONE);
      Future<String> outcome = running(connection, "/* paceline: primary */ SELECT pg_sleep(51)");
      connection.close();
      assertThat(outcome.get(10, TimeUnit.SECONDS)).startsWith("08");
      assertThat(JdbcCluster.text(keeper, "/* paceline: primary */ SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void close_whileWaitingForALease_endsWhatComesAfter() throws Exception {
    try (Connection holder = JdbcCluster.open(cluster, ONE)) {
      JdbcCluster.run(holder, "CREATE TABLE life_lease (id int)");
      holder.setAutoCommit(false);
      JdbcCluster.text(holder, "SELECT 1");
      Connection waiter = JdbcCluster.open(cluster, ONE);
      Future<String> outcome = threads.submit(() -> {
        try {
          JdbcCluster.run(waiter, "INSERT INTO life_lease VALUES (1)");
          return "ran to its end";
        } catch (SQLException e) {
          return String.valueOf(e.getSQLState());
        }
      });
      Await.until(
          "the write to wait for a lease",
          PATIENCE,
          () -> threadsIn("dev.paceline.cluster.NodePool", "lease"),
          () -> "nobody waits");
      waiter.close();
      holder.commit();
      assertThat(outcome.get(30, TimeUnit.SECONDS)).isEqualTo("08003");
      assertThat(JdbcCluster.text(holder, "SELECT count(*) FROM life_lease")).isEqualTo("0");
      holder.commit();
    }
  }

  private static boolean threadsIn(String type, String method) {
    return Thread.getAllStackTraces().values().stream().anyMatch(trace -> {
      boolean in = false;
      for (StackTraceElement frame : trace) {
        in |= frame.getClassName().equals(type) && frame.getMethodName().equals(method);
      }
      return in;
    });
  }

  @Test
  void close_twice_andFromSeveralThreads_isOnce() throws Exception {
    try (Connection keeper = JdbcCluster.open(cluster, ONE)) {
      for (int i = 0; i < 50; i++) {
        Connection connection = JdbcCluster.open(cluster, ONE);
        JdbcCluster.text(connection, "/* paceline: primary */ SELECT 1");
        List<Future<?>> closing = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
          closing.add(threads.submit(() -> {
            connection.close();
            return null;
          }));
        }
        for (Future<?> one : closing) {
          one.get();
        }
        connection.close();
        assertThat(connection.isClosed()).isTrue();
        assertThat(connection.isValid(1)).isFalse();
      }
      assertThat(JdbcCluster.text(keeper, "/* paceline: primary */ SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void close_withOpenRowsAndTransaction_givesEverythingBack() throws SQLException {
    try (Connection keeper = JdbcCluster.open(cluster, ONE)) {
      JdbcCluster.run(keeper, "CREATE TABLE life_rows AS SELECT g FROM generate_series(1, 100) g");
      Connection connection = JdbcCluster.open(cluster, ONE);
      connection.setAutoCommit(false);
      PreparedStatement statement = connection.prepareStatement("SELECT g FROM life_rows");
      statement.setFetchSize(10);
      ResultSet rows = statement.executeQuery();
      assertThat(rows.next()).isTrue();
      JdbcCluster.run(connection, "DELETE FROM life_rows");
      connection.close();
      assertThat(rows.isClosed()).isTrue();
      assertThat(statement.isClosed() || connection.isClosed()).isTrue();
      statement.close();
      assertThat(JdbcCluster.text(keeper, "/* paceline: primary */ SELECT count(*) FROM life_rows"))
          .isEqualTo("100");
    }
  }

  @Test
  void abort_inATransaction_rollsBack() throws Exception {
    try (Connection keeper = JdbcCluster.open(cluster, ONE)) {
      JdbcCluster.run(keeper, "CREATE TABLE life_abort (id int)");
      Connection connection = JdbcCluster.open(cluster, ONE);
      connection.setAutoCommit(false);
      JdbcCluster.run(connection, "INSERT INTO life_abort VALUES (1)");
      connection.abort(threads);
      assertThat(connection.isClosed()).isTrue();
      assertThat(connection.isValid(1)).isFalse();
      assertThat(
              JdbcCluster.text(keeper, "/* paceline: primary */ SELECT count(*) FROM life_abort"))
          .isEqualTo("0");
      connection.close();
    }
  }

  /** Opens, uses and forgets; nothing of it is on the stack afterwards. */
  private void forget(String application) throws SQLException {
    Connection connection = JdbcCluster.open(cluster, ONE, "ApplicationName=" + application);
    connection.setAutoCommit(false);
    ResultSet rows = connection.createStatement().executeQuery("SELECT generate_series(1, 10)");
    assertThat(rows.next()).isTrue();
  }

  @Test
  void neverClosed_withOpenRows_givesItsLeaseBackWhenItIsGarbage() throws Exception {
    Warnings warnings = new Warnings();
    try (Connection keeper = JdbcCluster.open(cluster, ONE, "ApplicationName=life_garbage")) {
      forget("life_garbage");
      // There is one connection to the primary, and it is in that transaction.
      Future<String> answer =
          threads.submit(() -> JdbcCluster.text(keeper, "/* paceline: primary */ SELECT 1"));
      Await.until(
          "the lease of a forgotten connection to end",
          PATIENCE,
          () -> {
            System.gc();
            return answer.isDone();
          },
          () -> "the read still waits");
      assertThat(answer.get()).isEqualTo("1");
      assertThat(warnings.all())
          .singleElement()
          .asString()
          .contains("never closed", "opened by=" + Thread.currentThread().getName(), "leases=1");
    } finally {
      warnings.close();
    }
  }

  @Test
  void neverClosed_lastOfItsCluster_endsTheCluster() throws Exception {
    forget("life_last");
    assertThat(sessions("life_last")).isPositive();
    Await.until(
        "the cluster to end",
        PATIENCE,
        () -> {
          System.gc();
          return sessions("life_last") == 0;
        },
        () -> "sessions: " + sessions("life_last"));
  }

  @Test
  void neverClosed_butUnwrapped_keepsTheNativeConnectionUntilThatIsClosed() throws Exception {
    PGConnection natively =
        JdbcCluster.open(cluster, "ApplicationName=life_unwrapped").unwrap(PGConnection.class);
    try {
      // What another forgotten connection shows to be cleaned by now.
      forget("life_unwrapped_other");
      Await.until(
          "the other cluster to end",
          PATIENCE,
          () -> {
            System.gc();
            return sessions("life_unwrapped_other") == 0;
          },
          () -> "sessions: " + sessions("life_unwrapped_other"));
      assertThat(JdbcCluster.text((Connection) natively, "SELECT 2")).isEqualTo("2");
    } finally {
      ((Connection) natively).close();
    }
    Await.until(
        "the cluster of the closed native connection to end",
        PATIENCE,
        () -> {
          JdbcCluster.open(cluster, ONE).close();
          return sessions("life_unwrapped") == 0;
        },
        () -> "sessions: " + sessions("life_unwrapped"));
  }

  @Test
  void closedConnection_isNotReportedWhenItIsGarbage() throws Exception {
    Warnings warnings = new Warnings();
    try (Connection keeper = JdbcCluster.open(cluster, "ApplicationName=life_closed")) {
      for (int i = 0; i < 100; i++) {
        try (Statement statement =
            JdbcCluster.open(cluster, "ApplicationName=life_closed").createStatement()) {
          statement.getConnection().close();
        }
      }
      forget("life_closed_other");
      Await.until(
          "the forgotten one to be found",
          PATIENCE,
          () -> {
            System.gc();
            return !warnings.all().isEmpty();
          },
          () -> "nothing was reported");
      assertThat(warnings.all()).hasSize(1);
      assertThat(keeper.isValid(5)).isTrue();
    } finally {
      warnings.close();
    }
  }
}
