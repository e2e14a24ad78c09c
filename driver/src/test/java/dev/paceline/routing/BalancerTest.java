package dev.paceline.routing;

import static dev.paceline.routing.Fixtures.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.config.BalancerKind;
import dev.paceline.topology.NodeState;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BalancerTest {

  private static final List<NodeState> REPLICAS =
      List.of(replica(1, 1, 1, 1), replica(2, 1, 1, 1), replica(3, 1, 1, 1), replica(4, 1, 1, 1));

  private final Random seeded = new Random(42);
  private final IntUnaryOperator random = seeded::nextInt;
  private final NodeLoads loads = new NodeLoads();

  private Map<Integer, Integer> count(Balancer balancer, long qualified, int rounds) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int i = 0; i < rounds; i++) {
      counts.merge(balancer.choose(REPLICAS, qualified, i).node().id(), 1, Integer::sum);
    }
    return counts;
  }

  @ParameterizedTest
  @EnumSource(BalancerKind.class)
  void choose_anyKind_staysWithinTheQualified(BalancerKind kind) {
    Balancer balancer = Balancer.of(kind, loads, Map.of(), random);
    assertThat(count(balancer, 0b1010, 1000)).containsOnlyKeys(2, 4);
    assertThat(count(balancer, 0b1000, 100)).containsOnlyKeys(4);
  }

  @ParameterizedTest
  @EnumSource(
      value = BalancerKind.class,
      names = {
        "LEAST_RESPONSE_TIME",
        "ROUND_ROBIN",
        "WEIGHTED",
        "LEAST_CONNECTIONS",
        "RANDOM",
        "AFFINITY"
      })
  void choose_equalNodes_spreads(BalancerKind kind) {
    Balancer balancer = Balancer.of(kind, loads, Map.of(), random);
    count(balancer, 0b1111, 4000).values().forEach(n -> assertThat(n).isBetween(800, 1200));
  }

  /** The fourth node stays idle, and its answer was slow; all else is chosen at random. */
  private Balancer leastResponseTime(IntUnaryOperator oneTryIn) {
    for (int id = 1; id <= 4; id++) {
      loads.of(id).begins();
      loads.of(id).ends(id == 4 ? 50_000_000 : 1_000_000, 1);
    }
    return Balancer.of(
        BalancerKind.LEAST_RESPONSE_TIME,
        loads,
        Map.of(),
        bound -> (bound == Balancer.ONE_TRY_IN ? oneTryIn : random).applyAsInt(bound));
  }

  @Test
  void leastResponseTime_slowNode_isLeft() {
    Balancer balancer = leastResponseTime(bound -> 1);
    assertThat(count(balancer, 0b1111, 4000)).containsOnlyKeys(1, 2, 3);
  }

  @Test
  void leastResponseTime_slowNodeThatIsIdle_getsOneTryIn64() {
    AtomicInteger asked = new AtomicInteger();
    Balancer balancer = leastResponseTime(bound -> asked.getAndIncrement() % bound);
    assertThat(count(balancer, 0b1001, 6400)).isEqualTo(Map.of(1, 6300, 4, 100));
  }

  @Test
  void leastResponseTime_slowNodeThatIsBusy_getsNoTry() {
    Balancer balancer = leastResponseTime(bound -> 0);
    loads.of(4).begins();
    assertThat(count(balancer, 0b1001, 1000)).containsOnlyKeys(1);
  }

  @Test
  void leastConnections_busyNode_isLeft() {
    loads.of(1).begins();
    loads.of(2).begins();
    loads.of(4).begins();
    Balancer balancer = Balancer.of(BalancerKind.LEAST_CONNECTIONS, loads, Map.of(), random);
    assertThat(count(balancer, 0b1111, 100)).containsOnlyKeys(3);
  }

  @Test
  void weighted_weights_areKept() {
    Map<String, Integer> weights = Map.of("r1:1", 3, "r2", 1, "r3:1", 0, "r4", 0);
    Balancer balancer = Balancer.of(BalancerKind.WEIGHTED, loads, weights, random);
    Map<Integer, Integer> counts = count(balancer, 0b1111, 4000);
    assertThat(counts).containsOnlyKeys(1, 2);
    assertThat(counts.get(1)).isBetween(2800, 3200);
    assertThat(count(balancer, 0b0100, 10)).containsOnlyKeys(3);
  }

  @Test
  void affinity_nodeGone_movesOnlyItsKeys() {
    Balancer balancer = Balancer.of(BalancerKind.AFFINITY, loads, Map.of(), random);
    for (int key = 0; key < 1000; key++) {
      int before = balancer.choose(REPLICAS, 0b1111, key).node().id();
      int after = balancer.choose(REPLICAS, 0b0111, key).node().id();
      if (before != 4) {
        assertThat(after).isEqualTo(before);
      }
    }
  }
}
