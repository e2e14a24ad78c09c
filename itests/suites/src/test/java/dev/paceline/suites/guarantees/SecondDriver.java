package dev.paceline.suites.guarantees;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/**
 * The driver loaded once more, as another process would have it: with clusters, floors and caches of its own. And, for
 * the controls of the proofs, with single methods that no longer do what they are there for. Production code has no switch
 * for that.
 */
final class SecondDriver {

  private static final String DRIVER = "dev.paceline.jdbc.PacelineDriver";

  private final Map<String, byte[]> mutants = new HashMap<>();

  private SecondDriver() {}

  /** As it is. */
  static SecondDriver unchanged() {
    return new SecondDriver();
  }

  /** The method does nothing any more. */
  SecondDriver without(String type, String method) {
    return with(type, method, StubMethod.INSTANCE);
  }

  /** The method always answers this. */
  SecondDriver with(String type, String method, boolean answer) {
    return with(type, method, FixedValue.value(answer));
  }

  /** The method answers its first argument. */
  SecondDriver withIdentity(String type, String method) {
    return with(type, method, FixedValue.argument(0));
  }

  private SecondDriver with(String type, String method, Implementation implementation) {
    ClassFileLocator locator =
        ClassFileLocator.ForClassLoader.of(SecondDriver.class.getClassLoader());
    var description = TypePool.Default.of(locator).describe(type).resolve();
    if (description.getDeclaredMethods().filter(ElementMatchers.named(method)).isEmpty()) {
      throw new IllegalArgumentException(
          type + " has no method " + method + ": the control would prove nothing");
    }
    byte[] mutant = new ByteBuddy()
        .redefine(description, locator)
        .method(ElementMatchers.named(method))
        .intercept(implementation)
        .make()
        .getBytes();
    mutants.put(type, mutant);
    return this;
  }

  /** Loads it. */
  Door.Opener open(String url) {
    try {
      Driver driver = (Driver)
          new Loader(mutants).loadClass(DRIVER).getDeclaredConstructor().newInstance();
      return () -> connect(driver, url);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the driver cannot be loaded again", e);
    }
  }

  private static Connection connect(Driver driver, String url) throws SQLException {
    Connection connection = driver.connect(url, new Properties());
    if (connection == null) {
      throw new SQLException("the driver does not take " + url);
    }
    return connection;
  }

  /** Has its own copies of the driver's classes, and shares all else. */
  private static final class Loader extends ClassLoader {

    private final Map<String, byte[]> mutants;

    Loader(Map<String, byte[]> mutants) {
      super(SecondDriver.class.getClassLoader());
      this.mutants = Map.copyOf(mutants);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.paceline.") || name.startsWith("dev.paceline.clusterkit.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      byte[] bytes = mutants.get(name);
      if (bytes == null) {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
          if (in == null) {
            throw new ClassNotFoundException(name);
          }
          bytes = in.readAllBytes();
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
