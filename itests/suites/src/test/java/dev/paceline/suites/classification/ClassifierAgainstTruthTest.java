package dev.paceline.suites.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.sql.StatementAnalyzer;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the classifier says of every statement of the transcripts, against what real servers did with it. */
@ClusterTest(standbys = 1)
class ClassifierAgainstTruthTest {
  private static final System.Logger LOG =
      System.getLogger(ClassifierAgainstTruthTest.class.getName());

  /** Statements of this part look harmless to whoever does not know the database: its views, casts, policies and sequences. */
  private static final String NEEDS_CATALOGUE = "catalogue";

  private static final double APPLICATIONS_USEFUL = 98;
  private static final double OVERALL_USEFUL = 95;

  private final List<RecordedStatement> statements = Transcript.all();

  @Test
  void withoutCatalogue_isSafeAndUseful() {
    holdsTheBars(
        "without a catalogue",
        Scores.of(Analyzers.withoutCatalogue(), statements, s -> !s.part().equals(NEEDS_CATALOGUE)),
        Scores.of(
            Analyzers.withoutCatalogue(), statements, ClassifierAgainstTruthTest::isApplication));
  }

  @Test
  void withCatalogue_isSafeAndUseful(PostgresCluster cluster) throws SQLException {
    ShopDatabase.make(cluster);
    StatementAnalyzer analyzer = Analyzers.withCatalogueOf(cluster.primary());
    holdsTheBars(
        "with the catalogue",
        Scores.of(analyzer, statements, s -> true),
        Scores.of(analyzer, statements, ClassifierAgainstTruthTest::isApplication));
  }

  private static boolean isApplication(RecordedStatement statement) {
    return statement.part().startsWith("app-") || statement.part().startsWith("tools-");
  }

  private static void holdsTheBars(String how, Scores all, Scores applications) {
    LOG.log(
        System.Logger.Level.INFO,
        () -> "Classification " + how + ":\n" + all.table()
            + "\n  applications and tools: " + applications.all()
            + "\n  missed:\n    " + String.join("\n    ", all.missed()));
    assertThat(all.unsafe())
        .as("given to a replica or left to the session " + how)
        .isEmpty();
    assertThat(all.leaking()).as("session changes taken for reads " + how).isEmpty();
    assertThat(applications.all().useful())
        .as("missed: %s", applications.missed())
        .isGreaterThanOrEqualTo(APPLICATIONS_USEFUL);
    assertThat(all.all().useful())
        .as("missed: %s", all.missed())
        .isGreaterThanOrEqualTo(OVERALL_USEFUL);
  }
}
