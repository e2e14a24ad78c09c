package dev.paceline.session.postgres;

import dev.paceline.cluster.Cluster;
import dev.paceline.routing.Floors;
import dev.paceline.session.SessionState;
import dev.paceline.session.TransactionWrites;
import dev.paceline.sql.Route;
import dev.paceline.sql.SessionEffect;
import dev.paceline.sql.StatementClass;
import dev.paceline.sql.StatementPlan;
import dev.paceline.sql.TransactionControl;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.wire.postgres.TransactionStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the books of one session's units of work: what was written when, what was seen, what a statement left behind.
 *
 * <p>A unit is what one ReadyForQuery ends: a Query, or everything up to a Sync.
 */
final class UnitLedger {

  private final Cluster cluster;
  private final Floors floors;
  private final SessionState session;

  private final List<StatementPlan> plans = new ArrayList<>();
  private int @Nullable [] acknowledging;
  private boolean acknowledgingAll;
  private boolean failed;
  private boolean catalogueChanged;
  private long sentAt;

  UnitLedger(Cluster cluster, SessionState session) {
    this.cluster = cluster;
    this.floors = cluster.floors();
    this.session = session;
  }

  /** A statement is about to be sent. */
  void runs(StatementPlan plan) {
    plans.add(plan);
  }

  /** What ends the unit is about to be sent to {@code node}: from here on it may commit. */
  void ends(NodeState node) {
    sentAt = cluster.ticker().nanos();
    cluster.loads().of(node.node().id()).begins();
    if (node.role() != Role.PRIMARY) {
      return;
    }
    boolean open = session.inTransaction();
    boolean mayEnd = !open;
    for (StatementPlan plan : plans) {
      mayEnd |= mayEnd(plan);
    }
    TransactionWrites before = session.transactionWrites();
    int[] tables = open ? before.tables() : new int[0];
    boolean any = open && before.any();
    boolean complete = !open || before.complete();
    for (StatementPlan plan : plans) {
      if (mayWrite(plan)) {
        any = true;
        complete &= plan.tablesWrittenComplete();
        tables = with(tables, plan.writeKeys());
      }
    }
    if (mayEnd && any) {
      floors.writeBegins(tables, complete);
      acknowledging = tables;
      acknowledgingAll = complete;
    }
  }

  private static int[] with(int[] some, int[] more) {
    if (some.length == 0) {
      return more;
    }
    int[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return Arrays.stream(all).distinct().toArray();
  }

  /** The server has answered, or never will. */
  void answered(NodeState node, boolean succeeded, TransactionStatus status) {
    long now = cluster.ticker().nanos();
    cluster.loads().of(node.node().id()).ends(now - sentAt, now);
    boolean primary = node.role() == Role.PRIMARY;
    int[] tables = acknowledging;
    if (tables != null) {
      acknowledging = null;
      floors.writeEnds(tables, acknowledgingAll, now);
      session.marks().writeEnded(tables, acknowledgingAll, now);
    }
    boolean shows = false;
    for (StatementPlan plan : plans) {
      shows |= !plan.tablesReadComplete() || plan.readKeys().length > 0;
    }
    if (shows) {
      session.marks().readEnded(node, primary, now);
    }
    for (StatementPlan plan : plans) {
      settle(plan, primary, succeeded, status);
    }
    if (!succeeded && status == TransactionStatus.IDLE && session.inTransaction()) {
      session.rolledBack();
    }
    failed = status == TransactionStatus.FAILED;
    plans.clear();
  }

  private void settle(
      StatementPlan plan, boolean primary, boolean succeeded, TransactionStatus status) {
    noteCatalogue(plan, succeeded, status);
    if (isPlainRead(plan) || !succeeded) {
      return;
    }
    if (status == TransactionStatus.IDLE) {
      if (session.inTransaction() && !plan.transactionControls().isEmpty()) {
        if (failed || !mayEnd(plan)) {
          session.rolledBack();
        } else {
          session.committed();
        }
      }
    } else {
      session.transactionBegan();
      controls(plan);
      if (primary && mayWrite(plan)) {
        session.wroteInTransaction(plan);
      }
    }
    if (!plan.sessionEffects().isEmpty()) {
      session.succeeded(plan.sessionEffects());
      for (SessionEffect effect : plan.sessionEffects()) {
        if (effect instanceof SessionEffect.SetVariable set
            && set.name().equals("synchronous_commit")) {
          cluster.asynchronousCommitSeen();
        }
      }
    }
  }

  private void controls(StatementPlan plan) {
    for (TransactionControl control : plan.transactionControls()) {
      if (control instanceof TransactionControl.Savepoint savepoint) {
        session.savepoint(savepoint.name());
      } else if (control instanceof TransactionControl.Release release) {
        session.released(release.name());
      } else if (control instanceof TransactionControl.RollbackTo rollback) {
        session.rolledBackTo(rollback.name());
      } else if (control instanceof TransactionControl.Commit) {
        session.committed();
        session.transactionBegan();
      } else if (control instanceof TransactionControl.Rollback) {
        session.rolledBack();
        session.transactionBegan();
      }
    }
  }

  private void noteCatalogue(StatementPlan plan, boolean succeeded, TransactionStatus status) {
    if (plan.changesCatalogue()) {
      cluster.catalogueChanged();
      catalogueChanged = status != TransactionStatus.IDLE;
    } else if (catalogueChanged && status == TransactionStatus.IDLE) {
      catalogueChanged = false;
      cluster.catalogueChanged();
    } else if (succeeded && plan.missesCatalogue() && session.pins().isEmpty()) {
      cluster.catalogueMissed();
    }
  }

  /** Whether what was sent can have made changes last by itself. */
  boolean mayHaveCommitted() {
    boolean commits = !session.inTransaction();
    boolean writes = false;
    for (StatementPlan plan : plans) {
      commits |= mayEnd(plan);
      writes |= mayWrite(plan) || !isPlainRead(plan);
    }
    return commits && writes;
  }

  /** What was to be sent was not, or is to be sent again elsewhere. */
  void forget() {
    plans.clear();
  }

  private static boolean mayEnd(StatementPlan plan) {
    for (TransactionControl control : plan.transactionControls()) {
      if (control instanceof TransactionControl.Commit
          || control instanceof TransactionControl.PrepareTransaction) {
        return true;
      }
    }
    return false;
  }

  static boolean mayWrite(StatementPlan plan) {
    return plan.route() == Route.PRIMARY;
  }

  static boolean isPlainRead(StatementPlan plan) {
    return plan.route() == Route.REPLICA
        && plan.statementClass() != StatementClass.WRITE
        && plan.sessionEffects().isEmpty()
        && plan.transactionControls().isEmpty();
  }
}
