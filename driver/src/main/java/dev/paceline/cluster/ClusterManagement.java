package dev.paceline.cluster;

import dev.paceline.sql.StatementAnalyzer;
import dev.paceline.topology.Node;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** Shows a cluster to management tools, and as metrics where Micrometer is. That it cannot be shown stops nothing. */
final class ClusterManagement {

  private final String name;
  private final Monitor monitor;
  private final Pools pools;
  private final RouteCounters counters;
  private final StatementAnalyzer analyzer;
  private @Nullable ObjectName registered;
  private MetricsBinding metrics = MetricsBinding.NONE;
  private boolean closed;

  ClusterManagement(
      String name,
      Monitor monitor,
      Pools pools,
      RouteCounters counters,
      StatementAnalyzer analyzer) {
    this.name = name;
    this.monitor = monitor;
    this.pools = pools;
    this.counters = counters;
    this.analyzer = analyzer;
  }

  synchronized void register() {
    if (closed) {
      return;
    }
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      ObjectName free = freeName(server);
      server.registerMBean(
          new StandardMBean(new ClusterView(monitor, pools, counters), ClusterMXBean.class, true),
          free);
      registered = free;
    } catch (JMException | RuntimeException e) {
      ClusterLog.debug(name, "not visible to JMX", e);
    }
    metrics = MetricsBinding.bind(name, monitor, pools, counters, analyzer);
  }

  /** Two users of one host are two clusters of one name. */
  private ObjectName freeName(MBeanServer server) throws JMException {
    int number = 1;
    ObjectName candidate = objectName(name);
    while (server.isRegistered(candidate)) {
      candidate = objectName(name + "#" + ++number);
    }
    return candidate;
  }

  private static ObjectName objectName(String name) throws JMException {
    return new ObjectName("dev.paceline:type=Cluster,name=" + ObjectName.quote(name));
  }

  /** A node does not belong to the cluster any more. */
  synchronized void left(Node node) {
    metrics.forget(node);
  }

  /** Takes everything back; {@link #register} does nothing from now on. */
  synchronized void unregister() {
    closed = true;
    ObjectName shown = registered;
    if (shown != null) {
      registered = null;
      try {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(shown);
      } catch (JMException | RuntimeException e) {
        ClusterLog.debug(name, "could not be removed from JMX", e);
      }
    }
    metrics.close();
    metrics = MetricsBinding.NONE;
  }
}
