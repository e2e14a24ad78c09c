package dev.paceline.server;

import dev.paceline.admin.Overseer;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which databases let clients in and get server connections. Thread-safe. */
final class Gate {

  private final Set<String> paused = ConcurrentHashMap.newKeySet();
  private final Set<String> disabled = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  void pause(String database) {
    paused.add(database);
  }

  void resume(String database) {
    if (database.equals(Overseer.ALL)) {
      paused.clear();
    } else {
      paused.remove(database);
    }
  }

  boolean isPaused(String database) {
    return paused.contains(database) || paused.contains(Overseer.ALL);
  }

  Set<String> paused() {
    return Set.copyOf(paused);
  }

  void enable(String database, boolean enabled) {
    if (enabled) {
      disabled.remove(database);
    } else {
      disabled.add(database);
    }
  }

  Set<String> disabled() {
    return Set.copyOf(disabled);
  }

  void drain() {
    draining = true;
  }

  boolean isDraining() {
    return draining;
  }

  /** Refuses a new client whose database lets none in. */
  void enter(String database) throws SQLException {
    if (draining) {
      throw new SQLException("the proxy is shutting down", "57P03");
    }
    if (disabled.contains(database)) {
      throw new SQLException("database \"" + database + "\" is disabled in the proxy", "57P03");
    }
  }
}
