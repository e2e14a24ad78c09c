package dev.paceline.clusterkit.junit;

import dev.paceline.clusterkit.ClusterKitException;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresClusterBuilder;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import org.jspecify.annotations.Nullable;

/** A cluster that is there when somebody needs it, and is replaced when a test has broken it. */
final class SharedCluster implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(SharedCluster.class.getName());

  private final PostgresClusterBuilder builder;
  private @Nullable PostgresCluster cluster;

  SharedCluster(PostgresClusterBuilder builder) {
    this.builder = builder;
  }

  synchronized PostgresCluster get() {
    PostgresCluster running = cluster;
    if (running == null) {
      running = builder.start();
      cluster = running;
    }
    return running;
  }

  synchronized void afterTest(String test, boolean breaks) {
    PostgresCluster running = cluster;
    if (running == null) {
      return;
    }
    if (breaks) {
      close();
    } else if (!healed(running)) {
      LOG.log(
          System.Logger.Level.INFO,
          "{0} - left its cluster broken, the next test gets a new one ({1})",
          test,
          running);
      close();
    }
  }

  @Override
  public synchronized void close() {
    PostgresCluster running = cluster;
    cluster = null;
    if (running != null) {
      running.close();
    }
  }

  private static boolean healed(PostgresCluster running) {
    try {
      for (PostgresNode node : running.nodes()) {
        node.clientRelay().heal();
        node.replicationRelay().heal();
      }
      return running.isIntact();
    } catch (ClusterKitException | IllegalStateException e) {
      return false; // a server that does not answer, or a relay that cannot go on
    }
  }
}
