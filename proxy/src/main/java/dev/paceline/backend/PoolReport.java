package dev.paceline.backend;

import dev.paceline.topology.Node;
import java.util.List;

/**
 * A pool at one moment.
 *
 * @param opening connections that are being made
 * @param waiting borrowers without a connection
 * @param longestWaitNanos how long the first of them has waited; 0 if there is none
 * @param size connections at most
 * @param totals its counts
 * @param connections those that are logged in
 */
public record PoolReport(
    Node node,
    ServerIdentity identity,
    int opening,
    int waiting,
    long longestWaitNanos,
    int size,
    Traffic.Totals totals,
    List<Connection> connections) {

  /**
   * A server connection at one moment.
   *
   * @param active whether it is lent
   * @param connectedAt milliseconds since 1970
   * @param local our end, {@code host:port}
   * @param processId the server's, or 0
   */
  public record Connection(boolean active, long connectedAt, String local, int processId) {}

  /** Copies what could change. */
  public PoolReport {
    connections = List.copyOf(connections);
  }

  /** Connections that are lent. */
  public int active() {
    return (int) connections.stream().filter(Connection::active).count();
  }

  /** Connections that are free. */
  public int idle() {
    return connections.size() - active();
  }
}
