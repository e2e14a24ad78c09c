package dev.paceline.clusterkit.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.KilledJvm;
import dev.paceline.clusterkit.junit.ClusterTest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

@ClusterTest(standbys = 2, launch = Launch.CONTAINERS)
class ContainerClusterTest extends ClusterContract {

  @BeforeAll
  static void dockerEngine_isThere() {
    boolean available = DockerClientFactory.instance().isDockerAvailable();
    String reason =
        "The container tests did not run: no Docker engine answers. .ci/run starts one.";
    if (!available) {
      System.out.println(reason);
    }
    Assumptions.assumeTrue(available, reason);
  }

  @Test
  void close_leavesNoContainerAndNoVolume() {
    Set<String> before = containersAndVolumes();
    try (PostgresCluster cluster =
        PostgresCluster.builder().standbys(1).launch(Launch.CONTAINERS).start()) {
      assertThat(cluster.node("n2").query("SELECT 1")).isEqualTo("1");
      assertThat(containersAndVolumes()).hasSizeGreaterThan(before.size());
    }
    assertThat(containersAndVolumes()).isEqualTo(before);
  }

  @Test
  void killedJvm_leavesNoContainerAndNoVolume() throws Exception {
    Set<String> before = containersAndVolumes();
    Process jvm = KilledJvm.start(Launch.CONTAINERS);
    try {
      assertThat(KilledJvm.awaitReady(jvm)).contains("/paceline/n1");
      Set<String> made = new HashSet<>(containersAndVolumes());
      made.removeAll(before);
      assertThat(made).hasSize(4);
      jvm.destroyForcibly().waitFor();
      Await.until(
          "containers and volume to go",
          Duration.ofSeconds(60),
          () -> containersAndVolumes().equals(before));
    } finally {
      jvm.destroyForcibly();
    }
  }

  /** The names of what this kit has in the engine, and of the volumes without a name given by people. */
  private static Set<String> containersAndVolumes() {
    DockerClient docker = DockerClientFactory.instance().client();
    Set<String> names = new TreeSet<>();
    docker
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(List.of(ServerContainer.LABEL))
        .exec()
        .forEach(container -> names.add("container " + container.getId()));
    docker.listVolumesCmd().exec().getVolumes().stream()
        .filter(volume -> volume.getName().matches("[0-9a-f]{64}"))
        .forEach(volume -> names.add("volume " + volume.getName()));
    return names;
  }
}
