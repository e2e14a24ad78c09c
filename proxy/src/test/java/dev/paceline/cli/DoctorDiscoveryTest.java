package dev.paceline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that the URL does not name. */
@ClusterTest(
    standbys = 1,
    cascading = {"n2"},
    ownAddresses = true)
class DoctorDiscoveryTest {

  private static String address(PostgresNode node) {
    return node.host() + ":" + node.port();
  }

  private static List<String> findings(PostgresNode seed, String more) throws IOException {
    String url = "postgresql://" + address(seed) + "/" + PostgresCluster.DATABASE + "?user="
        + PostgresCluster.USER + more;
    List<String> findings = new ArrayList<>();
    for (JsonNode finding : new ObjectMapper()
        .readTree(CommandRun.of("doctor", url, "--format", "json").out())) {
      findings.add(finding.get("where").asText() + ": " + finding.get("what").asText());
    }
    return findings;
  }

  private static void assertAllAreLookedAt(PostgresCluster cluster, List<String> findings) {
    for (PostgresNode node : cluster.nodes()) {
      String role = node.isStandby() ? "replica" : "primary";
      assertThat(findings)
          .filteredOn(f -> f.startsWith(address(node) + ": " + role + ", PostgreSQL"))
          .as("%s in %s", node, findings)
          .hasSize(1);
      assertThat(findings)
          .filteredOn(f -> f.startsWith(address(node) + ": reached what the primary had flushed"))
          .hasSize(node.isStandby() ? 1 : 0);
    }
    assertThat(findings).noneMatch(f -> f.contains("several names"));
  }

  @Test
  void fromThePrimaryAlone_itsStandbysAreLookedAt_theCascadingOneToo(PostgresCluster cluster)
      throws IOException {
    assertAllAreLookedAt(cluster, findings(cluster.primary(), ""));
  }

  /** A standby streams through a relay, so those above it are found under other names than their own. */
  @Test
  void fromTheLastStandbyAlone_thoseAboveItAreLookedAt(PostgresCluster cluster) throws IOException {
    List<String> findings = findings(cluster.node("n3"), "");
    assertThat(findings).filteredOn(f -> f.contains(": primary, PostgreSQL")).hasSize(1);
    assertThat(findings).filteredOn(f -> f.contains(": replica, PostgreSQL")).hasSize(2);
    assertThat(findings).noneMatch(f -> f.contains("several names"));
  }

  @Test
  void discoveryOff_onlyTheHostOfTheUrlIsLookedAt(PostgresCluster cluster) throws IOException {
    String primary = address(cluster.primary());
    assertThat(findings(cluster.primary(), "&paceline.discovery=off"))
        .allMatch(f ->
            f.startsWith(primary) || f.startsWith(Finding.CLUSTER) || f.startsWith(Finding.URL));
  }
}
