package dev.paceline.clusterkit;

import java.time.Duration;
import java.util.List;

/** Servers that replicate one database. Closing it kills the servers and removes all that they wrote. */
public interface Cluster extends AutoCloseable {

  /** All nodes, in the order in which they were made. */
  List<? extends Node> nodes();

  /** The node of this name. */
  Node node(String name);

  /** The node that was made primary last: {@code n1} at first, then whatever was promoted. */
  Node primary();

  /** The nodes that replicate from another one. */
  List<? extends Node> standbys();

  /** {@code host:port,host:port} of all nodes, the primary first, through the clients' relays. */
  String hosts();

  /** {@code host:port,host:port} of all nodes, the primary first, at the servers themselves. */
  String directHosts();

  /** Waits until every standby shows all that the primary has committed now. */
  void awaitInSync(Duration atMost);

  @Override
  void close();
}
