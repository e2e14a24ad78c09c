package dev.paceline.session.postgres;

import dev.paceline.backend.ServerConnection;
import dev.paceline.cluster.Cluster;
import dev.paceline.config.Freshness;
import dev.paceline.session.SessionState;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.wire.postgres.ErrorReport;
import io.netty.channel.EventLoop;

/**
 * Makes a server connection fit for a session: it gets the session's settings, and a primary shows what the session has been shown by
 * a replica. Confined to the session's event loop.
 */
final class Preparation {

  /** Who waits. */
  interface Listener {

    /** The unit can be sent. */
    void prepared(ServerConnection connection);

    /**
     * It cannot.
     *
     * @param usable whether the connection is as it was before
     */
    void unprepared(ServerConnection connection, ErrorReport why, boolean usable);
  }

  private final SessionHome home;
  private final Cluster cluster;
  private final SessionState session;
  private final EventLoop loop;
  private final Listener listener;

  Preparation(SessionHome home, SessionState session, EventLoop loop, Listener listener) {
    this.home = home;
    this.cluster = home.cluster();
    this.session = session;
    this.loop = loop;
    this.listener = listener;
  }

  void start(ServerConnection connection, NodeState node) {
    String sql = session.settings().sqlFrom(connection.applied());
    if (sql.isEmpty()) {
      connection.applied(session.settings());
      catchUp(connection, node);
      return;
    }
    connection.ask(sql, answer -> {
      ErrorReport error = answer.error();
      if (error != null) {
        listener.unprepared(
            connection,
            new ErrorReport(
                "ERROR",
                error.sqlState(),
                "the session's settings cannot be applied on " + node.node().name() + ": "
                    + error.message(),
                error.detail(),
                error.hint()),
            /* usable= */ false);
        return;
      }
      connection.applied(session.settings());
      catchUp(connection, node);
    });
  }

  private void catchUp(ServerConnection connection, NodeState node) {
    boolean cares = node.role() == Role.PRIMARY && session.freshness().kind() != Freshness.Kind.ANY;
    boolean behind = cares
        && session.marks().aheadOfPrimary()
        && !cluster.isSettled(session.marks().lastReplicaReadEnd());
    if (!behind) {
      if (cares) {
        session.marks().primaryCaughtUp();
      }
      listener.prepared(connection);
      return;
    }
    PrimaryCatchUp.Listener ended = new PrimaryCatchUp.Listener() {
      @Override
      public void caughtUp() {
        session.marks().primaryCaughtUp();
        listener.prepared(connection);
      }

      @Override
      public void gaveUp(ErrorReport why) {
        session.marks().primaryCaughtUp();
        listener.unprepared(connection, why, /* usable= */ true);
      }
    };
    new PrimaryCatchUp(home, loop, session.marks(), connection, ended).start();
  }
}
