package dev.paceline.suites.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import org.junit.jupiter.api.Test;

/** Batches with {@code reWriteBatchedInserts}, and what a batch that failed leaves behind. */
@ClusterTest
class BatchTest {

  private static final String REWRITE = "reWriteBatchedInserts=true";

  /** Batches of several sizes, one after another on one statement, with generated keys, and one that fails in its middle. */
  private static String transcript(Connection connection) throws Exception {
    Log log = new Log();
    JdbcCluster.run(
        connection,
        "DROP TABLE IF EXISTS batch_rewritten",
        "CREATE TABLE batch_rewritten (id int PRIMARY KEY, v text)");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO batch_rewritten (id, v) VALUES (?, ?)")) {
      int id = 0;
      for (int size : new int[] {1, 2, 3, 130, 257}) {
        for (int i = 0; i < size; i++) {
          add(insert, id++);
        }
        log.say("counts of " + size, insert.executeBatch());
      }
      for (int again : new int[] {1_000, 1_001, 0, 1_002}) {
        add(insert, again);
      }
      log.attempt("a key that is there", insert::executeBatch);
      log.say("nothing", insert.executeBatch());
      add(insert, 2_000);
      add(insert, 2_001);
      log.say("large", insert.executeLargeBatch());
    }
    try (PreparedStatement insert = connection.prepareStatement(
        "INSERT INTO batch_rewritten (id, v) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
      add(insert, 3_000);
      add(insert, 3_001);
      log.say("with keys", insert.executeBatch());
      log.rows(insert.getGeneratedKeys());
    }
    log.say(
        "rows",
        JdbcCluster.text(connection, "SELECT count(*) || ' ' || sum(id) FROM batch_rewritten"));
    return log.toString();
  }

  private static void add(PreparedStatement insert, int id) throws SQLException {
    insert.setInt(1, id);
    insert.setString(2, "v" + id);
    insert.addBatch();
  }

  private static String both(PostgresCluster cluster, boolean autoCommit) throws Exception {
    String natively;
    try (Connection connection =
        DriverManager.getConnection(cluster.primary().url() + "&" + REWRITE)) {
      natively = transcript(connection, autoCommit);
    }
    try (Connection connection = JdbcCluster.open(cluster, REWRITE)) {
      assertThat(transcript(connection, autoCommit)).isEqualTo(natively);
    }
    return natively;
  }

  private static String transcript(Connection connection, boolean autoCommit) throws Exception {
    String text = transcript(connection);
    if (autoCommit) {
      return text;
    }
    connection.setAutoCommit(false);
    Log log = new Log();
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO batch_rewritten (id, v) VALUES (?, ?)")) {
      for (int id : new int[] {5_000, 5_001, 0}) {
        add(insert, id);
      }
      log.attempt("in a transaction", insert::executeBatch);
      log.attempt("then", () -> JdbcCluster.text(connection, "SELECT 1"));
    }
    connection.rollback();
    log.say("rows", JdbcCluster.text(connection, "SELECT count(*) FROM batch_rewritten"));
    connection.rollback();
    return text + "\n" + log;
  }

  @Test
  void rewritten_hasTheCountsOfTheNativeDriver(PostgresCluster cluster) throws Exception {
    // Else nothing was rewritten, and nothing shown.
    assertThat(both(cluster, /* autoCommit= */ true)).contains("counts of 2: [-2, -2]");
  }

  @Test
  void rewritten_failsAsTheNativeDriverDoes(PostgresCluster cluster) throws Exception {
    assertThat(both(cluster, /* autoCommit= */ false)).contains("in a transaction fails: 23505");
  }

  @Test
  void batchWithAValueThatIsNone_leavesNothingToTheNextOne(PostgresCluster cluster)
      throws SQLException {
    String sql = "INSERT INTO batch_leftover VALUES (?)";
    try (Connection connection = JdbcCluster.open(cluster, "paceline.pool.maximumPoolSize=1")) {
      JdbcCluster.run(connection, "CREATE TABLE batch_leftover (id int)");
      try (PreparedStatement insert = connection.prepareStatement(sql)) {
        insert.setInt(1, 1);
        insert.addBatch();
        // Which value a text is, is judged when there is a connection to judge it.
        insert.setObject(1, "none", Types.INTEGER);
        insert.addBatch();
        assertThatThrownBy(insert::executeBatch).isInstanceOf(SQLException.class);
      }
      // The same native statement runs this.
      try (PreparedStatement insert = connection.prepareStatement(sql)) {
        insert.setInt(1, 2);
        insert.addBatch();
        assertThat(insert.executeBatch()).containsExactly(1);
      }
      assertThat(
              JdbcCluster.text(connection, "SELECT string_agg(id::text, ' ') FROM batch_leftover"))
          .isEqualTo("2");
    }
  }
}
