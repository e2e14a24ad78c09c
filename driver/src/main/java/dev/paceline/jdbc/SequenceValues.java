package dev.paceline.jdbc;

import dev.paceline.cluster.Cluster;
import dev.paceline.cluster.Lease;
import dev.paceline.cluster.PhysicalConnection;
import dev.paceline.session.PinReason;
import dev.paceline.session.SessionState;
import dev.paceline.sql.SessionEffect;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code currval} and {@code lastval}: what they answer lives in the physical connection on which the session advanced the
 * sequence, and must never be what another session left there.
 *
 * <p>Nobody needs that before an application asks for it. So sessions only remember where they may have advanced a
 * sequence last, and the first time that one asks, it gets that connection back if nobody else has advanced a sequence
 * there since. From then on the application is known to ask, and every session is pinned once it may have advanced a
 * sequence.
 *
 * <p>Guarded by the logical connection's lock.
 */
final class SequenceValues {

  private static final AtomicLong IDENTITIES = new AtomicLong();

  private final Cluster cluster;
  private final SessionState session;
  private final Leases leases;

  /** Who the session is on physical connections; 0 until it matters. */
  private long identity;

  /** Where the session may have advanced a sequence last; null if it has not. */
  private @Nullable PhysicalConnection home;

  SequenceValues(Cluster cluster, SessionState session, Leases leases) {
    this.cluster = cluster;
    this.session = session;
    this.leases = leases;
  }

  /** Before a statement is routed, outside of transactions and pins: one that asks for values goes to where they are. */
  void comeHome(StatementPlan plan) throws SQLException {
    PhysicalConnection last = home;
    if (last == null) {
      // The server says so itself.
      return;
    }
    cluster.sequenceValuesWereRead();
    Held held = heldAgain(last);
    if (held == null) {
      if (plan.mayAdvanceSequences()) {
        // Perhaps it asks only for what it advances itself.
        return;
      }
      throw new SQLException(
          "currval and lastval are not known any more: the connection on which this session advanced a sequence was used"
              + " by another one meanwhile. From now on sessions of this process keep it; so run the statement that advances"
              + " the sequence again, or use RETURNING, generated keys or a transaction",
          SqlStates.OBJECT_NOT_IN_STATE);
    }
    pin(held);
  }

  /** The lease on that connection: the one that open rows of this session have, or a new one; null if it cannot be had or knows others' values. */
  private @Nullable Held heldAgain(PhysicalConnection last) throws SQLException {
    Held open = leases.on(last.node().id());
    if (open != null) {
      boolean there = open.physical == last && last.sequencesAdvancedBy() == identity;
      return there ? open : null;
    }
    NodeState state = cluster.topology().node(last.node().id());
    Lease lease =
        state == null || !state.node().equals(last.node()) ? null : cluster.leaseIdle(last);
    if (lease == null || state == null) {
      return null;
    }
    if (last.sequencesAdvancedBy() != identity) {
      lease.close();
      return null;
    }
    return leases.adopt(lease, state);
  }

  /** Before a statement is sent: where another session's values are, one's own are not. */
  void forgetOthers(Held held, StatementPlan plan) throws SQLException {
    long other = held.physical.sequencesAdvancedBy();
    boolean learned = cluster.sequenceValuesRead();
    if (plan.readsSequenceValues() && home != null && home != held.physical && !learned) {
      // In a transaction that began elsewhere: too late for this one.
      cluster.sequenceValuesWereRead();
    }
    boolean matters = plan.readsSequenceValues() || (learned && plan.mayAdvanceSequences());
    if (!matters || other == 0 || other == identity) {
      return;
    }
    try (Statement statement = held.raw.createStatement()) {
      statement.execute("DISCARD SEQUENCES");
    }
    held.physical.sequencesAdvancedBy(0);
  }

  /** After a statement was sent to the primary, however it ended: what a sequence gave is gone for good. */
  void ran(Held held, StatementPlan plan) throws SQLException {
    if (plan.mayAdvanceSequences()) {
      advanced(held);
    }
    for (SessionEffect effect : plan.sessionEffects()) {
      if (effect instanceof SessionEffect.Discard discard
          && (discard.what() == SessionEffect.Discard.What.ALL
              || discard.what() == SessionEffect.Discard.What.SEQUENCES)) {
        home = null;
        held.physical.sequencesAdvancedBy(0);
      }
    }
  }

  /** Something of this session may have advanced a sequence there. */
  void advanced(Held held) throws SQLException {
    if (identity == 0) {
      identity = IDENTITIES.incrementAndGet();
    }
    home = held.physical;
    held.physical.sequencesAdvancedBy(identity);
    if (cluster.sequenceValuesRead() && !held.broken && !held.raw.isClosed()) {
      pin(held);
    }
  }

  private void pin(Held held) {
    session.pin(PinReason.SEQUENCE_VALUES, "");
    leases.pinsChangedOn(held);
  }
}
