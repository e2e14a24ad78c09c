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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  /** Those of the whole cluster. */
  private final List<Meter> meters = new ArrayList<>();
  /** Those of each node. Guarded by this. */
  private final Map<Node, List<Meter>> ofNodes = new HashMap<>();

  /** Guarded by this. */
  private boolean closed;

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
    synchronized (binding) {
      monitor.topology().nodes().forEach(state -> binding.node(state.node()));
    }
    counters.observe(binding::count);
    counters.forEach(binding::count);
    binding.plans("paceline.plans.new.texts", analyzer, StatementAnalyzer::newTexts);
    binding.plans("paceline.plans.new.digests", analyzer, StatementAnalyzer::newDigests);
    return binding;
  }

  /** The meters of a node, to which more may be added; made if need be. Guarded by this. */
  private List<Meter> node(Node node) {
    List<Meter> known = ofNodes.get(node);
    if (known != null) {
      return known;
    }
    List<Meter> made = new ArrayList<>();
    ofNodes.put(node, made);
    Tags tags = Tags.of("cluster", name, "node", node.name());
    made.add(gauge(
        "paceline.node.lag.seconds",
        tags,
        "How far the node is behind the primary",
        m -> lagSeconds(m.topology().node(node))));
    made.add(gauge(
        "paceline.node.in.service",
        tags,
        "1 while the node is used",
        m -> inService(m.topology().node(node))));
    made.add(pool(node, "active", NodePool::active));
    made.add(pool(node, "idle", NodePool::idle));
    made.add(pool(node, "waiting", NodePool::waiting));
    return made;
  }

  private Meter gauge(
      String meter, Tags tags, String description, ToDoubleFunction<Monitor> value) {
    return Gauge.builder(meter, monitor, value)
        .tags(tags)
        .description(description)
        .register(registry);
  }

  private Meter pool(Node node, String state, ToDoubleFunction<NodePool> value) {
    return Gauge.builder("paceline.pool.connections", pools, p -> {
          NodePool pool = p.existing(node);
          return pool == null ? 0 : value.applyAsDouble(pool);
        })
        .tags("cluster", name, "node", node.name(), "state", state)
        .description("Connections of the node's pool")
        .register(registry);
  }

  private synchronized void plans(
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

  private synchronized void count(RouteCounters.Count count) {
    if (closed || monitor.topology().node(count.node()) == null) {
      return;
    }
    // A node that joined later has its first metrics with its first statement.
    node(count.node())
        .add(FunctionCounter.builder("paceline.statements", count.adder(), a -> (double) a.sum())
            .tags(
                "cluster", name,
                "node", count.node().name(),
                "class", count.statementClass().name().toLowerCase(Locale.ROOT),
                "reason", count.reason().name().toLowerCase(Locale.ROOT))
            .description("Statements that were sent to the node")
            .register(registry));
  }

  @Override
  public synchronized void forget(Node node) {
    List<Meter> known = ofNodes.remove(node);
    if (known != null) {
      known.forEach(registry::remove);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    meters.forEach(registry::remove);
    meters.clear();
    ofNodes.values().forEach(known -> known.forEach(registry::remove));
    ofNodes.clear();
  }
}
