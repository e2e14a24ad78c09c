package dev.paceline.clusterkit.postgresql;

import java.net.InetSocketAddress;

/**
 * Where one node is reached.
 *
 * @param host the server's address
 * @param port the server's port
 * @param clientPort where its client relay listens, on 127.0.0.1
 * @param replicationPort where the relay to its upstream listens, on 127.0.0.1
 */
record NodeAddress(String name, String host, int port, int clientPort, int replicationPort) {

  static final String LOOPBACK = "127.0.0.1";

  String url(String database, boolean direct) {
    return "jdbc:postgresql://" + (direct ? host + ":" + port : LOOPBACK + ":" + clientPort) + "/"
        + database + "?user=" + PostgresCluster.USER + "&sslmode=disable";
  }

  InetSocketAddress server() {
    return socket(host, port);
  }

  InetSocketAddress clientSide() {
    return socket(LOOPBACK, clientPort);
  }

  InetSocketAddress replicationSide() {
    return socket(LOOPBACK, replicationPort);
  }

  /** Where the server's own outgoing connections come from. */
  InetSocketAddress origin() {
    return socket(host, 0);
  }

  private static InetSocketAddress socket(String host, int port) {
    return new InetSocketAddress(host, port);
  }
}
