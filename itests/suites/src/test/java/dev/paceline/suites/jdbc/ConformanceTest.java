package dev.paceline.suites.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.sql.Connection;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What an application sees is the same through the native driver alone and through Paceline: results, metadata, errors,
 * SQLSTATEs, warnings.
 */
@ClusterTest
class ConformanceTest {

  @TestFactory
  Stream<DynamicTest> statements(PostgresCluster cluster) {
    return same(cluster, StatementScenarios.table());
  }

  @TestFactory
  Stream<DynamicTest> preparedStatements(PostgresCluster cluster) {
    return same(cluster, PreparedScenarios.table());
  }

  @TestFactory
  Stream<DynamicTest> resultSets(PostgresCluster cluster) {
    return same(cluster, ResultSetScenarios.table());
  }

  @TestFactory
  Stream<DynamicTest> transactions(PostgresCluster cluster) {
    return same(cluster, TransactionScenarios.table());
  }

  @TestFactory
  Stream<DynamicTest> metadata(PostgresCluster cluster) {
    return same(cluster, MetadataScenarios.table());
  }

  @TestFactory
  Stream<DynamicTest> calls(PostgresCluster cluster) {
    return same(cluster, CallScenarios.table());
  }

  @TestFactory
  Stream<DynamicTest> settings(PostgresCluster cluster) {
    return same(cluster, SettingScenarios.table());
  }

  private static Stream<DynamicTest> same(PostgresCluster cluster, Scenario.Table table) {
    return table.all.entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(
            entry.getKey(),
            () -> assertThat(throughPaceline(cluster, entry.getValue()))
                .isEqualTo(throughNative(cluster, entry.getValue()))));
  }

  private static String throughNative(PostgresCluster cluster, Scenario scenario) throws Exception {
    try (Connection connection = cluster.primary().connect()) {
      return transcript(connection, scenario);
    }
  }

  private static String throughPaceline(PostgresCluster cluster, Scenario scenario)
      throws Exception {
    // One replica for each scenario: from the fifth execution on one connection pgjdbc asks for
    // binary
    // answers, and writes some values of these in another way.
    try (Connection connection = JdbcCluster.open(cluster, "paceline.balancer=affinity")) {
      return transcript(connection, scenario);
    }
  }

  private static String transcript(Connection connection, Scenario scenario) throws Exception {
    Log log = new Log();
    try {
      scenario.run(connection, log);
    } finally {
      if (!connection.isClosed() && !connection.getAutoCommit()) {
        connection.rollback();
      }
    }
    return log.toString();
  }
}
