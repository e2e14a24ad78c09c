package dev.paceline.benchmarks.stub;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stands where pgjdbc stands, under every contender alike, and answers without a server: the first host of a cluster is a primary, and
 * every other one a standby that has replayed everything. Only for benchmarks of overhead: it says nothing about behaviour. Thread-safe.
 */
public final class StubDriver implements Driver {

  /** Three nodes, the primary first. */
  public static final String HOSTS = "stub1:5432,stub2:5432,stub3:5432";

  /** The native URL of the primary. */
  public static final String URL = "jdbc:postgresql://stub1:5432/test";

  private static final StubDriver INSTANCE = new StubDriver();

  private StubDriver() {}

  /** Takes pgjdbc's place in the whole JVM: everyone's {@code jdbc:postgresql:} URLs lead here. */
  public static void install() throws SQLException {
    if (org.postgresql.Driver.isRegistered()) {
      org.postgresql.Driver.deregister();
    }
    DriverManager.registerDriver(INSTANCE);
  }

  /** Gives pgjdbc its place back. */
  public static void uninstall() throws SQLException {
    DriverManager.deregisterDriver(INSTANCE);
    if (!org.postgresql.Driver.isRegistered()) {
      org.postgresql.Driver.register();
    }
  }

  @Override
  public @Nullable Connection connect(String url, Properties info) {
    return acceptsURL(url) ? new StubConnection(url) : null;
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith("jdbc:postgresql:");
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 42;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(StubDriver.class.getName());
  }

  static SQLException unsupported() {
    return new SQLFeatureNotSupportedException("the stub driver cannot do that");
  }
}
