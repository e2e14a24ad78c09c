package dev.paceline.suites.classification;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Listens to what the native driver sends when its metadata is asked, by its own log. */
final class DriverQueries extends Handler {
  private static final Logger DRIVER = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
  private static final Pattern SENT = Pattern.compile(
      "FE=> (?:Parse|SimpleQuery)\\(.*?query=\"(.*)\"(?:,oids=\\{.*\\})?\\)", Pattern.DOTALL);

  private final Set<String> texts = Collections.synchronizedSet(new LinkedHashSet<>());

  /** The texts that all methods of the metadata together send on this connection. */
  static Set<String> ofMetadata(Connection connection) throws SQLException {
    DriverQueries listener = new DriverQueries();
    Level before = DRIVER.getLevel();
    boolean parents = DRIVER.getUseParentHandlers();
    DRIVER.setLevel(Level.FINEST);
    DRIVER.setUseParentHandlers(false);
    DRIVER.addHandler(listener);
    try {
      for (Method method : DatabaseMetaData.class.getMethods()) {
        call(connection.getMetaData(), method);
      }
    } finally {
      DRIVER.removeHandler(listener);
      DRIVER.setUseParentHandlers(parents);
      DRIVER.setLevel(before);
    }
    return Set.copyOf(listener.texts);
  }

  private static void call(DatabaseMetaData metadata, Method method) throws SQLException {
    for (boolean named : new boolean[] {false, true}) {
      Object[] arguments = Arrays.stream(method.getParameterTypes())
          .map(type -> argument(type, named))
          .toArray();
      try {
        if (method.invoke(metadata, arguments) instanceof ResultSet rows) {
          rows.close();
        }
      } catch (InvocationTargetException e) {
        if (!(e.getCause() instanceof SQLException)) {
          throw new IllegalStateException(method + " failed", e);
        }
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(method + " cannot be called", e);
      }
    }
  }

  /** A plausible argument; null is one for names, and lets methods ask for everything. */
  private static Object argument(Class<?> type, boolean named) {
    if (type == int.class) {
      return 1;
    }
    if (type == boolean.class) {
      return named;
    }
    if (type == Class.class) {
      return DatabaseMetaData.class;
    }
    if (type == String.class && named) {
      return "orders";
    }
    return type == String[].class && named ? new String[] {"TABLE", "VIEW"} : null;
  }

  @Override
  public void publish(LogRecord entry) {
    Matcher sent = SENT.matcher(text(entry));
    if (sent.find() && !sent.group(1).isEmpty()) {
      texts.add(sent.group(1));
    }
  }

  private static String text(LogRecord entry) {
    String message = String.valueOf(entry.getMessage());
    Object[] parameters = entry.getParameters();
    for (int i = 0; parameters != null && i < parameters.length; i++) {
      message = message.replace("{" + i + "}", String.valueOf(parameters[i]));
    }
    return message;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
