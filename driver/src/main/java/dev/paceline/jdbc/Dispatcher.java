package dev.paceline.jdbc;

import dev.paceline.cluster.Cluster;
import dev.paceline.config.Ticker;
import dev.paceline.routing.Floors;
import dev.paceline.routing.NodeLoad;
import dev.paceline.routing.Reason;
import dev.paceline.routing.RouteDecision;
import dev.paceline.session.PinReason;
import dev.paceline.session.SessionState;
import dev.paceline.sql.Catalogue;
import dev.paceline.sql.PacelineStatement;
import dev.paceline.sql.Route;
import dev.paceline.sql.SessionEffect;
import dev.paceline.sql.StatementClass;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * The way of one statement: plan, decision, lease, session state, execution, and what the session learns from it.
 *
 * <pre>
 * ExecutingStatement      Dispatcher          Placement        Leases               native connection
 *        | run(plan) --------> |                   |             |                          |
 *        |                     | decide ---------> |             |                          |
 *        |                     | hold -----------> | ----------> | lease, settings -------> |
 *        | &lt;---- send(held) ---|                   |             |                          |
 *        | execute ------------------------------------------------------------------------> |
 *        |                     | floors, marks, Transaction.settle                            |
 * </pre>
 *
 * <p>Guarded by the logical connection's lock.
 */
final class Dispatcher {

  private static final int[] NO_TABLES = {};

  private static final String SYNCHRONOUS_COMMIT = "synchronous_commit";

  private final Cluster cluster;
  private final Ticker ticker;
  private final Floors floors;
  private final Placement placement;
  private final Questions questions;
  final SessionState session;
  final SequenceValues sequences;
  final Leases leases;
  final Transaction transaction;
  final SessionSettings settings;

  Dispatcher(Cluster cluster, SessionState session, NativeDriver natively, Holdings holdings) {
    this.cluster = cluster;
    this.ticker = cluster.ticker();
    this.floors = cluster.floors();
    this.session = session;
    this.leases = new Leases(cluster, session, natively, holdings);
    this.transaction = new Transaction(cluster, session, leases, natively);
    this.placement = new Placement(cluster, session, leases, transaction);
    this.questions = new Questions(cluster, session, leases, placement);
    this.settings = new SessionSettings(session, leases, this);
    this.sequences = new SequenceValues(cluster, session, leases);
  }

  /** What a text is. */
  StatementPlan plan(String sql) {
    return cluster.analyzer().plan(sql, leases.lexicalSettings());
  }

  /** The session finds unqualified names in this schema from now on. */
  void names(String schema) {
    cluster.analyzer().searchPath('"' + schema.replace("\"", "\"\"") + '"');
  }

  /** What plans are made with now: one made with another may be wrong. */
  Catalogue catalogue() {
    return cluster.analyzer().catalogue();
  }

  /** Runs a statement where it belongs; afterwards it has its outcome. */
  void run(ExecutingStatement statement, StatementPlan plan, Call call) throws SQLException {
    PacelineStatement ours = plan.pacelineStatement();
    if (ours != null) {
      statement.answered(new LocalAnswers(cluster, this).answer(ours));
      return;
    }
    transaction.checkNotLost(plan);
    if (plan.readsSequenceValues() && transaction.isIdle() && !leases.isPinned()) {
      sequences.comeHome(plan);
    }
    boolean free = transaction.isIdle() && !leases.isPinned() && !call.isBatch();
    long avoided = 0;
    Reason toPrimary = free && !transaction.isManual() && cluster.refusals().has(plan.digest())
        ? Reason.REPLICA_REFUSED
        : null;
    for (int attempt = 1; ; attempt++) {
      RouteDecision decision = placement.decide(statement.shape, plan, avoided, toPrimary);
      NodeState state = placement.nodeOf(decision);
      boolean primary = state.role() == Role.PRIMARY;
      boolean inTransaction = !transaction.isIdle();
      boolean pinned = leases.isPinned();
      boolean sent = false;
      boolean gone = false;
      try {
        Held held = placement.hold(state);
        if (free && attempt < Retry.MAX_ATTEMPTS && placement.isOutdated(state)) {
          leases.release(held);
          continue;
        }
        sent = true;
        held.running = true;
        try {
          execute(statement, held, plan, call, primary);
        } catch (SQLException e) {
          gone = held.raw.isClosed();
          if (gone || Retry.isConnectionLost(e)) {
            // Before it can go back to the pool.
            leases.broken(held);
          }
          throw e;
        } finally {
          held.running = false;
          leases.release(held);
        }
        cluster.counters().count(state.node(), plan.statementClass(), decision.reason());
        if (primary || !free || transaction.isManual() || settled(statement, plan)) {
          return;
        }
        statement.finish();
        toPrimary = Reason.ANSWER_UNSETTLED;
      } catch (SQLException e) {
        if (sent) {
          // Without a lease nothing was learnt of the node: the pool tells itself what it met, and
          // may just be full.
          failed(state, e);
        }
        boolean again =
            free && attempt < Retry.MAX_ATTEMPTS && statement.replayable() && !leases.isAborted();
        switch (again ? retry(e, plan, primary, sent) : Retry.NO) {
          case NO -> {
            if (pinned && (gone || Retry.isConnectionLost(e))) {
              session.unpinAll();
            }
            throw leases.isAborted()
                ? e
                : transaction.translated(e, state, plan, inTransaction, sent, gone);
          }
          case ON_PRIMARY -> {
            toPrimary = Reason.REPLICA_REFUSED;
            if (SqlStates.READ_ONLY_TRANSACTION.equals(e.getSQLState())) {
              cluster.refusals().add(plan.digest());
            }
          }
          case ELSEWHERE -> avoided |= 1L << state.node().id();
        }
        // What this attempt began goes with it: nothing else is in it.
        transaction.leaveOpen();
      }
    }
  }

  /** Whether a replica's answer may be handed out; what cannot be sent again has to be. */
  private boolean settled(ExecutingStatement statement, StatementPlan plan) {
    return placement.settled(plan) || !transaction.isIdle() || !statement.replayable();
  }

  /** What was never sent may go to another replica; but there is no other primary. */
  private static Retry retry(SQLException e, StatementPlan plan, boolean primary, boolean sent) {
    return sent ? Retry.after(e, plan, primary) : primary ? Retry.NO : Retry.ELSEWHERE;
  }

  private void failed(NodeState state, SQLException e) {
    boolean lost = Retry.isConnectionLost(e);
    if (lost || SqlStates.READ_ONLY_TRANSACTION.equals(e.getSQLState())) {
      cluster.report(state.node(), e);
    }
    Held held = leases.on(state.node().id());
    if (lost && held != null) {
      leases.broken(held);
    }
  }

  private void execute(
      ExecutingStatement statement, Held held, StatementPlan plan, Call call, boolean primary)
      throws SQLException {
    if (primary) {
      sequences.forgetOthers(held, plan);
    }
    boolean inTransaction = !transaction.isIdle();
    boolean writes = primary && (mayWrite(plan) || session.pins().has(PinReason.UNWRAPPED));
    boolean acknowledges = writes && !inTransaction && !transaction.isManual();
    boolean ends = inTransaction && Transaction.mayEnd(plan);
    if (acknowledges) {
      floors.writeBegins(plan.writeKeys(), completely(plan));
    } else if (ends) {
      transaction.commitBegins();
    }
    transaction.begin(held);
    NodeLoad load = cluster.loads().of(held.nodeId());
    load.begins();
    long sent = ticker.nanos();
    boolean succeeded = false;
    try {
      statement.send(held, plan, call);
      succeeded = true;
    } finally {
      long now = ticker.nanos();
      load.ends(now - sent, now);
      if (acknowledges) {
        floors.writeEnds(plan.writeKeys(), completely(plan), now);
        session.marks().writeEnded(plan.writeKeys(), completely(plan), now);
      } else if (ends) {
        transaction.commitEnds(now);
      }
      if (!acknowledges ? showsData(plan) : reads(plan)) {
        session.marks().readEnded(held.state, primary, now);
      }
      if (inTransaction || transaction.isManual() || !isPlainRead(plan)) {
        transaction.settle(held, plan, writes, succeeded);
        noteAsynchronousCommit(plan);
      }
      noteCatalogue(plan, succeeded);
      if (primary) {
        sequences.ran(held, plan);
      }
    }
  }

  private boolean completely(StatementPlan plan) {
    return plan.tablesWrittenComplete() && !session.pins().has(PinReason.UNWRAPPED);
  }

  /** Commits that are acknowledged before they are on disk are not within what the primary says it has flushed. */
  private void noteAsynchronousCommit(StatementPlan plan) {
    for (SessionEffect effect : plan.sessionEffects()) {
      if (setsSynchronousCommit(effect)) {
        cluster.asynchronousCommitSeen();
      }
    }
  }

  private static boolean setsSynchronousCommit(SessionEffect effect) {
    if (effect instanceof SessionEffect.SetVariable variable) {
      return variable.name().equals(SYNCHRONOUS_COMMIT);
    }
    return effect instanceof SessionEffect.SetConfigCall call
        && (call.name() == null || call.name().equalsIgnoreCase(SYNCHRONOUS_COMMIT));
  }

  private void noteCatalogue(StatementPlan plan, boolean succeeded) {
    if (plan.changesCatalogue()) {
      transaction.changedCatalogue();
    } else if (succeeded && plan.missesCatalogue() && !leases.isPinned()) {
      // Pinned sessions have temporary tables, which no catalogue of others will ever show.
      cluster.catalogueMissed();
    }
  }

  /** Whether nothing but rows can have come of it. */
  static boolean isPlainRead(StatementPlan plan) {
    return plan.route() == Route.REPLICA
        && plan.sessionEffects().isEmpty()
        && plan.transactionControls().isEmpty();
  }

  private static boolean mayWrite(StatementPlan plan) {
    return plan.route() == Route.PRIMARY;
  }

  /** Whether the outcome may tell of any table. */
  private static boolean showsData(StatementPlan plan) {
    return !plan.tablesReadComplete() || plan.readKeys().length > 0;
  }

  /** Whether the outcome may tell of tables that were not written. */
  private static boolean reads(StatementPlan plan) {
    return plan.statementClass() != StatementClass.WRITE
        || !plan.tablesReadComplete()
        || !plan.tablesWritten().containsAll(plan.tablesRead());
  }

  /** A change through an updatable result set is a write of tables that only the server knows. */
  void changeRow(ResultSet rows, RowChange change) throws SQLException {
    if (!transaction.isIdle()) {
      session.wroteUnknownInTransaction();
      change.make(rows);
      return;
    }
    floors.writeBegins(NO_TABLES, false);
    try {
      change.make(rows);
    } finally {
      wroteUnknown();
    }
  }

  private void wroteUnknown() {
    long now = ticker.nanos();
    floors.writeEnds(NO_TABLES, false, now);
    session.marks().writeEnded(NO_TABLES, false, now);
  }

  /** A tenant needs its physical connection no more. */
  void leave(Held held, Held.Tenant tenant) {
    leases.leave(held, tenant);
  }

  /** See {@link Questions#ask}. */
  <T> T ask(Questions.Question<T> question) throws SQLException {
    return questions.ask(question);
  }

  /** See {@link Questions#describe}. */
  <T> T describe(StatementPlan plan, StatementShape shape, Questions.Question<T> question)
      throws SQLException {
    transaction.checkNotLost(plan);
    return questions.describe(plan, shape, question);
  }

  /** A savepoint of the open transaction, which is opened if need be. */
  Savepoint savepoint(@Nullable String name) throws SQLException {
    if (transaction.isIdle()) {
      StatementPlan plan = plan("SAVEPOINT paceline");
      Held held = placement.hold(
          placement.nodeOf(placement.decide(StatementShape.PLAIN, plan, 0, /* toPrimary= */ null)));
      transaction.begin(held);
    }
    return transaction.savepoint(name);
  }

  /** Binds the session to its connection, or to the primary's, as the application gets hold of the native object. */
  Held pinUnwrapped(Class<?> type) throws SQLException {
    Held held = leases.inTransaction() != null ? leases.inTransaction() : leases.pinned();
    if (held == null) {
      StatementPlan plan = plan("LISTEN paceline");
      held = placement.hold(placement.nodeOf(
          placement.decide(StatementShape.PLAIN, plan, 0, Reason.REPLICA_REFUSED)));
    }
    session.pin(PinReason.UNWRAPPED, type.getSimpleName());
    leases.handedOut();
    leases.pinsChangedOn(held);
    return held;
  }

  boolean isValid(int timeoutSeconds) {
    return questions.isValid(timeoutSeconds);
  }

  RouteDecision routeOf(String sql) throws SQLException {
    return placement.preview(plan(sql));
  }

  String position() throws SQLException {
    return questions.position();
  }

  void requirePosition(String token) throws SQLException {
    questions.requirePosition(token);
  }

  /** The end of a pool's borrowing: what binds the session to a connection goes. */
  void endRequest() {
    if (transaction.isIdle() && leases.isPinned()) {
      unwrappedEnds();
      leases.closeAll();
      session.unpinAll();
    }
  }

  void close() {
    unwrappedEnds();
    leases.closeAll();
  }

  /** What was done through the native connection is not known: it counts as a write of everything. */
  private void unwrappedEnds() {
    if (session.pins().has(PinReason.UNWRAPPED)) {
      floors.writeBegins(NO_TABLES, false);
      wroteUnknown();
    }
  }
}
