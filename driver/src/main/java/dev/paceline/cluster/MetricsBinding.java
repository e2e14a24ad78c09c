package dev.paceline.cluster;

import dev.paceline.sql.StatementAnalyzer;
import dev.paceline.topology.Node;

/** The metrics of a cluster, where the application has Micrometer on its class path. */
interface MetricsBinding {

  /** There is no Micrometer. */
  MetricsBinding NONE = new MetricsBinding() {
    @Override
    public void forget(Node node) {
      // There is nothing of it.
    }

    @Override
    public void close() {
      // There is nothing to remove.
    }
  };

  /** Removes the metrics of a node that does not belong to the cluster any more. */
  void forget(Node node);

  /** Removes the metrics. */
  void close();

  /** Adds the metrics to Micrometer's global registry, or does nothing. */
  static MetricsBinding bind(
      String name,
      Monitor monitor,
      Pools pools,
      RouteCounters counters,
      StatementAnalyzer analyzer) {
    try {
      return MicrometerBinding.bind(name, monitor, pools, counters, analyzer);
    } catch (LinkageError e) {
      // Not on the class path, or another version: metrics are a gift, not a condition.
      return NONE;
    }
  }
}
