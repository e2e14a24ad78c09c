package dev.paceline.suites.packaging;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.ServiceLoader;

/** The self-contained jar with the native driver beside it, and nothing else but the JDK. */
final class IsolatedDriver implements AutoCloseable {

  private final URLClassLoader loader;
  private final ClassLoader before;

  IsolatedDriver(Path jar) throws IOException {
    URL nativeDriver =
        org.postgresql.Driver.class.getProtectionDomain().getCodeSource().getLocation();
    loader = new URLClassLoader(
        new URL[] {jar.toUri().toURL(), nativeDriver}, ClassLoader.getPlatformClassLoader());
    before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
  }

  ClassLoader loader() {
    return loader;
  }

  Connection connect(String url) throws SQLException {
    for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
      if (driver.acceptsURL(url)) {
        Connection connection = driver.connect(url, new Properties());
        if (connection != null) {
          return connection;
        }
      }
    }
    throw new SQLException("no driver in the jar accepts " + url);
  }

  @Override
  public void close() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    loader.close();
  }
}
