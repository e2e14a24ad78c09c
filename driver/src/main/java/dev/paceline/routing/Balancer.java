package dev.paceline.routing;

import dev.paceline.config.BalancerKind;
import dev.paceline.topology.Node;
import dev.paceline.topology.NodeState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one of the replicas that qualify. Implementations keep no lock, make no garbage, and are safe for use by many
 * threads.
 */
@FunctionalInterface
interface Balancer {

  /** How often {@code least-response-time} gives the dearer node a try, if it is idle. */
  int ONE_TRY_IN = 64;

  /**
   * Chooses.
   *
   * @param replicas all replicas
   * @param qualified the bits of those indexes in {@code replicas} that qualify; at least one
   * @param key the session's affinity key, hashed
   */
  NodeState choose(List<NodeState> replicas, long qualified, int key);

  /**
   * Makes a balancer.
   *
   * @param random gives a number of 0 to one less than its argument
   */
  static Balancer of(
      BalancerKind kind, NodeLoads loads, Map<String, Integer> weights, IntUnaryOperator random) {
    return switch (kind) {
      case LEAST_RESPONSE_TIME -> leastResponseTime(loads, random);
      case ROUND_ROBIN -> roundRobin(new AtomicInteger());
      case WEIGHTED -> weighted(weights, random);
      case LEAST_CONNECTIONS -> leastConnections(loads, random);
      case RANDOM ->
        (replicas, qualified, key) ->
            replicas.get(nth(qualified, random.applyAsInt(Long.bitCount(qualified))));
      case AFFINITY -> Balancer::rendezvous;
    };
  }

  /**
   * The power of two choices (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001): two at
   * random, and the cheaper of them. Unlike "the cheapest of all" it does not send every thread to the same node between
   * two observations. Now and then the dearer one gets a try if it is idle: one slow answer (its first connection, say)
   * would otherwise keep a node out for ever, as only answers teach that it has recovered.
   */
  private static Balancer leastResponseTime(NodeLoads loads, IntUnaryOperator random) {
    return (replicas, qualified, key) -> {
      int count = Long.bitCount(qualified);
      int first = random.applyAsInt(count);
      NodeState one = replicas.get(nth(qualified, first));
      if (count == 1) {
        return one;
      }
      int second = random.applyAsInt(count - 1);
      NodeState other = replicas.get(nth(qualified, second >= first ? second + 1 : second));
      boolean inOrder =
          loads.of(one.node().id()).cost() <= loads.of(other.node().id()).cost();
      NodeState cheaper = inOrder ? one : other;
      NodeState dearer = inOrder ? other : one;
      boolean tried =
          loads.of(dearer.node().id()).underWay() == 0 && random.applyAsInt(ONE_TRY_IN) == 0;
      return tried ? dearer : cheaper;
    };
  }

  private static Balancer roundRobin(AtomicInteger next) {
    return (replicas, qualified, key) -> replicas.get(nth(
        qualified, Integer.remainderUnsigned(next.getAndIncrement(), Long.bitCount(qualified))));
  }

  private static Balancer leastConnections(NodeLoads loads, IntUnaryOperator random) {
    return (replicas, qualified, key) -> {
      int count = Long.bitCount(qualified);
      // Begins anywhere, so that equals share.
      int start = random.applyAsInt(count);
      NodeState best = replicas.get(nth(qualified, start));
      for (int i = 1; i < count; i++) {
        NodeState other = replicas.get(nth(qualified, (start + i) % count));
        if (loads.of(other.node().id()).underWay() < loads.of(best.node().id()).underWay()) {
          best = other;
        }
      }
      return best;
    };
  }

  /** A node without a weight has 1; nodes of weight 0 are taken only when no other qualifies. */
  private static Balancer weighted(Map<String, Integer> weights, IntUnaryOperator random) {
    // By node id. Racing writers write the same.
    @Nullable Weighed[] known = new @Nullable Weighed[Node.MAX_ID + 1];
    return (replicas, qualified, key) -> {
      int total = 0;
      for (long rest = qualified; rest != 0; rest &= rest - 1) {
        total += weight(known, weights, replicas.get(Long.numberOfTrailingZeros(rest)));
      }
      int at = random.applyAsInt(Math.max(1, total));
      NodeState last = replicas.get(Long.numberOfTrailingZeros(qualified));
      for (long rest = qualified; rest != 0; rest &= rest - 1) {
        NodeState candidate = replicas.get(Long.numberOfTrailingZeros(rest));
        at -= weight(known, weights, candidate);
        if (at < 0) {
          return candidate;
        }
      }
      return last;
    };
  }

  /** What was looked up for a node; another one may get its id. */
  record Weighed(Node node, int weight) {}

  private static int weight(
      @Nullable Weighed[] known, Map<String, Integer> weights, NodeState state) {
    Node node = state.node();
    Weighed weighed = known[node.id()];
    if (weighed == null || !weighed.node().equals(node)) {
      Integer byHost = weights.getOrDefault(node.host(), 1);
      weighed = new Weighed(node, weights.getOrDefault(node.name(), byHost));
      known[node.id()] = weighed;
    }
    return weighed.weight();
  }

  /**
   * Rendezvous hashing (Thaler and Ravishankar, "A Name-Based Mapping Scheme for Rendezvous", 1996): each key ranks the
   * nodes in an order of its own, so that a node which goes away moves only the keys that it had.
   */
  private static NodeState rendezvous(List<NodeState> replicas, long qualified, int key) {
    NodeState best = replicas.get(Long.numberOfTrailingZeros(qualified));
    long highest = Long.MIN_VALUE;
    for (long rest = qualified; rest != 0; rest &= rest - 1) {
      NodeState candidate = replicas.get(Long.numberOfTrailingZeros(rest));
      long score =
          mix(key, candidate.node().host().hashCode() * 31 + candidate.node().port());
      if (score > highest) {
        highest = score;
        best = candidate;
      }
    }
    return best;
  }

  /** The finalizer of SplitMix64 over both (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators"). */
  private static long mix(int key, int node) {
    long z = ((long) key << 32 | (node & 0xFFFFFFFFL)) + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The index of the {@code n}th bit that is set. */
  private static int nth(long bits, int n) {
    long rest = bits;
    for (int i = 0; i < n; i++) {
      rest &= rest - 1;
    }
    return Long.numberOfTrailingZeros(rest);
  }
}
