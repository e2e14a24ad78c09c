package dev.paceline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@ClusterTest
class RealClusterCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static String url(PostgresCluster cluster, String more) {
    return "postgresql://" + cluster.directHosts() + "/" + PostgresCluster.DATABASE + "?user="
        + PostgresCluster.USER + more;
  }

  private static List<String> what(CommandRun run, String severity) throws IOException {
    List<String> found = new ArrayList<>();
    for (JsonNode finding : JSON.readTree(run.out())) {
      if (finding.get("severity").asText().equals(severity)) {
        found.add(finding.get("where").asText() + ": " + finding.get("what").asText());
      }
    }
    return found;
  }

  @Test
  void nodes_healthyCluster_showsRolesAndEndsWith0(PostgresCluster cluster) throws IOException {
    CommandRun run = CommandRun.of("nodes", url(cluster, ""), "--format", "json");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    List<String> roles = new ArrayList<>();
    for (JsonNode node : JSON.readTree(run.out()).get("nodes")) {
      roles.add(node.get("role").asText() + " " + node.get("standing").asText());
      assertThat(node.get("position").asText()).matches("[0-9A-F]+/[0-9A-F]+");
    }
    assertThat(roles).containsExactlyInAnyOrder("primary in", "replica in", "replica in");
  }

  @Test
  void nodes_asTable_hasOneLineForEachNode(PostgresCluster cluster) {
    CommandRun run = CommandRun.of("nodes", url(cluster, ""));

    assertThat(run.out().lines()).hasSize(4);
    assertThat(run.out()).contains("standing").contains("primary");
  }

  @Test
  void doctor_healthyCluster_findsNothingToFix(PostgresCluster cluster) throws IOException {
    CommandRun run = CommandRun.of("doctor", url(cluster, ""), "--format", "json");

    assertThat(what(run, "ERROR")).isEmpty();
    assertThat(what(run, "WARNING")).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void doctor_delayedReplica_warnsThatItGetsNoReads(PostgresCluster cluster) throws IOException {
    PostgresNode victim = cluster.node("n3");
    victim.applyDelay(Duration.ofMinutes(1));
    try {
      CommandRun run = CommandRun.of("doctor", url(cluster, ""), "--format", "json");

      assertThat(what(run, "WARNING"))
          .anyMatch(w -> w.contains("recovery_min_apply_delay is 1min"));
      assertThat(run.exitCode()).isEqualTo(1);
    } finally {
      victim.applyDelay(Duration.ZERO);
    }
  }

  @Test
  void doctor_userWithoutPrivileges_saysWhatToGrant(PostgresCluster cluster) {
    cluster.primary().execute("DROP ROLE IF EXISTS plain_app", "CREATE ROLE plain_app LOGIN");
    Await.until(
        "the role on all nodes",
        Duration.ofSeconds(20),
        () -> cluster.standbys().stream()
            .allMatch(n ->
                n.query("SELECT 1 FROM pg_roles WHERE rolname = 'plain_app'").equals("1")));
    String url = "postgresql://" + cluster.directHosts() + "/" + PostgresCluster.DATABASE;

    CommandRun run = CommandRun.of("doctor", url, "-U", "plain_app");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("GRANT pg_monitor TO plain_app");
  }

  @Test
  void doctor_urlThatRoutesToo_warns(PostgresCluster cluster) throws IOException {
    CommandRun run =
        CommandRun.of("doctor", url(cluster, "&targetServerType=secondary"), "--format", "json");

    assertThat(what(run, "WARNING")).anyMatch(w -> w.contains("targetServerType"));
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void doctor_poolLargerThanTheServer_isAnError(PostgresCluster cluster) throws IOException {
    CommandRun run = CommandRun.of(
        "doctor", url(cluster, "&paceline.pool.maximumPoolSize=500"), "--format", "json");

    assertThat(what(run, "ERROR")).anyMatch(w -> w.contains("max_connections"));
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void doctor_nodeThatIsNotThere_isAnError(PostgresCluster cluster) throws IOException {
    String url = "postgresql://127.0.0.1:1," + cluster.directHosts() + "/"
        + PostgresCluster.DATABASE + "?user=" + PostgresCluster.USER;

    CommandRun run = CommandRun.of("doctor", url, "--format", "json");

    assertThat(what(run, "ERROR"))
        .singleElement()
        .asString()
        .startsWith("127.0.0.1:1: cannot be asked");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void doctor_twoNamesOfOneServer_warns(PostgresCluster cluster) throws IOException {
    PostgresNode primary = cluster.primary();
    String url = url(cluster, "").replace("//", "//localhost:" + primary.port() + ",");

    CommandRun run = CommandRun.of("doctor", url, "--format", "json");

    assertThat(what(run, "WARNING")).anyMatch(w -> w.contains("one server under several names"));
  }
}
