package dev.paceline.admin;

import dev.paceline.backend.PoolReport;
import dev.paceline.backend.ServerIdentity;
import java.util.List;
import java.util.Set;

/**
 * What there is in the proxy at one moment, or as good as one: each event loop is asked at its turn.
 *
 * @param clients those that are logged in
 * @param pools one for each event loop, node, user and database
 * @param paused databases that get no server connection
 * @param disabled databases that let no client in
 */
public record Census(
    List<Client> clients, List<PoolReport> pools, Set<String> paused, Set<String> disabled) {

  /** What a client does. */
  public enum State {
    /** Nothing that needs a server. */
    IDLE,
    /** It has a server connection. */
    ACTIVE,
    /** It waits for one. */
    WAITING;

    /** As PgBouncer says it. */
    public String text() {
      return switch (this) {
        case IDLE -> "idle";
        case ACTIVE -> "active";
        case WAITING -> "waiting";
      };
    }
  }

  /**
   * A client.
   *
   * @param id of its cancel key
   * @param remote its end, {@code host:port}
   * @param local our end, {@code host:port}
   * @param connectedAt milliseconds since 1970
   * @param serverProcess the server's process that it has, or 0
   */
  public record Client(
      int id,
      ServerIdentity identity,
      State state,
      String remote,
      String local,
      long connectedAt,
      int serverProcess) {}

  /** Copies what could change. */
  public Census {
    clients = List.copyOf(clients);
    pools = List.copyOf(pools);
    paused = Set.copyOf(paused);
    disabled = Set.copyOf(disabled);
  }
}
