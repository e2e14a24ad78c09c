package dev.paceline.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.benchmarks.stub.StubDriver;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.routing.Reason;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every benchmark does its work once, so that none rots; what it costs is not looked at. */
class BenchmarksTest {

  private static PostgresCluster cluster;
  private static Target target;

  @BeforeAll
  static void start() throws SQLException {
    cluster = PostgresCluster.builder().standbys(1).start();
    target = Target.filled(cluster);
    System.setProperty(Target.HOSTS, target.hosts());
  }

  @AfterAll
  static void end() {
    System.clearProperty(Target.HOSTS);
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource
  void stubRead_ofEveryContender_getsTheStubsRow(Contender contender) throws SQLException {
    StubReadBenchmark benchmark = new StubReadBenchmark();
    benchmark.contender = contender;
    benchmark.open();
    try {
      assertThat(benchmark.read()).isEqualTo(42);
    } finally {
      benchmark.close();
    }
  }

  @Test
  void parts_onTheStub_chooseAReplica() throws Exception {
    PartsBenchmark parts = new PartsBenchmark();
    parts.open();
    try {
      assertThat(parts.decide().reason()).isEqualTo(Reason.REPLICA_COVERS);
      assertThat(parts.decideWithoutFloors().node()).isNotNull();
      assertThat(parts.lease().node().host()).startsWith("stub");
      parts.noteWrite();
    } finally {
      parts.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void pointRead_ofEveryContender_getsARow(Contender contender) throws SQLException {
    PointReadBenchmark benchmark = new PointReadBenchmark();
    PointReadBenchmark.Shared shared = new PointReadBenchmark.Shared();
    PointReadBenchmark.Mine mine = new PointReadBenchmark.Mine();
    shared.contender = contender;
    shared.open();
    mine.open(shared);
    try {
      assertThat(benchmark.read(mine)).isBetween(1, Target.ITEMS);
    } finally {
      mine.close();
      shared.close();
    }
  }

  @Test
  void prepareEachTime_withPaceline_getsARow() throws SQLException {
    PrepareEachTimeBenchmark benchmark = new PrepareEachTimeBenchmark();
    benchmark.contender = Contender.PACELINE;
    benchmark.open();
    try {
      assertThat(benchmark.prepareAndRead()).isBetween(1, Target.ITEMS);
    } finally {
      benchmark.close();
    }
  }

  @Test
  void commit_withPaceline_changesOneRow() throws SQLException {
    CommitBenchmark benchmark = new CommitBenchmark();
    benchmark.contender = Contender.PACELINE;
    benchmark.open();
    try {
      assertThat(benchmark.updateAndCommit()).isOne();
    } finally {
      benchmark.close();
    }
  }

  @Test
  void planLookup_ofNewLiterals_findsThePlanOfTheDigest() {
    PlanLookupBenchmark benchmark = new PlanLookupBenchmark();
    benchmark.know();

    assertThat(benchmark.knownDigest()).isSameAs(benchmark.knownDigest());
    assertThat(benchmark.newDigest()).isNotSameAs(benchmark.newDigest());
    assertThat(benchmark.knownText()).isSameAs(benchmark.knownText());
  }

  @Test
  void coldStart_ofEachContenderOnce_measuresAll() throws Exception {
    assertThat(ColdStart.measure(target, 1))
        .containsOnlyKeys(Contender.RAW, Contender.PACELINE, Contender.AWS)
        .allSatisfy((contender, millis) -> assertThat(millis).hasSize(1));
  }

  @Test
  void turns_ofTwoContenders_compareRoundByRound() throws Exception {
    List<Contender> both = List.of(Contender.RAW, Contender.PACELINE);
    Turns turns = Turns.run(target, both, 1, 2, source -> {
      PointRead read = new PointRead(source.connection());
      return () -> read.once(1);
    });

    assertThat(turns.ratio(Contender.RAW, Contender.RAW).median()).isEqualTo(1);
    assertThat(turns.perSecond(Contender.PACELINE).median()).isPositive();
  }

  @Test
  void stubDriver_afterwards_isGone() throws SQLException {
    StubDriver.install();
    StubDriver.uninstall();

    try (var connection = java.sql.DriverManager.getConnection(target.primary().url())) {
      assertThat(connection.getMetaData().getDriverName()).contains("PostgreSQL");
    }
  }

  @Test
  void report_ofAMissedBar_saysSo() {
    Report report = new Report();
    report.atMost(5, "what it took", Spread.of(List.of(4.0, 9.0, 6.0)), " s");
    report.atLeast(0.5, "what came through", Spread.of(List.of(0.75)), "");

    assertThat(report.markdown())
        .contains("| what it took | <= 5 s | 6.000 s | 4.000 to 9.000 | MISSED |")
        .contains("| what came through | >= 0.5 | 0.750 | 0.750 to 0.750 | met |");
  }
}
