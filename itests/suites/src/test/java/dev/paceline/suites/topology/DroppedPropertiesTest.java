package dev.paceline.suites.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.cluster.Cluster;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.config.PacelineConfig;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the native driver would choose hosts by has no effect, and nobody shall find that out from the traffic. */
@ClusterTest(standbys = 1)
class DroppedPropertiesTest {

  private static final Logger LOG = Logger.getLogger("dev.paceline.cluster");

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Handler listener = new Handler() {
    @Override
    public void publish(LogRecord line) {
      if (line.getLevel().equals(Level.WARNING) && line.getMessage().contains("have no effect")) {
        warnings.add(line.getMessage());
      }
    }

    @Override
    public void flush() {
      // Nothing is kept back.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  };

  @BeforeEach
  void listen() {
    LOG.addHandler(listener);
  }

  @AfterEach
  void stopListening() {
    LOG.removeHandler(listener);
  }

  @Test
  void propertiesThatChooseHosts_areNamedOnceForACluster(PostgresCluster servers) throws Exception {
    PacelineConfig config = Running.config(
        servers.hosts(),
        "paceline.name=dropped",
        "targetServerType=primary",
        "hostRecheckSeconds=3",
        "loadBalanceHosts=true");
    Cluster first = Cluster.acquire(config);
    try {
      // Neither a second user nor the connections to the nodes say it again.
      Cluster.acquire(config).release();
      first.lease(first.topology().nodes().get(0).node()).close();
    } finally {
      first.releaseAtOnce();
    }
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("dropped - ")
        .contains("hostRecheckSeconds loadBalanceHosts targetServerType");
  }

  @Test
  void otherProperties_areNoReasonToWarn(PostgresCluster servers) throws Exception {
    Running.on(servers, "tcpKeepAlive=true", "ApplicationName=dropped").close();
    assertThat(warnings).isEmpty();
  }
}
