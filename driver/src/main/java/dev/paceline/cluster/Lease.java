package dev.paceline.cluster;

import dev.paceline.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A physical connection that is ours until it is closed. Close it exactly when nothing uses the connection any more; a
 * second close does nothing. Not safe for use by several threads.
 */
public final class Lease implements AutoCloseable {

  private final Connection receipt;
  private final PhysicalConnection connection;
  private boolean closed;

  Lease(Connection receipt, PhysicalConnection connection) {
    this.receipt = receipt;
    this.connection = connection;
  }

  /** The connection; not to be used after {@link #close}. */
  public PhysicalConnection connection() {
    return connection;
  }

  /** Where it leads. */
  public Node node() {
    return connection.node();
  }

  /** Gives the connection back. An open transaction is rolled back; what cannot be settled is not used again. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (connection.settle()) {
        giveBack();
      } else {
        drop();
      }
    }
  }

  /** Ends the connection instead of giving it back: it is broken, or its state is in doubt. */
  public void evict() {
    if (!closed) {
      closed = true;
      drop();
    }
  }

  private void drop() {
    connection.pool().evict(receipt);
    giveBack();
  }

  private void giveBack() {
    try {
      receipt.close();
    } catch (SQLException e) {
      ClusterLog.debug(connection.node().name(), "a lease did not end cleanly", e);
    }
  }
}
