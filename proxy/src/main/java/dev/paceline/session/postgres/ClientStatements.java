package dev.paceline.session.postgres;

import dev.paceline.backend.ServerPreparedStatement;
import dev.paceline.sql.StatementPlan;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client has prepared and bound, by the names that it gave. */
final class ClientStatements {

  /** A statement of the client, and what it is. */
  record Prepared(ServerPreparedStatement statement, StatementPlan plan) {}

  private final Map<String, Prepared> named = new HashMap<>();
  private final Map<String, StatementPlan> portals = new HashMap<>();
  private @Nullable Prepared unnamed;
  private @Nullable StatementPlan unnamedPortal;

  void prepare(String name, Prepared prepared) {
    if (name.isEmpty()) {
      unnamed = prepared;
    } else {
      named.put(name, prepared);
    }
  }

  /** Null if there is none of that name. */
  @Nullable
  Prepared get(String name) {
    return name.isEmpty() ? unnamed : named.get(name);
  }

  void close(String name) {
    if (name.isEmpty()) {
      unnamed = null;
    } else {
      named.remove(name);
    }
  }

  void bind(String portal, StatementPlan plan) {
    if (portal.isEmpty()) {
      unnamedPortal = plan;
    } else {
      portals.put(portal, plan);
    }
  }

  /** What a portal runs; null if there is none of that name. */
  @Nullable
  StatementPlan portal(String name) {
    return name.isEmpty() ? unnamedPortal : portals.get(name);
  }

  void closePortal(String name) {
    if (name.isEmpty()) {
      unnamedPortal = null;
    } else {
      portals.remove(name);
    }
  }

  /** A simple Query ends the statement and the portal without a name. */
  void simpleQuery() {
    unnamed = null;
    unnamedPortal = null;
  }

  /** The end of a transaction ends its portals. */
  void transactionEnded() {
    portals.clear();
    unnamedPortal = null;
  }

  /** {@code DEALLOCATE ALL} and {@code DISCARD ALL}. */
  void closeAll() {
    named.clear();
    unnamed = null;
    transactionEnded();
  }
}
