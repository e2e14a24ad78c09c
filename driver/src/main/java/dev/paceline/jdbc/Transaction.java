package dev.paceline.jdbc;

import dev.paceline.cluster.Cluster;
import dev.paceline.jdbc.NativeDriver.TransactionStatus;
import dev.paceline.routing.Floors;
import dev.paceline.routing.Unit;
import dev.paceline.session.SessionState;
import dev.paceline.session.TransactionWrites;
import dev.paceline.session.Units;
import dev.paceline.sql.Route;
import dev.paceline.sql.StatementPlan;
import dev.paceline.sql.TransactionControl;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of one logical connection: what JDBC says it is to be, and what the server says it is.
 *
 * <p>Idle ⇒ open: the first statement with autocommit off, or a text that begins one. Open ⇒ failed: an error. Open or
 * failed ⇒ idle: commit, rollback, or a text that ends it. Open or failed ⇒ lost: the physical connection is gone; every
 * statement is refused until the application rolls back, so that the rest of a transaction never runs without its
 * beginning. Where it stands is read from the protocol after every statement that could have moved it.
 *
 * <p>Guarded by the logical connection's lock.
 */
final class Transaction {

  private final Cluster cluster;
  private final Floors floors;
  private final SessionState session;
  private final Leases leases;
  private final NativeDriver natively;

  private boolean autoCommit = true;
  private boolean readOnly;
  private boolean failed;

  /** Whether the open transaction was begun by JDBC and had nothing but plain reads so far. */
  private boolean readsOnly;

  /** When the first statement of the open transaction was routed. */
  private long beganAt;

  /** Why the last transaction is gone; null unless it is and the application has not rolled back yet. */
  private @Nullable SQLException lost;

  Transaction(Cluster cluster, SessionState session, Leases leases, NativeDriver natively) {
    this.cluster = cluster;
    this.floors = cluster.floors();
    this.session = session;
    this.leases = leases;
    this.natively = natively;
  }

  /** Whether no transaction is open. */
  boolean isIdle() {
    return leases.inTransaction() == null;
  }

  /** Whether the application ends transactions itself. */
  boolean isManual() {
    return !autoCommit;
  }

  boolean isReadOnly() {
    return readOnly;
  }

  /** As the connection's properties have it at first. */
  void startReadOnly(boolean wanted) {
    readOnly = wanted;
  }

  /** Whether the open transaction may only read, and is not on the primary. */
  boolean isReadOnlyOnReplica(Held open) {
    return open.state.role() == Role.REPLICA;
  }

  long beganAt() {
    return beganAt;
  }

  /**
   * Whether the open read-only transaction can go on on another node, and nobody can tell: each statement has a snapshot of
   * its own, all were plain reads, and no rows are open.
   */
  boolean isMovable(Held open) {
    return !autoCommit
        && readsOnly
        && open.isEmpty()
        && isolation() != TransactionControl.Isolation.REPEATABLE_READ;
  }

  /** Ends the open transaction, if there is one, where it is: it had nothing but a statement that is sent elsewhere now. */
  void leaveOpen() {
    Held open = leases.inTransaction();
    if (open != null) {
      session.rolledBack();
      failed = false;
      leave(open);
    }
  }

  /** Ends the movable transaction where it is; the statement that comes next begins it elsewhere. */
  void leave(Held open) {
    try {
      open.raw.rollback();
      leases.transactionOn(null);
    } catch (SQLException e) {
      // It is left anyway, and nobody else shall have this connection.
      leases.broken(open);
    }
  }

  /** What a statement that runs now is part of. */
  Unit unit(StatementShape shape, StatementPlan plan) {
    return Units.of(session, plan, !autoCommit, readOnly, shape.needsPrimary());
  }

  private TransactionControl.@Nullable Isolation isolation() {
    return Units.isolation(session);
  }

  /** A statement is about to run on {@code held}: with autocommit off, it opens the transaction there. */
  void begin(Held held) {
    if (!autoCommit && isIdle()) {
      opened(held);
    }
  }

  private void opened(Held held) {
    leases.transactionOn(held);
    beganAt = cluster.ticker().nanos();
    failed = false;
    readsOnly = true;
    session.transactionBegan();
  }

  /** Whether a text may end the transaction in which it runs. */
  static boolean mayEnd(StatementPlan plan) {
    for (TransactionControl control : plan.transactionControls()) {
      if (control instanceof TransactionControl.Commit
          || control instanceof TransactionControl.PrepareTransaction) {
        return true;
      }
    }
    return false;
  }

  /** The COMMIT of what was written is about to be sent. */
  void commitBegins() {
    TransactionWrites writes = session.transactionWrites();
    if (writes.any()) {
      floors.writeBegins(writes.tables(), writes.complete());
      acknowledging = writes.tables();
      acknowledgingAll = writes.complete();
    }
  }

  private int @Nullable [] acknowledging;
  private boolean acknowledgingAll;

  /** Whether the open transaction has changed the catalogue. */
  private boolean catalogueChanged;

  /** A statement has changed the catalogue: for the others that is so when the transaction commits. */
  void changedCatalogue() {
    cluster.catalogueChanged();
    catalogueChanged = !isIdle();
  }

  /** It was answered, or never will be. */
  void commitEnds(long now) {
    if (catalogueChanged) {
      catalogueChanged = false;
      cluster.catalogueChanged();
    }
    int[] tables = acknowledging;
    if (tables != null) {
      acknowledging = null;
      floors.writeEnds(tables, acknowledgingAll, now);
      session.marks().writeEnded(tables, acknowledgingAll, now);
    }
  }

  /** Learns from a statement what became of the transaction, the settings and the pins. */
  void settle(Held held, StatementPlan plan, boolean wrote, boolean succeeded) throws SQLException {
    if (held.broken) {
      return;
    }
    readsOnly &= succeeded && Dispatcher.isPlainRead(plan);
    TransactionStatus status = statusOf(held);
    if (status == TransactionStatus.IDLE) {
      if (held == leases.inTransaction()) {
        ended(held, plan, succeeded);
      }
      controls(plan, succeeded, /* open= */ false);
    } else {
      if (leases.inTransaction() == null) {
        opened(held);
        readsOnly = false; // a text began it, and may have said more than that
      }
      controls(plan, succeeded, /* open= */ true);
      if (wrote) {
        session.wroteInTransaction(plan);
      }
      failed = status == TransactionStatus.FAILED;
    }
    if (succeeded && !plan.sessionEffects().isEmpty()) {
      session.succeeded(ComputedSettings.known(plan.sessionEffects(), held.raw));
      leases.settingsChangedOn(held);
      leases.pinsChangedOn(held);
    }
  }

  private void ended(Held held, StatementPlan plan, boolean succeeded) {
    boolean rolledBack = failed || !succeeded || !mayEnd(plan);
    if (rolledBack) {
      session.rolledBack();
    } else {
      session.committed();
    }
    held.physical.applied(session.settings());
    leases.pinsChangedOn(held);
    failed = false;
    leases.transactionOn(null);
  }

  /** Savepoints, and transactions that follow one another without the server being idle between them. */
  private void controls(StatementPlan plan, boolean succeeded, boolean open) {
    if (!succeeded || !open) {
      return;
    }
    for (TransactionControl control : plan.transactionControls()) {
      if (control instanceof TransactionControl.Savepoint savepoint) {
        session.savepoint(savepoint.name());
      } else if (control instanceof TransactionControl.Release release) {
        session.released(release.name());
      } else if (control instanceof TransactionControl.RollbackTo rollback) {
        session.rolledBackTo(rollback.name());
        failed = false;
      } else if (control instanceof TransactionControl.Commit) {
        session.committed();
        session.transactionBegan();
      } else if (control instanceof TransactionControl.Rollback) {
        session.rolledBack();
        session.transactionBegan();
      }
    }
  }

  private TransactionStatus statusOf(Held held) throws SQLException {
    return held.raw.isClosed() ? TransactionStatus.IDLE : natively.status(held.raw);
  }

  /** Where the transaction stands. */
  TransactionStatus status() throws SQLException {
    Held held = leases.inTransaction();
    return held == null ? TransactionStatus.IDLE : statusOf(held);
  }

  // What JDBC asks for

  boolean autoCommit() {
    return autoCommit;
  }

  void autoCommit(boolean wanted) throws SQLException {
    if (autoCommit != wanted) {
      if (wanted) {
        commit();
      }
      autoCommit = wanted;
      Held open = leases.inTransaction();
      if (open != null) {
        // A text began it: from now on commit and rollback are to end it.
        open.raw.setAutoCommit(wanted);
        open.autoCommit = wanted;
      }
    }
  }

  void readOnly(boolean wanted) throws SQLException {
    checkIdle("read-only cannot be changed");
    readOnly = wanted;
  }

  void checkIdle(String what) throws SQLException {
    if (!isIdle()) {
      throw new SQLException(
          what + " in the middle of a transaction: commit or roll back first",
          SqlStates.ACTIVE_TRANSACTION);
    }
  }

  void commit() throws SQLException {
    SQLException gone = lost;
    if (gone != null) {
      lost = null;
      throw gone;
    }
    Held held = leases.inTransaction();
    if (held == null) {
      return;
    }
    boolean wrote = session.transactionWrites().any();
    commitBegins();
    try {
      held.raw.commit();
      session.committed();
    } catch (SQLException e) {
      session.rolledBack();
      if (Retry.isConnectionLost(e)) {
        cluster.report(held.state.node(), e);
        leases.broken(held);
        throw wrote ? unknownOutcome(e) : e;
      }
      throw e;
    } finally {
      commitEnds(cluster.ticker().nanos());
      finished(held);
    }
  }

  void rollback() throws SQLException {
    lost = null;
    Held held = leases.inTransaction();
    if (held == null) {
      return;
    }
    try {
      held.raw.rollback();
    } catch (SQLException e) {
      if (!Retry.isConnectionLost(e)) {
        throw e;
      }
      // The server rolls back what it has lost touch with.
      cluster.report(held.state.node(), e);
      leases.broken(held);
    } finally {
      session.rolledBack();
      finished(held);
    }
  }

  private void finished(Held held) {
    if (!held.broken) {
      held.physical.applied(session.settings());
      leases.pinsChangedOn(held);
    }
    failed = false;
    leases.transactionOn(null);
  }

  private Held open() throws SQLException {
    SQLException gone = lost;
    if (gone != null) {
      throw gone;
    }
    Held held = leases.inTransaction();
    if (held == null) {
      throw new SQLException(
          "there is no transaction, and so no savepoint in it", SqlStates.NO_ACTIVE_TRANSACTION);
    }
    return held;
  }

  Savepoint savepoint(@Nullable String name) throws SQLException {
    Held held = open();
    readsOnly = false;
    Savepoint savepoint = name == null ? held.raw.setSavepoint() : held.raw.setSavepoint(name);
    session.savepoint(nameOf(savepoint));
    return savepoint;
  }

  void release(Savepoint savepoint) throws SQLException {
    Held held = open();
    // A released savepoint does not tell its name any more.
    String name = nameOf(savepoint);
    held.raw.releaseSavepoint(savepoint);
    session.released(name);
  }

  void rollback(Savepoint savepoint) throws SQLException {
    Held held = open();
    held.raw.rollback(savepoint);
    String name = nameOf(savepoint);
    session.rolledBackTo(name);
    failed = false;
    leases.settingsChangedOn(held);
    leases.pinsChangedOn(held);
  }

  private static String nameOf(Savepoint savepoint) throws SQLException {
    try {
      return savepoint.getSavepointName();
    } catch (SQLException unnamed) {
      return "#" + savepoint.getSavepointId();
    }
  }

  // Loss

  /** Refuses to go on with a transaction whose beginning is lost. */
  void checkNotLost(StatementPlan plan) throws SQLException {
    SQLException gone = lost;
    if (gone != null) {
      if (plan.transactionControl() instanceof TransactionControl.Rollback) {
        lost = null;
      } else {
        throw gone;
      }
    }
  }

  /**
   * The error that the application gets: the server's own, but where losing a physical connection means something else for
   * the logical one, which lives on.
   *
   * @param sent whether the server may have got the statement
   * @param gone whether the physical connection is closed, whatever the server said before
   */
  SQLException translated(
      SQLException e,
      NodeState state,
      StatementPlan plan,
      boolean inTransaction,
      boolean sent,
      boolean gone) {
    if (!gone && !Retry.isConnectionLost(e)) {
      return e;
    }
    boolean ends = sent && mayEnd(plan);
    if (inTransaction && !ends) {
      session.rolledBack();
      String message = "the connection to " + state.node().name()
          + " was lost and the transaction with it: roll back and run it again from its beginning ("
          + e.getMessage() + ")";
      lost = new SQLException(message, SqlStates.SERIALIZATION_FAILURE, e);
      return Retry.isConnectionLost(e) ? instead(e, message, SqlStates.SERIALIZATION_FAILURE) : e;
    }
    boolean mayHaveWritten = ends || (sent && plan.route() == Route.PRIMARY);
    return mayHaveWritten && state.role() == Role.PRIMARY ? unknownOutcome(e) : e;
  }

  private static SQLException unknownOutcome(SQLException e) {
    if (e.getSQLState() == null || !e.getSQLState().startsWith("08")) {
      return e;
    }
    return instead(
        e,
        "the connection was lost before the server answered: whether the write took effect is not known ("
            + e.getMessage() + ")",
        SqlStates.OUTCOME_UNKNOWN);
  }

  /** An error that says more than {@code e}; of a batch with what is known of its parts. */
  private static SQLException instead(SQLException e, String message, String state) {
    return e instanceof BatchUpdateException batch
        ? new BatchUpdateException(message, state, 0, batch.getLargeUpdateCounts(), e)
        : new SQLException(message, state, e);
  }
}
