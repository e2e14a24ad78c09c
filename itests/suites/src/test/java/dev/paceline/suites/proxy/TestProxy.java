package dev.paceline.suites.proxy;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.config.HostAndPort;
import dev.paceline.server.ProxyServer;
import dev.paceline.server.ProxySettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A proxy in this process in front of a cluster of the kit, for one test. Its event loops are under the watch of {@link Leaks}. */
final class TestProxy implements AutoCloseable {

  /** Connections to each node; enough for the tests, and few enough for clients to share them. */
  static final int POOL_SIZE = 8;

  private final ProxyServer server;

  private TestProxy(ProxyServer server) {
    this.server = server;
  }

  /** In front of the servers themselves, with some settings of the cluster as {@code name=value}. */
  static TestProxy of(PostgresCluster cluster, String... properties) {
    return of(cluster.directHosts(), POOL_SIZE, properties);
  }

  /** In front of these hosts. */
  static TestProxy of(String hosts, int poolSize, String... properties) {
    Leaks.watch();
    Map<String, String> all = new HashMap<>();
    // What one test learned about a cluster must not help the next one.
    all.put("paceline.pool.linger", "0ms");
    for (String property : properties) {
      all.put(property.split("=", 2)[0], property.split("=", 2)[1]);
    }
    List<HostAndPort> seeds = Arrays.stream(hosts.split(","))
        .map(host -> new HostAndPort(
            host.substring(0, host.lastIndexOf(':')),
            Integer.parseInt(host.substring(host.lastIndexOf(':') + 1))))
        .toList();
    return new TestProxy(ProxyServer.start(new ProxySettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        seeds,
        PostgresCluster.USER,
        all,
        /* trust= */ true,
        poolSize,
        /* threads= */ 1)));
  }

  int port() {
    return server.port();
  }

  /** The native driver's URL of the cluster's database through the proxy, with more parameters as {@code name=value}. */
  String url(String... parameters) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + PostgresCluster.DATABASE + "?user="
        + PostgresCluster.USER + "&sslmode=disable&socketTimeout=20"
        + (parameters.length == 0 ? "" : "&" + String.join("&", parameters));
  }

  Connection connect(String... parameters) throws SQLException {
    return DriverManager.getConnection(url(parameters));
  }

  @Override
  public void close() {
    server.close();
  }
}
