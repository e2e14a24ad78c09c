package dev.paceline.cluster;

import dev.paceline.config.HostAndPort;
import dev.paceline.config.PacelineConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** Opens connections of the native driver to one server at a time. Safe for use by many threads. */
final class NativeConnector {

  /** They tell the native driver to choose among hosts: that is our work, and it would refuse every replica. */
  private static final Set<String> OURS =
      Set.of("targetServerType", "loadBalanceHosts", "hostRecheckSeconds");

  private final PacelineConfig config;

  NativeConnector(PacelineConfig config) {
    this.config = config;
  }

  /** Says which properties of the application are dropped. To be called once for a cluster. */
  void warnOfDroppedProperties() {
    String dropped = config.nativeProperties().keySet().stream()
        .filter(OURS::contains)
        .collect(Collectors.joining(" "));
    if (!dropped.isEmpty()) {
      ClusterLog.warn(
          config.name(),
          "properties have no effect, as the native driver would choose among hosts by them, which is decided here"
              + " (names=" + dropped + ")");
    }
  }

  /** A connection as the application would have made it. */
  Connection open(HostAndPort server) throws SQLException {
    return connect(server, properties());
  }

  /**
   * A connection of the monitor.
   *
   * @param timeoutNanos bounds the connecting and every answer; rounded up to whole seconds here
   */
  Connection openForMonitor(HostAndPort server, long timeoutNanos) throws SQLException {
    Properties properties = properties();
    String seconds = String.valueOf(Math.max(1, (timeoutNanos + 999_999_999) / 1_000_000_000));
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    // The native driver would make a thread for it; the two above are enough.
    properties.setProperty("loginTimeout", "0");
    properties.setProperty("ApplicationName", "paceline monitor");
    // Positions are asked again and again: from the first time on only their parameters travel.
    properties.putIfAbsent("prepareThreshold", "1");
    properties.remove("readOnly");
    return connect(server, properties);
  }

  private Properties properties() {
    Properties properties = new Properties();
    config.nativeProperties().forEach((name, value) -> {
      if (!OURS.contains(name)) {
        properties.setProperty(name, value);
      }
    });
    return properties;
  }

  private Connection connect(HostAndPort server, Properties properties) throws SQLException {
    String url = "jdbc:" + config.dialect() + "://" + server + "/"
        + URLEncoder.encode(config.database(), StandardCharsets.UTF_8);
    Connection connection = driver(url).connect(url, properties);
    if (connection == null) {
      throw new SQLException("the native driver refused its own URL " + url, "08001");
    }
    return connection;
  }

  private static Driver driver(String url) throws SQLException {
    try {
      return DriverManager.getDriver(url);
    } catch (SQLException notRegistered) {
      return loaded(url, notRegistered);
    }
  }

  /** DriverManager shows a caller only what the caller's loader sees; in containers the driver may be elsewhere. */
  private static Driver loaded(String url, SQLException notRegistered) throws SQLException {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return Class.forName("org.postgresql.Driver", true, loader)
          .asSubclass(Driver.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      SQLException none = new SQLException(
          "no driver for " + url + " is on the class path: add org.postgresql:postgresql",
          "08001",
          e);
      none.addSuppressed(notRegistered);
      throw none;
    }
  }
}
