package dev.paceline.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The driver as a data source, for pools and frameworks that want one: {@code dataSourceClassName} of HikariCP, a bean of
 * Spring, JNDI.
 *
 * <p>Set it up before it is shared: the setters are not safe for several threads, {@link #getConnection} is.
 */
public final class PacelineDataSource implements DataSource {

  private @Nullable String url;
  private final Properties properties = new Properties();
  private int loginTimeout;
  private @Nullable PrintWriter logWriter;

  /** Makes one without a URL. */
  public PacelineDataSource() {}

  /** A connection of the user that the properties name. */
  @Override
  public Connection getConnection() throws SQLException {
    return connect(properties);
  }

  /** A connection of another user: with a cluster's pools of its own. */
  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    Properties others = new Properties();
    properties.forEach(others::put);
    set(others, "user", username);
    set(others, "password", password);
    return connect(others);
  }

  private Connection connect(Properties with) throws SQLException {
    if (url == null) {
      throw new SQLException(
          "the data source has no URL: call setUrl", SqlStates.CONNECTION_FAILED);
    }
    Properties all = new Properties();
    all.putAll(with);
    if (loginTimeout > 0) {
      all.putIfAbsent("loginTimeout", String.valueOf(loginTimeout));
    }
    return Connector.connect(PacelineDriver.configOf(checked(url), all));
  }

  private static String checked(String url) throws SQLException {
    if (!dev.paceline.config.PacelineConfig.accepts(url)) {
      throw new SQLException(
          "the URL of the data source does not begin with jdbc:paceline:",
          SqlStates.CONNECTION_FAILED);
    }
    return url;
  }

  private static void set(Properties in, String name, @Nullable String value) {
    if (value == null) {
      in.remove(name);
    } else {
      in.setProperty(name, value);
    }
  }

  /** The URL, or null before it was set. */
  public @Nullable String getUrl() {
    return url;
  }

  /** As the driver takes it, {@code jdbc:paceline:...}. */
  public void setUrl(@Nullable String url) {
    this.url = url;
  }

  /** The same under the name that some frameworks use. */
  public @Nullable String getURL() {
    return url;
  }

  /** See {@link #setUrl}. */
  public void setURL(@Nullable String url) {
    setUrl(url);
  }

  /** The user, or null. */
  public @Nullable String getUser() {
    return properties.getProperty("user");
  }

  /** Who connects; the URL's own {@code user} goes before. */
  public void setUser(@Nullable String user) {
    set(properties, "user", user);
  }

  /** The password; there is no getter. */
  public void setPassword(@Nullable String password) {
    set(properties, "password", password);
  }

  /** Any property of Paceline or of the native driver. */
  public void setProperty(String name, @Nullable String value) {
    set(properties, name, value);
  }

  /** The value of a property, or null; never a password. */
  public @Nullable String getProperty(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).contains("password")
        ? null
        : properties.getProperty(name);
  }

  /** Several properties at once. */
  public void setConnectionProperties(Properties several) {
    for (String name : several.stringPropertyNames()) {
      set(properties, name, several.getProperty(name));
    }
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  /** Kept for the interface: logs go to {@link System.Logger}. */
  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    logWriter = out;
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  /** Seconds that reaching the cluster may take, over all hosts; 0 for the default. */
  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("dev.paceline");
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    if (isWrapperFor(iface)) {
      return iface.cast(this);
    }
    throw new SQLException(
        "a PacelineDataSource is no " + iface.getName(), SqlStates.NOT_SUPPORTED);
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) {
    return iface.isInstance(this);
  }

  /** Without secrets. */
  @Override
  public String toString() {
    int question = url == null ? -1 : url.indexOf('?');
    return "PacelineDataSource " + (url == null || question < 0 ? url : url.substring(0, question));
  }
}
