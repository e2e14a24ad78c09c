package dev.paceline.topology;

/**
 * A database server, by the address that is used to reach it.
 *
 * @param id 0 to {@link #MAX_ID}, given when the node joins; another node may get it after this one was forgotten, so whoever
 *     keeps an id for longer than a decision compares the whole node
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535
 */
public record Node(int id, String host, int port) {

  /** So many nodes at most, less one: sets of nodes fit into the bits of a long. */
  public static final int MAX_ID = 63;

  /** Refuses what cannot be a node. */
  public Node {
    if (id < 0 || id > MAX_ID) {
      throw new IllegalArgumentException("node id " + id + " is not within 0 to " + MAX_ID);
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException("the host of node " + id + " is empty");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " of " + host + " is not a port");
    }
  }

  /** {@code host:port}, as in the URL. */
  public String name() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    return name();
  }
}
