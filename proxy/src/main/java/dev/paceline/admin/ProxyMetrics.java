package dev.paceline.admin;

import dev.paceline.backend.PoolReport;
import dev.paceline.backend.Traffic;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * The proxy's metrics, beside those of the engine that come through Micrometer's global registry. Counts are taken when they are asked
 * for. Thread-safe.
 */
final class ProxyMetrics implements AutoCloseable {

  /** One series. */
  private record Key(String database, String user, String node) {}

  /** What the pools of a series are together. */
  private record Sum(
      Traffic.Totals totals, int active, int idle, int opening, int waiting, double longestWait) {

    static final Sum ZERO = new Sum(Traffic.Totals.ZERO, 0, 0, 0, 0, 0);

    Sum plus(PoolReport pool) {
      return new Sum(
          totals.plus(pool.totals()),
          active + pool.active(),
          idle + pool.idle(),
          opening + pool.opening(),
          waiting + pool.waiting(),
          Math.max(longestWait, pool.longestWaitNanos() / 1e9));
    }
  }

  /** Holds the last sum. */
  private static final class Series {
    private volatile Sum last = Sum.ZERO;
  }

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Key, Series> series = new ConcurrentHashMap<>();
  private final Map<Census.State, Long> clients = new ConcurrentHashMap<>();

  ProxyMetrics() {
    Metrics.addRegistry(registry);
    for (Census.State state : Census.State.values()) {
      Gauge ignored = Gauge.builder(
              "paceline.proxy.clients", clients, all -> all.getOrDefault(state, 0L))
          .description("Clients that are logged in")
          .tag("state", state.text())
          .register(registry);
    }
  }

  /** In Prometheus' text format. */
  synchronized String scrape(Census census) {
    clients.clear();
    census.clients().forEach(client -> clients.merge(client.state(), 1L, Long::sum));
    Map<Key, Sum> now = new HashMap<>();
    for (PoolReport pool : census.pools()) {
      Key key = new Key(
          pool.identity().database(), pool.identity().user(), pool.node().name());
      now.put(key, now.getOrDefault(key, Sum.ZERO).plus(pool));
    }
    now.forEach((key, sum) -> series.computeIfAbsent(key, this::register).last = sum);
    return registry.scrape();
  }

  private Series register(Key key) {
    Series made = new Series();
    Tags tags = Tags.of("database", key.database(), "user", key.user(), "node", key.node());
    gauge("servers", tags.and("state", "active"), made, Sum::active);
    gauge("servers", tags.and("state", "idle"), made, Sum::idle);
    gauge("servers", tags.and("state", "opening"), made, Sum::opening);
    gauge("waiting", tags, made, Sum::waiting);
    gauge("longest.wait.seconds", tags, made, Sum::longestWait);
    count("queries", tags, made, s -> s.totals().queries());
    count("transactions", tags, made, s -> s.totals().transactions());
    count("leases", tags, made, s -> s.totals().leases());
    count("received.bytes", tags, made, s -> s.totals().received());
    count("sent.bytes", tags, made, s -> s.totals().sent());
    count("query.seconds", tags, made, s -> s.totals().queryNanos() / 1e9);
    count("wait.seconds", tags, made, s -> s.totals().waitNanos() / 1e9);
    return made;
  }

  private void gauge(String name, Tags tags, Series of, ToDoubleFunction<Sum> value) {
    Gauge ignored = Gauge.builder(
            "paceline.proxy." + name, of, series -> value.applyAsDouble(series.last))
        .tags(tags)
        .register(registry);
  }

  private void count(String name, Tags tags, Series of, ToDoubleFunction<Sum> value) {
    FunctionCounter ignored = FunctionCounter.builder(
            "paceline.proxy." + name, of, series -> value.applyAsDouble(series.last))
        .tags(tags)
        .register(registry);
  }

  @Override
  public void close() {
    Metrics.removeRegistry(registry);
    registry.close();
  }
}
