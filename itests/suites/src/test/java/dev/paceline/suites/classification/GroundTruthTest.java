package dev.paceline.suites.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The transcripts tell what a real primary and a real standby do: nobody's opinion. */
@ClusterTest(standbys = 1)
class GroundTruthTest {

  @Test
  void transcripts_runOnPrimaryAndStandby_holdTheTruth(PostgresCluster cluster)
      throws SQLException {
    ShopDatabase.make(cluster);
    List<String> wrong = new ArrayList<>();
    int run = 0;
    try (Probe primary = new Probe(ShopDatabase.connect(cluster.primary()));
        Probe standby = new Probe(ShopDatabase.connect(cluster.standbys().get(0)))) {
      for (RecordedStatement statement : Transcript.all()) {
        if (statement.isRun()) {
          run++;
          check(
              statement,
              standby.run(statement.runnable()),
              primary.run(statement.runnable()),
              wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(run).isGreaterThan(1_200);
  }

  private static void check(
      RecordedStatement statement,
      Probe.Outcome standby,
      Probe.Outcome primary,
      List<String> wrong) {
    if (!standby.state().equals(statement.standbyState())) {
      wrong.add(statement + ": the standby gave " + standby.state() + " " + standby.message());
    } else if (!primary.state().equals(statement.primaryState())) {
      wrong.add(statement + ": the primary gave " + primary.state() + " " + primary.message());
    } else if (statement.sameAnswerEverywhere() && !standby.rows().equals(primary.rows())) {
      wrong.add(statement + ": the standby answered " + standby.rows() + ", the primary "
          + primary.rows());
    }
  }
}
