package dev.paceline.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The shape of every line, as the engine's: {@code proxy - what happened (key=value, ...)}. Never a secret. */
final class ProxyLog {

  private static final Logger LOG = System.getLogger("dev.paceline.proxy");

  private ProxyLog() {}

  static void info(String event) {
    LOG.log(Level.INFO, () -> "proxy - " + event);
  }

  static void warn(String event) {
    LOG.log(Level.WARNING, () -> "proxy - " + event);
  }
}
