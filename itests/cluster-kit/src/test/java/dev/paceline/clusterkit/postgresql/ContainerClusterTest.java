package dev.paceline.clusterkit.postgresql;

import dev.paceline.clusterkit.junit.ClusterTest;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
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
}
