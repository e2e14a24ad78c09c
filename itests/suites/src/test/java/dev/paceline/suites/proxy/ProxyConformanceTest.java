package dev.paceline.suites.proxy;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.suites.jdbc.JdbcContract;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** The contract through the native driver and the proxy, in the ways in which the native driver can ask. */
class ProxyConformanceTest {

  /** By mode and scenario. */
  private static final Map<String, Map<String, String>> KNOWN = Map.of(
      "preferQueryMode=simple",
      Map.of(
          "string with NUL as text",
          "a zero byte within the text ends a message before its end: a server refuses the statement, the proxy the client"));

  @Nested
  @ClusterTest
  class Simple extends ThroughProxy {
    Simple() {
      super("simple");
    }
  }

  @Nested
  @ClusterTest
  class Extended extends ThroughProxy {
    Extended() {
      super("extended");
    }
  }

  @Nested
  @ClusterTest
  class ExtendedForPrepared extends ThroughProxy {
    ExtendedForPrepared() {
      super("extendedForPrepared");
    }
  }

  /** One proxy for all scenarios: they find server connections on which others have left what may be left. */
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class ThroughProxy extends JdbcContract {

    private final String mode;
    private TestProxy proxy;
    private PostgresCluster behind;

    ThroughProxy(String mode) {
      this.mode = "preferQueryMode=" + mode;
    }

    @Override
    protected Connection throughDoor(PostgresCluster cluster) throws Exception {
      if (behind != cluster) {
        stop();
        proxy = TestProxy.of(cluster);
        behind = cluster;
      }
      return proxy.connect(mode);
    }

    @Override
    protected Connection throughNative(PostgresCluster cluster) throws Exception {
      return DriverManager.getConnection(
          cluster.primary().directUrl() + "&socketTimeout=20&" + mode);
    }

    @Override
    protected Map<String, String> knownDifferences() {
      return KNOWN.getOrDefault(mode, Map.of());
    }

    /** The native driver cannot describe a statement or register parameters in the simple protocol. */
    @Override
    protected boolean scenariosMayFail() {
      return mode.endsWith("simple");
    }

    @AfterAll
    void stop() {
      if (proxy != null) {
        proxy.close();
        proxy = null;
        Leaks.assertNone();
      }
    }
  }
}
