package dev.paceline.suites.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A token carries what one process has written to another one: here the driver, loaded twice. */
@ClusterTest(standbys = 2)
class TokenTest {

  private final PostgresCluster cluster;

  TokenTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void delay() {
    cluster.node("n2").applyDelay(Duration.ofMillis(200));
    cluster.node("n3").applyDelay(Duration.ofMillis(400));
  }

  @AfterEach
  void heal() {
    Paceline.delayReplay(cluster, Duration.ZERO);
  }

  @Test
  void position_fromOneProcessToAnother_itsWritesAreSeen() throws SQLException {
    Lists lists = new Lists("token", 1, 1).make(cluster, cluster.standbys());
    String url = Paceline.directUrl(cluster);
    int missedWithout = 0;
    try (Connection writer = SecondDriver.unchanged().open(url).open();
        Connection reader = SecondDriver.unchanged().open(url).open();
        Connection stranger = SecondDriver.unchanged().open(url).open()) {
      Paceline.awaitReadsOnStandby(cluster, stranger);
      for (int i = 1; i <= 20; i++) {
        lists.append(writer, 0, 0, i);
        String token = Paceline.query(writer, "SHOW paceline.position");
        if (lists.read(stranger, 0, 0).elements().size() < i) {
          missedWithout++;
        }
        Paceline.execute(reader, "SET paceline.position = '" + token + "'");
        assertThat(lists.read(reader, 0, 0).elements().size()).isGreaterThanOrEqualTo(i);
      }
    }
    assertThat(missedWithout)
        .as("reads without the token that missed the write")
        .isPositive();
  }

  @Test
  void position_reachedByAReplica_readsRunThere() throws SQLException {
    Lists lists = new Lists("reached", 1, 1).make(cluster, cluster.standbys());
    String url = Paceline.directUrl(cluster);
    try (Connection writer = SecondDriver.unchanged().open(url).open();
        Connection reader = SecondDriver.unchanged().open(url).open()) {
      lists.append(writer, 0, 0, 1);
      Paceline.execute(
          reader,
          "SET paceline.position = '" + Paceline.query(writer, "SHOW paceline.position") + "'");
      cluster.awaitInSync();
      Paceline.awaitReadsOnStandby(cluster, reader);
      assertThat(lists.read(reader, 0, 0).elements().size()).isEqualTo(1);
    }
  }

  @Test
  void position_thatIsNone_saysSo() throws SQLException {
    try (Connection connection = Paceline.connect(Paceline.directUrl(cluster))) {
      assertThatThrownBy(() -> Paceline.execute(connection, "SET paceline.position = 'nonsense'"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("nonsense");
      assertThat(Paceline.query(connection, "SELECT 1")).isEqualTo("1");
    }
  }
}
