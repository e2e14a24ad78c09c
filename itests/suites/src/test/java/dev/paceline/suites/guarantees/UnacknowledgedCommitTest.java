package dev.paceline.suites.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A commit of somebody else that waits for a synchronous standby which never comes: replicas show it, the primary does not.
 */
@ClusterTest(standbys = 2)
class UnacknowledgedCommitTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String PRIMARY = "/* paceline: primary */ ";

  private final PostgresCluster cluster;
  private final ExecutorService background = Executors.newFixedThreadPool(2);
  private Lists lists;
  private Connection writer;
  private Connection reader;

  UnacknowledgedCommitTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void connect() throws SQLException {
    lists = new Lists("waits", 1, 1).make(cluster, cluster.standbys());
    writer = cluster.primary().connectDirect();
    reader = Paceline.connect(Paceline.directUrl(cluster, "paceline.freshness=session"));
  }

  @AfterEach
  void release() throws SQLException {
    cluster.primary().alterSystem("synchronous_standby_names", "");
    background.shutdown();
    writer.close();
    reader.close();
  }

  /** Returns when the session has seen the commit on a replica. */
  private Future<?> commitThatWaits() throws Exception {
    cluster.primary().alterSystem("synchronous_standby_names", "nobody");
    Future<?> commit = background.submit(() -> {
      lists.append(writer, 0, 0, 1);
      return null;
    });
    Await.until("the commit on a replica", PATIENCE, () -> size(reader, "") == 1);
    try (Connection raw = cluster.primary().connectDirect()) {
      assertThat(size(raw, "")).as("what the primary shows").isZero();
    }
    return commit;
  }

  private int size(Connection connection, String hint) throws SQLException {
    return lists.read(connection, hint, 0, 0).elements().size();
  }

  @Test
  void readOfPrimary_waitsUntilItShowsWhatAReplicaShowed() throws Exception {
    Future<?> commit = commitThatWaits();
    Future<Integer> read = background.submit(() -> size(reader, PRIMARY));
    try (Connection raw = cluster.primary().connectDirect()) {
      for (int i = 0; i < 100; i++) {
        assertThat(size(raw, "")).isZero();
      }
    }
    assertThat(read).isNotDone();

    cluster.primary().alterSystem("synchronous_standby_names", "");
    assertThat(read.get()).isEqualTo(1);
    commit.get();
  }

  @Test
  void transaction_beginsWhenThePrimaryShowsWhatAReplicaShowed() throws Exception {
    Future<?> commit = commitThatWaits();
    reader.setAutoCommit(false);
    Future<Integer> read = background.submit(() -> size(reader, ""));
    try (Connection raw = cluster.primary().connectDirect()) {
      for (int i = 0; i < 100; i++) {
        assertThat(size(raw, "")).isZero();
      }
    }
    assertThat(read).isNotDone();

    cluster.primary().alterSystem("synchronous_standby_names", "");
    assertThat(read.get()).isEqualTo(1);
    commit.get();
    reader.rollback();
  }

  @Test
  void neverShown_isToldOnce_thenTheSessionGoesOn() throws Exception {
    Future<?> commit = commitThatWaits();

    assertThatThrownBy(() -> size(reader, PRIMARY))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PC001"))
        .hasMessageContaining("did not show within 5 s");
    assertThat(size(reader, PRIMARY)).isZero();
    cluster.primary().alterSystem("synchronous_standby_names", "");
    commit.get();
  }

  @Test
  void token_isHandedOutWhenThePrimaryShowsWhatItStandsFor() throws Exception {
    Future<?> commit = commitThatWaits();
    Future<String> token =
        background.submit(() -> Paceline.query(reader, "SHOW paceline.position"));
    try (Connection raw = cluster.primary().connectDirect()) {
      for (int i = 0; i < 100; i++) {
        assertThat(size(raw, "")).isZero();
      }
    }
    assertThat(token).isNotDone();

    cluster.primary().alterSystem("synchronous_standby_names", "");
    assertThat(token.get()).isNotEmpty();
    commit.get();
  }

  @Test
  void transactionThatMerelyTakesLong_holdsNobodyUp() throws Exception {
    Paceline.awaitReadsOnStandby(cluster, reader);
    writer.setAutoCommit(false);
    lists.append(writer, 0, 0, 1);
    for (int i = 0; i < 20; i++) {
      assertThat(size(reader, "")).isZero();
      assertThat(size(reader, PRIMARY)).isZero();
    }
    writer.rollback();
  }
}
