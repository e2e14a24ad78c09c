package dev.paceline.suites.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.jdbc.PacelineConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code currval} and {@code lastval} outside of transactions. Each test is an application of its own. */
@ClusterTest
@Timeout(60)
class SequenceValuesTest {

  private final PostgresCluster cluster;

  SequenceValuesTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  private Connection open(String application, String... more) throws SQLException {
    List<String> all = new ArrayList<>(List.of(more));
    all.add("ApplicationName=" + application);
    return JdbcCluster.open(cluster, all.toArray(String[]::new));
  }

  private static void undefined(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("55000"));
  }

  private static void insert(Connection connection, String table) throws SQLException {
    JdbcCluster.run(connection, "INSERT INTO " + table + " (v) VALUES ('x')");
  }

  private static String current(Connection connection, String table) throws SQLException {
    return JdbcCluster.text(connection, "SELECT currval('" + table + "_id_seq')");
  }

  private static boolean pinned(Connection connection) throws SQLException {
    return !connection.unwrap(PacelineConnection.class).pins().isEmpty();
  }

  @Test
  void currvalAndLastval_afterInsert_theFirstTimeAndEveryTime() throws SQLException {
    try (Connection connection = open("seq_first");
        Connection other = open("seq_first")) {
      JdbcCluster.run(connection, "CREATE TABLE seq_first (id serial, v text)");
      for (int i = 1; i <= 20; i += 2) {
        insert(connection, "seq_first");
        assertThat(current(connection, "seq_first")).isEqualTo(String.valueOf(i));
        insert(other, "seq_first");
        assertThat(JdbcCluster.text(other, "SELECT lastval()")).isEqualTo(String.valueOf(i + 1));
        assertThat(JdbcCluster.text(connection, "SELECT lastval()")).isEqualTo(String.valueOf(i));
      }
      JdbcCluster.run(
          connection, "INSERT INTO seq_first SELECT currval('seq_first_id_seq'), 'again'");
      assertThat(JdbcCluster.text(connection, "SELECT count(*) FROM seq_first WHERE id = 19"))
          .isEqualTo("2");
      assertThat(JdbcCluster.text(connection, "SHOW paceline.pins")).contains("currval");
      JdbcCluster.run(connection, "DISCARD SEQUENCES");
      assertThat(pinned(connection)).isFalse();
      undefined(() -> current(connection, "seq_first"));
    }
  }

  @Test
  void valuesOfOthers_areNeverShown() throws SQLException {
    try (Connection one = open("seq_others", "paceline.pool.maximumPoolSize=1");
        Connection two = open("seq_others", "paceline.pool.maximumPoolSize=1")) {
      JdbcCluster.run(one, "CREATE TABLE seq_others (id serial, v text)");
      insert(one, "seq_others");
      // All of this runs on one connection, which knows the value of the first session.
      undefined(() -> current(two, "seq_others"));
      undefined(() -> JdbcCluster.text(two, "SELECT lastval()"));
      two.setAutoCommit(false);
      undefined(() -> current(two, "seq_others"));
      two.rollback();
    }
  }

  @Test
  void valueThatAnotherSessionHasOverwritten_isRefusedOnceAndKeptAfterwards() throws SQLException {
    String one = "paceline.pool.maximumPoolSize=1";
    try (Connection first = open("seq_lost", one);
        Connection second = open("seq_lost", one)) {
      JdbcCluster.run(first, "CREATE TABLE seq_lost (id serial, v text)");
      insert(first, "seq_lost");
      insert(second, "seq_lost");
      undefined(() -> current(first, "seq_lost"));
      insert(first, "seq_lost");
      assertThat(current(first, "seq_lost")).isEqualTo("3");
      assertThat(pinned(first)).isTrue();
    }
  }

  @Test
  void update_between_doesNotLoseTheValue() throws SQLException {
    try (Connection connection = open("seq_update");
        Connection busy = open("seq_update")) {
      JdbcCluster.run(connection, "CREATE TABLE seq_update (id serial, v text)");
      // Until the table is known, nobody can say that an update of it advances no sequence.
      PacelineConnection paceline = connection.unwrap(PacelineConnection.class);
      Await.until(
          "the table to be known",
          Duration.ofSeconds(20),
          () -> paceline.routeOf("UPDATE seq_update SET v = 'y'").plan().tablesWrittenComplete());
      insert(connection, "seq_update");
      busy.setAutoCommit(false);
      JdbcCluster.run(busy, "SELECT 1");
      JdbcCluster.run(connection, "UPDATE seq_update SET v = 'y'");
      busy.rollback();
      assertThat(current(connection, "seq_update")).isEqualTo("1");
    }
  }

  @Test
  void currval_inTheTransactionOfTheInsert_pinsNobody() throws SQLException {
    try (Connection connection = open("seq_tx")) {
      JdbcCluster.run(connection, "CREATE TABLE seq_tx (id serial, v text)");
      connection.setAutoCommit(false);
      for (int i = 1; i <= 3; i++) {
        insert(connection, "seq_tx");
        assertThat(current(connection, "seq_tx")).isEqualTo(String.valueOf(i));
        connection.commit();
      }
      connection.setAutoCommit(true);
      insert(connection, "seq_tx");
      assertThat(pinned(connection)).isFalse();
    }
  }

  @Test
  void currval_afterTheTransactionOfTheInsert() throws SQLException {
    try (Connection connection = open("seq_after")) {
      JdbcCluster.run(connection, "CREATE TABLE seq_after (id serial, v text)");
      connection.setAutoCommit(false);
      insert(connection, "seq_after");
      connection.rollback();
      assertThat(current(connection, "seq_after")).isEqualTo("1");
      connection.commit();
      connection.setAutoCommit(true);
      assertThat(current(connection, "seq_after")).isEqualTo("1");
    }
  }

  @Test
  void nextvalAndInsertedRow_countAsWell() throws SQLException {
    try (Connection connection = open("seq_rows");
        Statement statement = connection.createStatement(
            ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
      JdbcCluster.run(connection, "CREATE TABLE seq_rows (id serial PRIMARY KEY, v text)");
      assertThat(JdbcCluster.text(connection, "SELECT nextval('seq_rows_id_seq')"))
          .isEqualTo("1");
      assertThat(current(connection, "seq_rows")).isEqualTo("1");
      try (ResultSet rows = statement.executeQuery("SELECT id, v FROM seq_rows")) {
        rows.moveToInsertRow();
        rows.updateString(2, "x");
        rows.insertRow();
      }
      assertThat(current(connection, "seq_rows")).isEqualTo("2");
    }
  }

  @Test
  void manySessions_onceItIsKnown_seeTheirOwn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Connection first = open("seq_many")) {
      JdbcCluster.run(first, "CREATE TABLE seq_many (id serial, v text)");
      insert(first, "seq_many");
      assertThat(current(first, "seq_many")).isEqualTo("1");
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        String own = "thread" + t;
        wrong.add(threads.submit(() -> {
          int different = 0;
          for (int i = 0; i < 10; i++) {
            try (Connection connection = open("seq_many")) {
              for (int j = 0; j < 5; j++) {
                JdbcCluster.run(connection, "INSERT INTO seq_many (v) VALUES ('" + own + "')");
                String mine = JdbcCluster.text(
                    connection, "SELECT max(id) FROM seq_many WHERE v = '" + own + "'");
                different += current(connection, "seq_many").equals(mine) ? 0 : 1;
              }
            }
          }
          return different;
        }));
      }
      for (Future<Integer> one : wrong) {
        assertThat(one.get()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void currval_whileRowsOfTheInsertAreOpen() throws SQLException {
    try (Connection connection = open("seq_open");
        Statement inserting = connection.createStatement()) {
      JdbcCluster.run(connection, "CREATE TABLE seq_open (id serial, v text)");
      try (ResultSet inserted =
          inserting.executeQuery("INSERT INTO seq_open (v) VALUES ('x') RETURNING id")) {
        assertThat(current(connection, "seq_open")).isEqualTo("1");
        assertThat(inserted.next()).isTrue();
        assertThat(inserted.getInt(1)).isEqualTo(1);
      }
      assertThat(JdbcCluster.text(connection, "SELECT lastval()")).isEqualTo("1");
    }
  }
}
