package dev.paceline.suites.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What an application sees is the same through the native driver alone and through one of our doors: results, metadata, errors,
 * SQLSTATEs, warnings. Each door has a subclass.
 */
public abstract class JdbcContract {

  /** A connection through the door. */
  protected abstract Connection throughDoor(PostgresCluster cluster) throws Exception;

  /** A connection that what comes through the door is held against: to the primary, of the native driver alone. */
  protected Connection throughNative(PostgresCluster cluster) throws Exception {
    return cluster.primary().connect();
  }

  /** The scenarios in which this door is known to differ, and why. Each must differ, or it has no place here. */
  protected Map<String, String> knownDifferences() {
    return Map.of();
  }

  @TestFactory
  protected final Stream<DynamicTest> statements(PostgresCluster cluster) {
    return same(cluster, StatementScenarios.table());
  }

  @TestFactory
  protected final Stream<DynamicTest> preparedStatements(PostgresCluster cluster) {
    return same(cluster, PreparedScenarios.table());
  }

  @TestFactory
  protected final Stream<DynamicTest> resultSets(PostgresCluster cluster) {
    return same(cluster, ResultSetScenarios.table());
  }

  @TestFactory
  protected final Stream<DynamicTest> transactions(PostgresCluster cluster) {
    return same(cluster, TransactionScenarios.table());
  }

  @TestFactory
  protected final Stream<DynamicTest> metadata(PostgresCluster cluster) {
    return same(cluster, MetadataScenarios.table());
  }

  @TestFactory
  protected final Stream<DynamicTest> calls(PostgresCluster cluster) {
    return same(cluster, CallScenarios.table());
  }

  @TestFactory
  protected final Stream<DynamicTest> settings(PostgresCluster cluster) {
    return same(cluster, SettingScenarios.table());
  }

  /** Whether there are scenarios that the native driver itself cannot do in the mode that this door is asked in. */
  protected boolean scenariosMayFail() {
    return false;
  }

  private Stream<DynamicTest> same(PostgresCluster cluster, Scenario.Table table) {
    return table.all.entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(
            entry.getKey(), () -> compare(cluster, entry.getKey(), entry.getValue())));
  }

  private void compare(PostgresCluster cluster, String name, Scenario scenario) throws Exception {
    String door = transcript(throughDoor(cluster), scenario);
    String direct = transcript(throughNative(cluster), scenario);
    String reason = knownDifferences().get(name);
    if (reason == null) {
      assertThat(door).isEqualTo(direct);
    } else {
      assertThat(door).as(reason).isNotEqualTo(direct);
    }
  }

  private String transcript(Connection opened, Scenario scenario) throws Exception {
    Log log = new Log();
    try (Connection connection = opened) {
      try {
        scenario.run(connection, log);
      } catch (SQLException | AssertionError e) {
        if (!scenariosMayFail()) {
          throw e;
        }
        log.failed(e);
      } finally {
        if (!connection.isClosed() && !connection.getAutoCommit()) {
          connection.rollback();
        }
      }
    }
    return log.toString();
  }
}
