package dev.paceline.session.postgres;

import dev.paceline.backend.ServerConnection;
import dev.paceline.backend.ServerPool;
import dev.paceline.topology.NodeState;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The server connection that a session has, or waits for, and the cancel requests under way for it. Confined to the session's event
 * loop.
 */
final class Lease {

  private final SessionHome home;
  private final EventLoop loop;
  private final Runnable released;

  private @Nullable ServerConnection connection;
  private @Nullable ServerPool pool;
  private @Nullable NodeState node;
  private int cancels;
  private boolean releaseAfterCancel;

  /**
   * A lease of nothing.
   *
   * @param released called when {@link #isReleasing} has ended
   */
  Lease(SessionHome home, EventLoop loop, Runnable released) {
    this.home = home;
    this.loop = loop;
    this.released = released;
  }

  /** The connection that is lent; null if there is none. */
  @Nullable
  ServerConnection connection() {
    return connection;
  }

  /** Where the unit runs, or ran last; null before the first. */
  @Nullable
  NodeState node() {
    return node;
  }

  /** In a word, for messages. */
  String nodeName() {
    return node == null ? "a server" : node.node().name();
  }

  /** Asks for a connection to a node. */
  void borrow(NodeState of, ServerPool.Borrower borrower) {
    node = of;
    pool = home.pool(of.node());
    pool.borrow(borrower);
  }

  /** Here it is. */
  void granted(ServerConnection lent) {
    connection = lent;
  }

  /** Whether it is given back as soon as a cancel request cannot meet the next one's statement any more. */
  boolean isReleasing() {
    return releaseAfterCancel;
  }

  /** Gives it back, or closes it if a cancel request is under way. */
  void releaseNow() {
    if (cancels > 0) {
      discard();
    } else {
      release();
    }
  }

  /** Gives it back, once no cancel request can meet the next one's statement any more. */
  void release() {
    ServerConnection current = connection;
    ServerPool from = pool;
    if (current == null || from == null) {
      return;
    }
    if (cancels > 0) {
      releaseAfterCancel = true;
      return;
    }
    lost();
    from.giveBack(current);
  }

  /** Closes it, whatever it is doing. */
  void discard() {
    ServerConnection current = connection;
    lost();
    if (current != null) {
      current.close();
    }
  }

  /** It is gone. */
  void lost() {
    connection = null;
    pool = null;
    releaseAfterCancel = false;
  }

  /**
   * The session is over.
   *
   * @param quiet whether nothing of it is left on the connection
   */
  void end(ServerPool.Borrower borrower, boolean quiet) {
    ServerConnection current = connection;
    ServerPool from = pool;
    if (current == null) {
      if (from != null) {
        from.forget(borrower);
      }
    } else if (quiet && cancels == 0) {
      release();
    } else {
      discard();
    }
  }

  /** Cancels what the connection is doing. */
  void cancel() {
    ServerConnection current = connection;
    NodeState at = node;
    if (current == null || at == null || current.key() == null) {
      return;
    }
    cancels++;
    home.cancel(at.node(), current.key(), () -> loop.execute(this::cancelled));
  }

  private void cancelled() {
    cancels--;
    if (cancels == 0 && releaseAfterCancel) {
      releaseAfterCancel = false;
      release();
      released.run();
    }
  }
}
