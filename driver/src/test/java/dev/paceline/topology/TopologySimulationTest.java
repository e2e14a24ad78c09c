package dev.paceline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.topology.SimulatedServers.Commit;
import dev.paceline.topology.SimulatedServers.Server;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Thousands of events in an order that only a seed knows; what must always hold is checked after each. */
class TopologySimulationTest {

  private static final int EVENTS = 3000;
  private static final long MAX_LAG = 500_000_000L;

  private int lastPrimaryTimeline;
  private int highestTold;
  /** The running server that each node told of last. */
  private final Map<Integer, String> told = new HashMap<>();

  private int promises;
  private int primaries;
  private int full;

  @Property(tries = 150)
  void invariants_holdAfterEveryEvent(@ForAll long seed) {
    Random random = new Random(seed);
    SimulatedServers world = new SimulatedServers(random, 2 + random.nextInt(4));
    TopologyMachine machine =
        new TopologyMachine(new TopologyConfig(MAX_LAG, 5_000_000, 50_000_000, 32), world.now);
    for (Server server : world.servers) {
      machine.step(
          new TopologyEvent.Joined(new Node(server.id, "n" + server.id, 5432), true), world.now);
    }
    lastPrimaryTimeline = 0;
    highestTold = 0;
    told.clear();
    long version = machine.topology().version();
    for (int i = 0; i < EVENTS; i++) {
      TopologyEvent event = world.next();
      if (event == null) {
        continue;
      }
      if (event instanceof TopologyEvent.Probed probed) {
        highestTold = Math.max(highestTold, probed.report().lineage().timeline());
        told.put(probed.nodeId(), probed.report().serverId());
      }
      Topology before = machine.topology();
      Topology topology = machine.step(event, world.now);
      assertThat(topology.version()).as("versions grow").isGreaterThan(version);
      version = topology.version();
      primaryIsTheHighestTold(topology);
      nobodyOutOfServiceIsOffered(topology);
      fullNodeKeepsItsStandingAndPromisesNothing(event, before, topology);
      freshnessIsTrue(topology, world);
    }
  }

  @Property(tries = 1)
  void invariants_areNotVacuous() {
    for (long seed = 0; seed < 40; seed++) {
      invariants_holdAfterEveryEvent(seed);
    }
    assertThat(primaries).as("pictures with a primary").isGreaterThan(1000);
    assertThat(full).as("replicas in service that were full").isGreaterThan(10);
    assertThat(promises).as("replicas whose freshness was checked").isGreaterThan(1000);
  }

  /** SinglePrimary, NoOldPrimary: who gets writes is alone on the highest timeline that anybody told. */
  private void primaryIsTheHighestTold(Topology topology) {
    NodeState primary = topology.primary();
    if (primary == null) {
      return;
    }
    primaries++;
    assertThat(primary.lineage().timeline()).as("%s", topology).isEqualTo(highestTold);
    lastPrimaryTimeline = primary.lineage().timeline();
    assertThat(topology.nodes())
        .as("one primary in service")
        .filteredOn(n -> n.role() == Role.PRIMARY && n.standing() == Standing.IN)
        .containsExactly(primary);
  }

  private void nobodyOutOfServiceIsOffered(Topology topology) {
    for (NodeState replica : topology.replicas()) {
      assertThat(replica.standing()).isEqualTo(Standing.IN);
      assertThat(replica.role()).isEqualTo(Role.REPLICA);
      assertThat(replica.lineage().timeline())
          .as("a replica of a history that is over: %s", topology)
          .isGreaterThanOrEqualTo(lastPrimaryTimeline);
    }
  }

  private void fullNodeKeepsItsStandingAndPromisesNothing(
      TopologyEvent event, Topology before, Topology after) {
    if (!(event instanceof TopologyEvent.Full refused)) {
      return;
    }
    NodeState was = before.node(refused.nodeId());
    NodeState is = after.node(refused.nodeId());
    if (!before.systemIdentifier().isEmpty()) {
      assertThat(is.standing()).isEqualTo(was.standing());
    }
    assertThat(is.generation()).as("seen before is no promise").isNotEqualTo(was.generation());
    if (is.role() == Role.REPLICA) {
      full += is.inService() ? 1 : 0;
      assertThat(is.freshKnown()).as("%s", is).isFalse();
      assertThat(is.position()).as("%s", is).isNull();
    }
  }

  /**
   * FreshAsOf: what was acknowledged before it, in the history of the last known primary, is replayed. A crash since the
   * last answer is not known yet, and ends what was promised.
   */
  private void freshnessIsTrue(Topology topology, SimulatedServers world) {
    for (NodeState state : topology.nodes()) {
      Server server = world.servers.get(state.node().id());
      boolean crashedSince = !server.alive || !server.serverId().equals(told.get(server.id));
      if (!state.freshKnown() || state.role() != Role.REPLICA || crashedSince) {
        continue;
      }
      promises++;
      for (int i = world.commits.size() - 1; i >= 0; i--) {
        Commit commit = world.commits.get(i);
        if (commit.acknowledged() - state.freshAsOf() < 0
            && world.inHistory(commit, lastPrimaryTimeline)) {
          assertThat(server.position)
              .as("n%s fresh as of %s, commit %s", server.id, state.freshAsOf(), commit)
              .isGreaterThanOrEqualTo(commit.position());
          break;
        }
      }
    }
  }
}
