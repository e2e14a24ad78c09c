package dev.paceline.cluster;

import dev.paceline.sql.StatementAnalyzer;
import dev.paceline.topology.Node;
import dev.paceline.topology.NodeState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a cluster in Micrometer's global registry. This class alone names Micrometer's types, so that it is never
 * loaded where they are missing.
 *
 * <ul>
 *   <li>{@code paceline.node.lag.seconds}, {@code paceline.node.in.service} by cluster and node
 *   <li>{@code paceline.pool.connections} by cluster, node and state (active, idle, waiting)
 *   <li>{@code paceline.statements} by cluster, node, class and reason
 *   <li>{@code paceline.plans.new.texts}, {@code paceline.plans.new.digests} by cluster: misses of the classification cache
 * </ul>
 */
final class MicrometerBinding implements MetricsBinding {

  private final String name;
  private final Monitor monitor;
  private final Pools pools;
  private final MeterRegistry registry;
  private final ConcurrentLinkedQueue<Meter> meters = new ConcurrentLinkedQueue<>();
  /** Guarded by this. */
  private final Set<Integer> known = new HashSet<>();

  private volatile boolean closed;

  private MicrometerBinding(String name, Monitor monitor, Pools pools, MeterRegistry registry) {
    this.name = name;
    this.monitor = monitor;
    this.pools = pools;
    this.registry = registry;
  }

  static MetricsBinding bind(
      String name,
      Monitor monitor,
      Pools pools,
      RouteCounters counters,
      StatementAnalyzer analyzer) {
    MicrometerBinding binding = new MicrometerBinding(name, monitor, pools, Metrics.globalRegistry);
    monitor.topology().nodes().forEach(state -> binding.node(state.node()));
    counters.observe(binding::count);
    counters.forEach(binding::count);
    binding.plans("paceline.plans.new.texts", analyzer, StatementAnalyzer::newTexts);
    binding.plans("paceline.plans.new.digests", analyzer, StatementAnalyzer::newDigests);
    return binding;
  }

  private synchronized void node(Node node) {
    if (!known.add(node.id())) {
      return;
    }
    Tags tags = Tags.of("cluster", name, "node", node.name());
    gauge(
        "paceline.node.lag.seconds",
        tags,
        "How far the node is behind the primary",
        m -> lagSeconds(m.topology().node(node.id())));
    gauge(
        "paceline.node.in.service",
        tags,
        "1 while the node is used",
        m -> inService(m.topology().node(node.id())));
    pool(node, "active", NodePool::active);
    pool(node, "idle", NodePool::idle);
    pool(node, "waiting", NodePool::waiting);
  }

  private void gauge(String meter, Tags tags, String description, ToDoubleFunction<Monitor> value) {
    meters.add(Gauge.builder(meter, monitor, value)
        .tags(tags)
        .description(description)
        .register(registry));
  }

  private void pool(Node node, String state, ToDoubleFunction<NodePool> value) {
    meters.add(Gauge.builder("paceline.pool.connections", pools, p -> {
          NodePool pool = p.existing(node.id());
          return pool == null ? 0 : value.applyAsDouble(pool);
        })
        .tags("cluster", name, "node", node.name(), "state", state)
        .description("Connections of the node's pool")
        .register(registry));
  }

  private void plans(
      String meter, StatementAnalyzer analyzer, ToDoubleFunction<StatementAnalyzer> value) {
    meters.add(FunctionCounter.builder(meter, analyzer, value)
        .tags("cluster", name)
        .description("Statements whose text, or digest too, was not in the classification cache")
        .register(registry));
  }

  private static double lagSeconds(@Nullable NodeState state) {
    return state == null || !state.freshKnown() ? Double.NaN : state.lagNanos() / 1e9;
  }

  private static double inService(@Nullable NodeState state) {
    return state != null && state.inService() ? 1 : 0;
  }

  private void count(RouteCounters.Count count) {
    if (closed) {
      return;
    }
    // A node that joined later has its first metrics with its first statement.
    node(count.node());
    meters.add(FunctionCounter.builder("paceline.statements", count.adder(), a -> (double) a.sum())
        .tags(
            "cluster", name,
            "node", count.node().name(),
            "class", count.statementClass().name().toLowerCase(Locale.ROOT),
            "reason", count.reason().name().toLowerCase(Locale.ROOT))
        .description("Statements that were sent to the node")
        .register(registry));
  }

  @Override
  public void close() {
    closed = true;
    for (Meter meter = meters.poll(); meter != null; meter = meters.poll()) {
      registry.remove(meter);
    }
  }
}
