package dev.paceline.clusterkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The order of the tests is the test: each looks at what the one before has left. */
@ClusterTest(standbys = 1, settings = "work_mem=7MB")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterExtensionTest {

  private static PostgresCluster last;

  private final PostgresCluster fromConstructor;

  ClusterExtensionTest(PostgresCluster cluster) {
    fromConstructor = cluster;
  }

  @Test
  @Order(1)
  void firstTest_getsOneClusterHoweverItAsks(PostgresCluster cluster) {
    assertThat(cluster).isSameAs(fromConstructor);
    assertThat(cluster.primary().query("SHOW work_mem")).isEqualTo("7MB");
    last = cluster;
    cluster.primary().clientRelay().cut();
  }

  @Test
  @Order(2)
  void relays_areHealedAndTheClusterStays(PostgresCluster cluster) {
    assertThat(cluster).isSameAs(last);
    assertThat(cluster.primary().clientRelay().isFaulty()).isFalse();
    cluster.node("n2").kill();
  }

  @Test
  @Order(3)
  void brokenCluster_isReplaced(PostgresCluster cluster) {
    assertThat(cluster).isNotSameAs(last);
    assertThat(cluster.node("n2").query("SELECT 1")).isEqualTo("1");
    last = cluster;
    cluster.node("n2").pauseReplay();
  }

  @Test
  @Order(4)
  @Breaks
  void pausedReplay_isBroken(PostgresCluster cluster) {
    assertThat(cluster).isNotSameAs(last);
    last = cluster;
  }

  @Test
  @Order(5)
  void breaks_replacesWhateverItLooksLike(PostgresCluster cluster) {
    assertThat(cluster).isNotSameAs(last);
  }

  @Nested
  @ClusterTest(standbys = 1, settings = "work_mem=7MB")
  class SameCluster {
    @Test
    void equalClusters_areShared(PostgresCluster cluster) {
      assertThat(cluster.primary().query("SHOW work_mem")).isEqualTo("7MB");
      assertThat(cluster).isSameAs(fromConstructor);
    }
  }
}
