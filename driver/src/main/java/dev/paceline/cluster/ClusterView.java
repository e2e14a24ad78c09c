package dev.paceline.cluster;

import dev.paceline.topology.NodeState;
import dev.paceline.topology.Topology;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Answers management tools. Thread-safe. */
final class ClusterView implements ClusterMXBean {

  private final Monitor monitor;
  private final Pools pools;
  private final RouteCounters counters;

  ClusterView(Monitor monitor, Pools pools, RouteCounters counters) {
    this.monitor = monitor;
    this.pools = pools;
    this.counters = counters;
  }

  @Override
  public String getSystemIdentifier() {
    return monitor.topology().systemIdentifier();
  }

  @Override
  public String getPrimary() {
    NodeState primary = monitor.topology().primary();
    return primary == null ? "" : primary.node().name();
  }

  @Override
  public List<String> getNodes() {
    return monitor.topology().nodes().stream().map(ClusterView::line).toList();
  }

  private static String line(NodeState state) {
    return state.node() + " role=" + state.role() + " standing=" + state.standing() + " lagMillis="
        + (state.freshKnown() ? TimeUnit.NANOSECONDS.toMillis(state.lagNanos()) : "unknown")
        + " lagBytes=" + (state.lagBytes() < 0 ? "unknown" : state.lagBytes()) + " position="
        + state.position() + (state.note().isEmpty() ? "" : " note=" + state.note());
  }

  @Override
  public Map<String, Long> getLagMillis() {
    Map<String, Long> lags = new TreeMap<>();
    for (NodeState state : monitor.topology().nodes()) {
      if (state.freshKnown()) {
        lags.put(state.node().name(), TimeUnit.NANOSECONDS.toMillis(state.lagNanos()));
      }
    }
    return lags;
  }

  @Override
  public Map<String, String> getPools() {
    Map<String, String> numbers = new TreeMap<>();
    Topology topology = monitor.topology();
    for (NodeState state : topology.nodes()) {
      NodePool pool = pools.existing(state.node());
      if (pool != null) {
        numbers.put(state.node().name(), pool.numbers());
      }
    }
    return numbers;
  }

  @Override
  public Map<String, Long> getStatements() {
    Map<String, Long> statements = new TreeMap<>();
    counters.forEach(count -> statements.merge(
        count.node() + " " + count.statementClass() + " " + count.reason(),
        count.adder().sum(),
        Long::sum));
    return statements;
  }

  @Override
  public List<String> getAlarms() {
    return monitor.topology().alarms();
  }
}
