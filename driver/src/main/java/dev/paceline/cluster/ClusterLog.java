package dev.paceline.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** The one shape of every line: {@code name - what happened (key=value, ...)}. Never a secret. */
final class ClusterLog {

  private static final Logger LOG = System.getLogger("dev.paceline.cluster");

  private ClusterLog() {}

  static void info(String cluster, String event) {
    LOG.log(Level.INFO, () -> cluster + " - " + event);
  }

  static void warn(String cluster, String event) {
    LOG.log(Level.WARNING, () -> cluster + " - " + event);
  }

  static void debug(String cluster, String event, @Nullable Throwable cause) {
    LOG.log(Level.DEBUG, () -> cluster + " - " + event, cause);
  }

  static void error(String cluster, String event, Throwable cause) {
    LOG.log(Level.ERROR, () -> cluster + " - " + event, cause);
  }
}
