package dev.paceline.jdbc;

import dev.paceline.cluster.Lease;
import dev.paceline.cluster.PhysicalConnection;
import dev.paceline.topology.NodeState;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A physical connection as one logical connection has it: leased once, however many statements and result sets of that
 * connection use it. It goes back when the last tenant has left, and neither a transaction nor a pin needs it.
 *
 * <p>Guarded by the logical connection's lock.
 */
final class Held {

  /** Something that needs the physical connection: a statement with open results, or rows of their own. */
  interface Tenant {

    /** The logical connection closes or has lost this physical connection: let go of everything native. */
    void evicted();
  }

  Lease lease;
  PhysicalConnection physical;
  Connection raw;

  /** The node as it was when the last statement was routed here. */
  NodeState state;

  /** Whether somebody saw it fail: it is not given to anybody else. */
  boolean broken;

  /** Whether a statement runs on it whose outcome was not looked at yet: it may open a transaction, or pin the session. */
  boolean running;

  /** What the native connection's autocommit is. */
  boolean autoCommit;

  /** The network timeout that the native connection had before this session set its own; -1 if it has not. */
  int networkTimeoutBefore;

  // Nearly always there is one tenant.
  private @Nullable Tenant first;
  private @Nullable List<Tenant> others;

  Held(Lease lease, NodeState state) {
    this.lease = lease;
    this.physical = lease.connection();
    this.raw = physical.raw();
    this.state = state;
    this.autoCommit = true;
    this.networkTimeoutBefore = -1;
  }

  /** Begins again with another lease, when the one before went back whole and nobody refers to this any more. */
  void takeOver(Lease next, NodeState at) {
    lease = next;
    physical = next.connection();
    raw = physical.raw();
    state = at;
    autoCommit = true;
    networkTimeoutBefore = -1;
  }

  int nodeId() {
    return state.node().id();
  }

  void enter(Tenant tenant) {
    if (first == null) {
      first = tenant;
    } else {
      if (others == null) {
        others = new ArrayList<>(2);
      }
      others.add(tenant);
    }
  }

  /** Does nothing if it is no tenant (any more). */
  void leave(Tenant tenant) {
    if (first == tenant) {
      first = null;
    } else if (others != null) {
      others.remove(tenant);
    }
  }

  boolean isEmpty() {
    return !running && first == null && (others == null || others.isEmpty());
  }

  /** Everybody out: afterwards it is empty. */
  void evictAll() {
    Tenant one = first;
    List<Tenant> rest = others;
    first = null;
    others = null;
    if (one != null) {
      one.evicted();
    }
    if (rest != null) {
      rest.forEach(Tenant::evicted);
    }
  }
}
