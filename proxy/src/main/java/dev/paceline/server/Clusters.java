package dev.paceline.server;

import dev.paceline.cluster.Cluster;
import dev.paceline.config.HostAndPort;
import dev.paceline.config.PacelineConfig;
import dev.paceline.tls.TlsSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The cluster behind, once for every database: what functions and tables there are differs. Thread-safe. */
final class Clusters implements AutoCloseable {

  private final ProxySettings settings;
  private final Gate gate;
  private final ExecutorService starting = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "paceline-proxy-cluster");
    thread.setDaemon(true);
    return thread;
  });
  private final Map<String, CompletableFuture<Cluster>> byDatabase = new HashMap<>();

  Clusters(ProxySettings settings, Gate gate) {
    this.settings = settings;
    this.gate = gate;
  }

  /** The cluster of a client that comes; exceptionally also if its database lets none in. */
  CompletableFuture<Cluster> of(String database) {
    try {
      gate.enter(database);
    } catch (SQLException e) {
      return CompletableFuture.failedFuture(e);
    }
    return meet(database);
  }

  /** Those that were met. */
  synchronized List<Cluster> running() {
    return byDatabase.values().stream()
        .filter(cluster -> cluster.isDone() && !cluster.isCompletedExceptionally())
        .map(CompletableFuture::join)
        .toList();
  }

  /** The cluster of a database; completes when it was met, exceptionally if no node can be reached or there is no such database. */
  synchronized CompletableFuture<Cluster> meet(String database) {
    CompletableFuture<Cluster> known = byDatabase.get(database);
    if (known == null || known.isCompletedExceptionally()) {
      known = CompletableFuture.supplyAsync(() -> start(database), starting);
      byDatabase.put(database, known);
    }
    return known;
  }

  private Cluster start(String database) {
    try {
      return Cluster.acquire(config(database));
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  PacelineConfig config(String database) {
    Properties properties = new Properties();
    properties.putAll(settings.properties());
    properties.setProperty("user", settings.monitorUser());
    encryption(settings.security().tls().server()).forEach(properties::putIfAbsent);
    String hosts =
        settings.seeds().stream().map(HostAndPort::toString).collect(Collectors.joining(","));
    String encoded = java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20");
    return PacelineConfig.of("jdbc:paceline:postgresql://" + hosts + "/" + encoded, properties);
  }

  /** The cluster is watched over connections that are encrypted as those of the clients are, unless something else is said. */
  private static Map<String, String> encryption(TlsSettings.Server tls) {
    Map<String, String> properties = new HashMap<>();
    if (tls.mode() != TlsSettings.ServerMode.PREFER) {
      properties.put("sslmode", tls.mode().text());
    }
    if (tls.direct()) {
      properties.put("sslNegotiation", "direct");
    }
    Path ca = tls.ca();
    if (ca != null) {
      properties.put("sslrootcert", ca.toString());
    } else if (tls.mode().compareTo(TlsSettings.ServerMode.VERIFY_CA) >= 0) {
      properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    return properties;
  }

  @Override
  public synchronized void close() {
    for (CompletableFuture<Cluster> cluster : byDatabase.values()) {
      if (cluster.isDone() && !cluster.isCompletedExceptionally()) {
        cluster.join().releaseAtOnce();
      }
    }
    byDatabase.clear();
    starting.shutdown();
  }
}
