package dev.paceline.jdbc;

import dev.paceline.config.ConfigurationException;
import dev.paceline.config.PacelineConfig;
import dev.paceline.config.PacelineProperty;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver of {@code jdbc:paceline:<postgresql>://host[:port][,host[:port]]*}{@code /database[?name=value&...]}. It is
 * found by {@link java.util.ServiceLoader}; nobody needs its name. Safe for use by many threads.
 */
public final class PacelineDriver implements Driver {

  private static final int MAJOR = 0;
  private static final int MINOR = 1;

  static {
    try {
      DriverManager.registerDriver(new PacelineDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** For {@link java.util.ServiceLoader}. */
  public PacelineDriver() {}

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    return acceptsURL(url) ? Connector.connect(configOf(url, info)) : null;
  }

  static PacelineConfig configOf(String url, Properties info) throws SQLException {
    try {
      return PacelineConfig.of(url, info == null ? new Properties() : info);
    } catch (ConfigurationException e) {
      throw new SQLException(e.getMessage(), SqlStates.INVALID_PARAMETER_VALUE, e);
    }
  }

  @Override
  public boolean acceptsURL(String url) throws SQLException {
    if (url == null) {
      throw new SQLException("the URL is null", SqlStates.INVALID_PARAMETER_VALUE);
    }
    return PacelineConfig.accepts(url);
  }

  /** Ours first, then those of the native driver; passwords are not repeated. */
  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
    PacelineConfig config = configOf(url, info);
    List<DriverPropertyInfo> all = new ArrayList<>();
    for (PacelineProperty property : PacelineProperty.values()) {
      DriverPropertyInfo ours =
          new DriverPropertyInfo(property.propertyName(), config.value(property));
      ours.description = property.description() + " Allowed: " + property.allowed() + ".";
      ours.choices =
          property.choices().isEmpty() ? null : property.choices().toArray(String[]::new);
      all.add(ours);
    }
    NativeDriver natively = NativeDriver.of(config);
    Properties given = new Properties();
    config.nativeProperties().forEach(given::setProperty);
    DriverPropertyInfo[] theirs =
        natively.driver().getPropertyInfo(natively.nativeUrl(config), given);
    for (DriverPropertyInfo property : theirs) {
      if (property.name.toLowerCase(java.util.Locale.ROOT).contains("password")
          && property.value != null) {
        property.value = "***";
      }
    }
    all.addAll(Arrays.asList(theirs));
    return all.toArray(DriverPropertyInfo[]::new);
  }

  @Override
  public int getMajorVersion() {
    return MAJOR;
  }

  @Override
  public int getMinorVersion() {
    return MINOR;
  }

  /** False, as the native driver says of itself: the whole of SQL-92 is not there. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("dev.paceline");
  }
}
