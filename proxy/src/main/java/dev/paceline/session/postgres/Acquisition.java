package dev.paceline.session.postgres;

import dev.paceline.backend.ServerConnection;
import dev.paceline.backend.ServerPool;
import dev.paceline.backend.ServerRefusal;
import dev.paceline.cluster.Cluster;
import dev.paceline.routing.RouteDecision;
import dev.paceline.session.SessionState;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.TransactionStatus;
import io.netty.channel.EventLoop;
import java.net.ConnectException;

/**
 * Gets a unit a server connection on which it can be sent: decides the place, borrows, and makes the connection fit for the session;
 * and looks for another place as long as nothing has been sent. Confined to the session's event loop.
 */
final class Acquisition {

  /** Who waits. */
  interface Listener {

    /** Whether the unit is still to be sent. */
    boolean isWaiting();

    /** When the transaction began that holds the session, by the cluster's ticker. */
    long beganAt();

    /** The unit can be sent. */
    void acquired();

    /** It cannot. */
    void refused(ErrorReport why);
  }

  private final Cluster cluster;
  private final SessionState session;
  private final GatheredUnit unit;
  private final Lease lease;
  private final ServerPool.Borrower borrower;
  private final Listener listener;
  private final UnitPlacement placement;
  private final Preparation preparation;
  private final CoverWait cover;

  /**
   * For the units of one session.
   *
   * @param borrower is lent connections, and passes that on to {@link #lent} and {@link #unlent}
   */
  Acquisition(
      SessionHome home,
      SessionState session,
      EventLoop loop,
      GatheredUnit unit,
      Lease lease,
      ServerPool.Borrower borrower,
      Listener listener) {
    this.cluster = home.cluster();
    this.session = session;
    this.unit = unit;
    this.lease = lease;
    this.borrower = borrower;
    this.listener = listener;
    this.placement = new UnitPlacement(cluster, session, loop, unit, new Placed());
    this.preparation = new Preparation(home, session, loop, new Prepared());
    this.cover = new CoverWait(cluster, session, loop, unit, new Covered());
  }

  void start() {
    placement.start();
  }

  RouteDecision preview(StatementPlan plan) {
    return placement.preview(plan);
  }

  /** For a unit that runs on the connection that holds the session. */
  void startWhereHeld(ServerConnection server) {
    NodeState node = lease.node();
    if (node == null) {
      return;
    }
    if (server.status() == TransactionStatus.IDLE) {
      preparation.start(server, node);
    } else if (node.role() == Role.REPLICA) {
      cover.await(server, node);
    } else {
      listener.acquired();
    }
  }

  void lent(ServerConnection connection) {
    lease.granted(connection);
    NodeState node = lease.node();
    if (!listener.isWaiting() || node == null) {
      lease.release();
      return;
    }
    preparation.start(connection, node);
  }

  void unlent(Throwable cause) {
    NodeState node = lease.node();
    if (!listener.isWaiting()) {
      return;
    }
    if (node != null && mayHelp(cause, node)) {
      cluster.ask(node.node());
      if (again(node)) {
        return;
      }
    }
    listener.refused(
        cause instanceof ServerRefusal refusal
            ? refusal.error()
            : ErrorReport.error(
                "08001", "no connection to " + lease.nodeName() + ": " + cause.getMessage()));
  }

  /** Whether another place may do, or the same in a moment. */
  private static boolean mayHelp(Throwable cause, NodeState node) {
    if (node.role() == Role.REPLICA) {
      return true;
    }
    return cause instanceof ServerRefusal refusal
        ? refusal.error().sqlState().startsWith("57P0")
        : cause instanceof ConnectException;
  }

  /** The unit's place could not be reached: it is looked for again, elsewhere if that can be. False if there is no time left. */
  boolean again(NodeState than) {
    if (than.role() == Role.REPLICA && !unit.avoids(than)) {
      unit.avoid(than);
      placement.start();
      return true;
    }
    return placement.startAgain();
  }

  private boolean isWaitingFor(ServerConnection connection) {
    return listener.isWaiting() && connection == lease.connection();
  }

  private final class Placed implements UnitPlacement.Listener {

    @Override
    public boolean isWaiting() {
      return listener.isWaiting();
    }

    @Override
    public void placed(NodeState node) {
      lease.borrow(node, borrower);
    }

    @Override
    public void refused(ErrorReport why) {
      listener.refused(why);
    }
  }

  private final class Prepared implements Preparation.Listener {

    @Override
    public void prepared(ServerConnection connection) {
      if (isWaitingFor(connection)) {
        listener.acquired();
      }
    }

    @Override
    public void unprepared(ServerConnection connection, ErrorReport why, boolean usable) {
      if (!isWaitingFor(connection)) {
        return;
      }
      // What holds the session keeps its connection, which is as good as it was before.
      if (session.pins().isEmpty()) {
        if (usable) {
          lease.release();
        } else {
          lease.discard();
        }
      }
      listener.refused(why);
    }
  }

  private final class Covered implements CoverWait.Listener {

    @Override
    public boolean isWaiting(ServerConnection connection) {
      return isWaitingFor(connection);
    }

    @Override
    public long beganAt() {
      return listener.beganAt();
    }

    @Override
    public void covered() {
      listener.acquired();
    }

    @Override
    public void refused(ErrorReport why) {
      listener.refused(why);
    }
  }
}
