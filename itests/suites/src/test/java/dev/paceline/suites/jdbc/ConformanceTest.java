package dev.paceline.suites.jdbc;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.sql.Connection;

/** The contract through Paceline's driver. */
@ClusterTest
class ConformanceTest extends JdbcContract {

  @Override
  protected Connection throughDoor(PostgresCluster cluster) throws Exception {
    // One replica for each scenario: from the fifth execution on one connection pgjdbc asks for
    // binary answers, and writes some values of these in another way.
    return JdbcCluster.open(cluster, "paceline.balancer=affinity");
  }
}
