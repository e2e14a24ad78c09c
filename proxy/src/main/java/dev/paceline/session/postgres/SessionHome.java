package dev.paceline.session.postgres;

import dev.paceline.backend.ServerPool;
import dev.paceline.cluster.Cluster;
import dev.paceline.topology.Node;
import dev.paceline.wire.postgres.BackendKey;

/** What a session has of the proxy around it. Called on the session's event loop. */
public interface SessionHome {

  /** The cluster of the session's database. */
  Cluster cluster();

  /** When the session gives back its server connection; always the same. */
  Sharing sharing();

  /** The connections to a node for the session's user and database, of the session's event loop. */
  ServerPool pool(Node node);

  /** Lets a cancel request that shows this key reach the session. */
  void register(BackendKey key, ClientSession session);

  /** The session is over. */
  void unregister(BackendKey key);

  /** Sends a cancel request for what a server connection is doing; {@code done} when the server has closed its end. */
  void cancel(Node node, BackendKey key, Runnable done);
}
