package dev.paceline.suites.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.routing.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Where transactions run, and what becomes of them when their connection goes. */
@ClusterTest
class TransactionRoutingTest {

  private static void fails(String state, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state));
  }

  @Test
  void autoCommitOff_preparedStatementsOnly_isOneTransactionOnThePrimary(PostgresCluster cluster)
      throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE tx_prepared (id int)");
      connection.setAutoCommit(false);
      try (PreparedStatement count =
              connection.prepareStatement("SELECT count(*) FROM tx_prepared");
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO tx_prepared VALUES (?)")) {
        for (int i = 0; i < 5; i++) {
          insert.setInt(1, i);
          insert.executeUpdate();
          try (ResultSet rows = count.executeQuery()) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(i + 1);
          }
          assertThat(JdbcCluster.wentToReplica(connection)).isFalse();
        }
      }
      connection.rollback();
      assertThat(JdbcCluster.text(connection, "SELECT count(*) FROM tx_prepared"))
          .isEqualTo("0");
    }
  }

  @Test
  void setReadOnly_afterAutoCommitOff_goesToOneReplica(PostgresCluster cluster)
      throws SQLException {
    cluster.awaitInSync();
    try (Connection connection = JdbcCluster.open(cluster)) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      String first = JdbcCluster.backend(connection);
      assertThat(JdbcCluster.wentToReplica(connection))
          .as(JdbcCluster.route(connection).explain())
          .isTrue();
      for (int i = 0; i < 10; i++) {
        assertThat(JdbcCluster.backend(connection)).isEqualTo(first);
      }
      connection.commit();
    }
  }

  @Test
  void setReadOnly_beforeAutoCommitOff_goesToAReplica(PostgresCluster cluster) throws SQLException {
    cluster.awaitInSync();
    try (Connection connection = JdbcCluster.open(cluster)) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      JdbcCluster.text(connection, "SELECT 1");
      assertThat(JdbcCluster.wentToReplica(connection)).isTrue();
      connection.commit();
      connection.setReadOnly(false);
      JdbcCluster.text(connection, "SELECT 1");
      assertThat(JdbcCluster.wentToReplica(connection)).isFalse();
      connection.rollback();
    }
  }

  @Test
  void write_inReadOnlyTransaction_failsAsOnTheServer(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE tx_read_only (id int)");
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      JdbcCluster.text(connection, "SELECT 1");
      fails("25006", () -> JdbcCluster.run(connection, "INSERT INTO tx_read_only VALUES (1)"));
      fails("25P02", () -> JdbcCluster.text(connection, "SELECT 1"));
      connection.rollback();
      connection.setReadOnly(false);
      connection.setAutoCommit(true);
      assertThat(JdbcCluster.text(connection, "SELECT count(*) FROM tx_read_only"))
          .isEqualTo("0");
    }
  }

  @Test
  void changes_inMidTransaction_areRefusedAndChangeNothing(PostgresCluster cluster)
      throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      connection.setAutoCommit(false);
      JdbcCluster.text(connection, "SELECT 1");
      fails("25001", () -> connection.setReadOnly(true));
      fails("25001", () -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
      assertThat(connection.isReadOnly()).isFalse();
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
      JdbcCluster.text(connection, "SELECT 1");
      connection.commit();
    }
  }

  @Test
  void serializable_goesToThePrimary(PostgresCluster cluster) throws SQLException {
    cluster.awaitInSync();
    try (Connection connection = JdbcCluster.open(cluster)) {
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      assertThat(JdbcCluster.text(connection, "SELECT 1")).isEqualTo("1");
      assertThat(JdbcCluster.wentToReplica(connection)).isFalse();
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      assertThat(JdbcCluster.text(connection, "SHOW transaction_isolation"))
          .isEqualTo("serializable");
      assertThat(JdbcCluster.wentToReplica(connection)).isFalse();
      connection.commit();
    }
  }

  @Test
  void repeatableRead_readOnly_isOneSnapshotOfOneReplica(PostgresCluster cluster)
      throws SQLException {
    try (Connection writer = JdbcCluster.open(cluster);
        Connection reader = JdbcCluster.open(cluster)) {
      JdbcCluster.run(writer, "CREATE TABLE tx_snapshot (id int)");
      cluster.awaitInSync();
      reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      reader.setReadOnly(true);
      reader.setAutoCommit(false);
      assertThat(JdbcCluster.text(reader, "SELECT count(*) FROM tx_snapshot")).isEqualTo("0");
      JdbcCluster.run(writer, "INSERT INTO tx_snapshot VALUES (1)");
      cluster.awaitInSync();
      assertThat(JdbcCluster.text(reader, "SELECT count(*) FROM tx_snapshot")).isEqualTo("0");
      reader.commit();
      assertThat(JdbcCluster.text(reader, "SELECT count(*) FROM tx_snapshot")).isEqualTo("1");
      reader.commit();
    }
  }

  @Test
  void textBeginReadOnly_goesToAReplicaUntilItsEnd(PostgresCluster cluster) throws SQLException {
    cluster.awaitInSync();
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "START TRANSACTION READ ONLY");
      String backend = JdbcCluster.backend(connection);
      assertThat(JdbcCluster.wentToReplica(connection))
          .as(JdbcCluster.route(connection).explain())
          .isTrue();
      assertThat(JdbcCluster.backend(connection)).isEqualTo(backend);
      JdbcCluster.run(connection, "COMMIT", "CREATE TABLE tx_after_text (id int)");
      assertThat(JdbcCluster.wentToReplica(connection)).isFalse();
    }
  }

  @Test
  void connectionLost_inTransaction_isRefusedUntilRollback(PostgresCluster cluster)
      throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE tx_lost (id int)");
      connection.setAutoCommit(false);
      JdbcCluster.run(connection, "INSERT INTO tx_lost VALUES (1)");
      Savepoint savepoint = connection.setSavepoint();
      JdbcCluster.terminate(cluster, JdbcCluster.backend(connection));
      fails("40001", () -> JdbcCluster.run(connection, "INSERT INTO tx_lost VALUES (2)"));
      fails("40001", () -> JdbcCluster.run(connection, "INSERT INTO tx_lost VALUES (3)"));
      fails("40001", () -> connection.rollback(savepoint));
      connection.rollback();
      JdbcCluster.run(connection, "INSERT INTO tx_lost VALUES (4)");
      connection.commit();
      assertThat(JdbcCluster.text(connection, "SELECT string_agg(id::text, ' ') FROM tx_lost"))
          .isEqualTo("4");
      connection.rollback();
    }
  }

  @Test
  void connectionLost_beforeCommit_failsTheCommit(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE tx_lost_commit (id int)");
      connection.setAutoCommit(false);
      JdbcCluster.run(connection, "INSERT INTO tx_lost_commit VALUES (1)");
      JdbcCluster.terminate(cluster, JdbcCluster.backend(connection));
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
      connection.setAutoCommit(true);
      assertThat(JdbcCluster.text(connection, "SELECT count(*) FROM tx_lost_commit"))
          .isEqualTo("0");
    }
  }

  @Test
  void idleConnectionLost_readAndWriteGoOn(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE tx_idle_lost (id int)");
      try (Connection outside = cluster.primary().connectDirect()) {
        JdbcCluster.run(
            outside,
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                + " AND backend_type = 'client backend' AND application_name LIKE 'PostgreSQL JDBC%'");
      }
      assertThat(JdbcCluster.text(connection, "/* paceline: primary */ SELECT 1"))
          .isEqualTo("1");
    }
  }

  @Test
  void close_withAnOpenTransaction_rollsBack(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE tx_close (id int)");
    }
    try (Connection connection = JdbcCluster.open(cluster)) {
      connection.setAutoCommit(false);
      JdbcCluster.run(connection, "INSERT INTO tx_close VALUES (1)");
    }
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "BEGIN", "INSERT INTO tx_close VALUES (2)");
    }
    try (Connection connection = JdbcCluster.open(cluster)) {
      assertThat(JdbcCluster.text(connection, "SELECT count(*) FROM tx_close")).isEqualTo("0");
    }
  }

  @Test
  void autosaveAlways_survivesAnError(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster, "autosave=always")) {
      connection.setAutoCommit(false);
      JdbcCluster.run(connection, "CREATE TABLE tx_autosave (id int)");
      fails("22012", () -> JdbcCluster.text(connection, "SELECT 1/0"));
      JdbcCluster.run(connection, "INSERT INTO tx_autosave VALUES (1)");
      connection.commit();
      assertThat(JdbcCluster.text(connection, "SELECT count(*) FROM tx_autosave"))
          .isEqualTo("1");
      connection.commit();
    }
  }

  @Test
  void function_thatWritesOnAReplica_runsOnceOnThePrimary(PostgresCluster cluster)
      throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(
          connection,
          "CREATE TABLE tx_refused (id int)",
          "CREATE FUNCTION tx_writes() RETURNS int LANGUAGE sql AS"
              + " 'INSERT INTO tx_refused VALUES (1) RETURNING id'");
      cluster.awaitInSync();
      assertThat(JdbcCluster.text(connection, "/* paceline: replica */ SELECT tx_writes()"))
          .isEqualTo("1");
      assertThat(JdbcCluster.wentToReplica(connection)).isFalse();
      assertThat(JdbcCluster.text(connection, "SELECT count(*) FROM tx_refused"))
          .isEqualTo("1");
      // The second time no replica is asked.
      assertThat(JdbcCluster.text(connection, "/* paceline: replica */ SELECT tx_writes()"))
          .isEqualTo("1");
      assertThat(JdbcCluster.route(connection).reason()).isEqualTo(Reason.REPLICA_REFUSED);
      try (Connection natively = cluster.standbys().get(0).connect()) {
        fails("25006", () -> JdbcCluster.text(natively, "SELECT tx_writes()"));
      }
    }
  }

  @Test
  void hintReplica_onAWrite_isRefused(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      assertThatThrownBy(() ->
              JdbcCluster.run(connection, "/* paceline: replica */ CREATE TABLE tx_hint (id int)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("replica");
    }
  }
}
