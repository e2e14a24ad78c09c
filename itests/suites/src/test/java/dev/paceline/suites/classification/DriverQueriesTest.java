package dev.paceline.suites.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.sql.Route;
import dev.paceline.sql.StatementAnalyzer;
import dev.paceline.sql.StatementPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The native driver's own questions about the database, listened to rather than remembered. */
@ClusterTest(standbys = 1)
class DriverQueriesTest {

  @Test
  void metadata_runsOnAReplicaAndIsRecognised(PostgresCluster cluster) throws SQLException {
    ShopDatabase.make(cluster);
    Set<String> texts;
    try (Connection connection = ShopDatabase.connect(cluster.primary())) {
      texts = DriverQueries.ofMetadata(connection);
    }
    assertThat(texts).hasSizeGreaterThan(20);
    List<String> wrong = new ArrayList<>();
    StatementAnalyzer analyzer = Analyzers.withoutCatalogue();
    try (Probe standby = new Probe(ShopDatabase.connect(cluster.standbys().get(0)))) {
      for (String text : texts) {
        StatementPlan plan = analyzer.plan(text, LexicalSettings.DEFAULT);
        Probe.Outcome outcome = standby.run(text);
        if (outcome.state().equals(RecordedStatement.FINE) && plan.route() == Route.PRIMARY) {
          wrong.add(plan + ": " + text);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
