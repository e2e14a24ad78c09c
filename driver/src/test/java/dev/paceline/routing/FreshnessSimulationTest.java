package dev.paceline.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.config.Freshness;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.postgresql.PostgresqlDialect;
import dev.paceline.routing.World.Mutation;
import dev.paceline.sql.StatementAnalyzer;
import dev.paceline.sql.StatementPlan;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a read must see, against a model of replication in virtual time, for many seeds. */
class FreshnessSimulationTest {

  private static final int SEEDS = 300;
  private static final int STEPS = 400;

  /** Without a catalogue the tables that are read are not known for certain: every write counts. */
  private static final StatementPlan READ = new StatementAnalyzer(
          PostgresqlDialect.INSTANCE, Runnable::run)
      .plan("SELECT v FROM t", LexicalSettings.DEFAULT);

  private record Outcome(Set<String> broken, String first, int reads, int replicaReads) {}

  private static Outcome simulate(Freshness freshness, Mutation mutation) {
    Set<String> broken = new TreeSet<>();
    String first = "";
    int reads = 0;
    int replicaReads = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      World world = new World(seed, freshness, mutation, READ);
      world.run(STEPS);
      reads += world.reads;
      replicaReads += world.replicaReads;
      for (World.Violation violation : world.violations) {
        first = first.isEmpty() ? "seed " + seed + ": " + violation : first;
        broken.add(violation.guarantee());
      }
    }
    return new Outcome(broken, first, reads, replicaReads);
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "session", "within:5ms", "within:50ms"})
  void reads_keepTheirPromise(String freshness) {
    Outcome outcome = simulate(Freshness.parse(freshness), Mutation.NONE);
    assertThat(outcome.broken()).as(outcome.first()).isEmpty();
    assertThat(outcome.replicaReads())
        .as("reads of replicas of " + outcome.reads())
        .isGreaterThan(outcome.reads() / 50);
  }

  @Test
  void any_promisesNothing_soTheChecksFindSomething() {
    World world = new World(1, Freshness.ANY, Mutation.NONE, READ);
    world.run(STEPS);
    assertThat(world.violations).isNotEmpty();
  }

  @Test
  void floorsOff_losesOwnWrites() {
    assertThat(simulate(Freshness.PROCESS, Mutation.NO_FLOORS).broken())
        .contains("read your writes");
    assertThat(simulate(Freshness.SESSION, Mutation.NO_FLOORS).broken())
        .contains("read your writes");
  }

  @Test
  void writesUnderWayOff_letsAnOuterPoolGoBackInTime() {
    assertThat(simulate(Freshness.PROCESS, Mutation.NO_UNDER_WAY).broken())
        .contains("monotonic reads of an outer pool");
  }

  @Test
  void settlingOff_letsAnOuterPoolGoBackInTime() {
    assertThat(simulate(Freshness.PROCESS, Mutation.NO_SETTLING).broken())
        .contains("monotonic reads of an outer pool");
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "session", "within:50ms"})
  void catchUpOff_letsASessionGoBackInTime(String freshness) {
    assertThat(simulate(Freshness.parse(freshness), Mutation.NO_CATCH_UP).broken())
        .contains("monotonic reads");
  }

  @Test
  void marksOff_letsASessionGoBackInTime() {
    assertThat(simulate(Freshness.SESSION, Mutation.NO_MARKS).broken()).contains("monotonic reads");
  }
}
