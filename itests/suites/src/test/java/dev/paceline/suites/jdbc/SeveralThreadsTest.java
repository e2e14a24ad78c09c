package dev.paceline.suites.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections and statements that several threads use at once. */
@ClusterTest
@Timeout(60)
class SeveralThreadsTest {

  /** One connection to each node: whoever comes next gets the same physical connection. */
  private static final String ONE = "paceline.pool.maximumPoolSize=1";

  @Test
  void cancel_fromAnotherThread(PostgresCluster cluster) throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Connection connection = JdbcCluster.open(cluster);
        Statement statement = connection.createStatement()) {
      Future<String> state = threads.submit(() -> {
        try {
          statement.execute("SELECT pg_sleep(30)");
          return "ran to its end";
        } catch (SQLException e) {
          return e.getSQLState();
        }
      });
      while (!state.isDone()) {
        statement.cancel();
        Thread.onSpinWait();
      }
      assertThat(state.get(10, TimeUnit.SECONDS)).isEqualTo("57014");
      statement.cancel();
      assertThat(JdbcCluster.text(connection, "SELECT 1")).isEqualTo("1");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void cancel_afterTheEnd_doesNotReachTheNextBorrower(PostgresCluster cluster) throws Exception {
    try (Connection first = JdbcCluster.open(cluster, ONE);
        Connection second = JdbcCluster.open(cluster, ONE);
        PreparedStatement ended = first.prepareStatement("SELECT 1, pg_sleep(?) /* cancel */");
        PreparedStatement running = second.prepareStatement("SELECT 1, pg_sleep(?) /* cancel */")) {
      ended.setDouble(1, 0);
      ended.executeQuery().close();
      ExecutorService threads = Executors.newSingleThreadExecutor();
      try {
        Future<Boolean> result = threads.submit(() -> {
          running.setDouble(1, 0.5);
          return running.execute();
        });
        while (!result.isDone()) {
          ended.cancel();
          Thread.onSpinWait();
        }
        assertThat(result.get()).isTrue();
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void abort_whileAStatementRuns(PostgresCluster cluster) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Connection connection = JdbcCluster.open(cluster);
      try (Statement statement = connection.createStatement()) {
        Future<String> state = threads.submit(() -> {
          try {
            statement.execute("/* paceline: primary */ SELECT pg_sleep(30)");
            return "ran to its end";
          } catch (SQLException e) {
            return "failed";
          }
        });
        try (Connection outside = cluster.primary().connect()) {
          String sleeping =
              "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%' AND state = 'active'"
                  + " AND pid <> pg_backend_pid()";
          while (JdbcCluster.text(outside, sleeping).equals("0") && !state.isDone()) {
            Thread.onSpinWait();
          }
        }
        connection.abort(threads);
        assertThat(state.get(10, TimeUnit.SECONDS)).isEqualTo("failed");
      }
      assertThat(connection.isValid(1)).isFalse();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void oneConnection_usedBySeveralThreads(PostgresCluster cluster) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Connection connection = JdbcCluster.open(cluster)) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int own = t;
        results.add(threads.submit(() -> {
          int wrong = 0;
          for (int i = 0; i < 200; i++) {
            try (PreparedStatement statement =
                connection.prepareStatement("SELECT ?::int + ?::int")) {
              statement.setInt(1, own);
              statement.setInt(2, i);
              try (ResultSet rows = statement.executeQuery()) {
                wrong += rows.next() && rows.getInt(1) == own + i ? 0 : 1;
              }
            }
          }
          return wrong;
        }));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void oneConnection_readsAndWritesOfSeveralThreads_areNotMixedUp(PostgresCluster cluster)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE threads_mixed (id serial, own int, v int)");
      List<Future<Integer>> results = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        int own = t;
        results.add(threads.submit(() -> {
          int wrong = 0;
          try (PreparedStatement insert = connection.prepareStatement(
                  "INSERT INTO threads_mixed (own, v) VALUES (?, ?)",
                  Statement.RETURN_GENERATED_KEYS);
              PreparedStatement select =
                  connection.prepareStatement("SELECT own, v FROM threads_mixed WHERE id = ?")) {
            for (int i = 0; i < 50; i++) {
              insert.setInt(1, own);
              insert.setInt(2, i);
              wrong += insert.executeUpdate() == 1 ? 0 : 1;
              try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                select.setInt(1, keys.getInt("id"));
              }
              try (ResultSet row = select.executeQuery()) {
                boolean mine = row.next() && row.getInt(1) == own && row.getInt(2) == i;
                wrong += mine && !row.next() ? 0 : 1;
              }
            }
          }
          return wrong;
        }));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isZero();
      }
      assertThat(JdbcCluster.text(connection, "SELECT count(*) FROM threads_mixed"))
          .isEqualTo("300");
    } finally {
      threads.shutdownNow();
    }
  }
}
