package dev.paceline.jdbc;

import dev.paceline.cluster.Cluster;
import dev.paceline.config.PacelineProperty;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.position.PositionToken;
import dev.paceline.session.SessionState;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.topology.Topology;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is asked of servers beside the application's statements: metadata, validity, positions.
 *
 * <p>Guarded by the logical connection's lock.
 */
final class Questions {

  /** Metadata reads the catalogue: whichever node has what the session must see of it will do. */
  private static final String CATALOGUE_READ = "SELECT 1 FROM pg_catalog.pg_class";

  private static final long POSITION_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Cluster cluster;
  private final SessionState session;
  private final Leases leases;
  private final Placement placement;

  /** Keeps a physical connection while a question is asked. */
  private final Held.Tenant asking = () -> {};

  Questions(Cluster cluster, SessionState session, Leases leases, Placement placement) {
    this.cluster = cluster;
    this.session = session;
    this.leases = leases;
    this.placement = placement;
  }

  /** A question to a native connection. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Held held) throws SQLException;
  }

  /**
   * Asks the connection of the open transaction or of the pins, or else any that has what the session must see. Opens no
   * transaction.
   */
  <T> T ask(Question<T> question) throws SQLException {
    StatementPlan plan = cluster.analyzer().plan(CATALOGUE_READ, LexicalSettings.DEFAULT);
    long avoided = 0;
    for (int attempt = 1; ; attempt++) {
      Held bound = placement.bound();
      NodeState state = bound != null ? bound.state : placement.forQuestion(plan, avoided);
      Held held = bound;
      try {
        if (held == null) {
          held = placement.holdForQuestion(state);
        }
        return asked(held, question);
      } catch (SQLException e) {
        boolean lost = Retry.isConnectionLost(e);
        boolean again = lost || Retry.isConflict(e, state.role() == Role.PRIMARY);
        if (bound != null || attempt == Retry.MAX_ATTEMPTS || !again) {
          throw e;
        }
        if (lost && held != null) {
          lost(state, e);
        }
        avoided |= 1L << state.node().id();
      }
    }
  }

  private void lost(NodeState state, SQLException e) {
    cluster.report(state.node(), e);
    Held held = leases.on(state.node().id());
    if (held != null) {
      leases.broken(held);
    }
  }

  private <T> T asked(Held held, Question<T> question) throws SQLException {
    held.enter(asking);
    try {
      return question.ask(held);
    } finally {
      leases.leave(held, asking);
    }
  }

  /** Asks where a statement would run, without opening its transaction. */
  <T> T describe(StatementPlan plan, StatementShape shape, Question<T> question)
      throws SQLException {
    Held bound = placement.bound();
    if (bound != null) {
      return asked(bound, question);
    }
    NodeState state = placement.nodeOf(placement.decide(shape, plan, 0, /* toPrimary= */ null));
    return asked(placement.holdForQuestion(state), question);
  }

  /**
   * Whether statements can run: of the bound connection, or else of any node in service; no routing, no freshness, no
   * transaction.
   *
   * @param timeoutSeconds for all of it; 0 for as long as a lease may take
   */
  boolean isValid(int timeoutSeconds) {
    long deadline = cluster.ticker().nanos()
        + (timeoutSeconds == 0
            ? TimeUnit.MILLISECONDS.toNanos(
                cluster.config().millis(PacelineProperty.POOL_CONNECTION_TIMEOUT))
            : TimeUnit.SECONDS.toNanos(timeoutSeconds));
    Held bound = placement.bound();
    if (bound != null) {
      return answers(bound, deadline - cluster.ticker().nanos());
    }
    List<NodeState> candidates = new ArrayList<>(cluster.topology().nodes());
    candidates.removeIf(node -> !node.inService());
    // All pools test again and again: not all of them the same node.
    Collections.shuffle(candidates);
    for (int i = 0; i < candidates.size(); i++) {
      long left = deadline - cluster.ticker().nanos();
      // Whoever is silent shall not use up the time of those who are not.
      if (left > 0 && isValid(candidates.get(i), i == candidates.size() - 1 ? left : left / 2)) {
        return true;
      }
    }
    return false;
  }

  private boolean isValid(NodeState node, long nanos) {
    long deadline = cluster.ticker().nanos() + nanos;
    try {
      Held held = leases.hold(node, nanos);
      held.enter(asking);
      try {
        boolean valid = answers(held, deadline - cluster.ticker().nanos());
        if (!valid) {
          held.broken = true;
          cluster.report(node.node(), new SQLException("is not valid", "08006"));
        }
        return valid;
      } finally {
        leases.leave(held, asking);
      }
    } catch (SQLException e) {
      // No lease in time: that says nothing of the node, its pool may be full.
      return false;
    }
  }

  /** One round trip, bounded by the socket: the native driver's own bound is in seconds. */
  private static boolean answers(Held held, long nanos) {
    int millis = (int) Math.max(1, Math.min(TimeUnit.NANOSECONDS.toMillis(nanos), 1 << 30));
    try {
      int before = held.raw.getNetworkTimeout();
      boolean shorter = before == 0 || millis < before;
      if (shorter) {
        held.raw.setNetworkTimeout(Runnable::run, millis);
      }
      try {
        return held.raw.isValid(0);
      } finally {
        if (shorter && !held.raw.isClosed()) {
          held.raw.setNetworkTimeout(Runnable::run, before);
        }
      }
    } catch (SQLException e) {
      return false;
    }
  }

  /** A token for what the session has written and seen. */
  String position() throws SQLException {
    settle();
    long now = cluster.ticker().nanos();
    try {
      PositionToken sample =
          cluster.samplePrimary(session.marks().lastPrimaryContact(now), now + POSITION_WAIT_NANOS);
      if (sample == null) {
        throw new SQLException(
            "the primary did not tell its position within 5 s", SqlStates.CONNECTION_FAILED);
      }
      return sample.encode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for the primary's position", "57014", e);
    }
  }

  /** What the token stands for has to be on the primary: who requires it may read there at once. */
  private void settle() throws SQLException {
    NodeState primary = cluster.topology().primary();
    if (session.marks().aheadOfPrimary() && placement.bound() == null && primary != null) {
      leases.release(placement.holdForQuestion(primary));
    }
  }

  void requirePosition(String text) throws SQLException {
    try {
      PositionToken token = PositionToken.parse(text);
      Topology topology = cluster.topology();
      NodeState primary = topology.primary();
      if (primary != null
          && primary.lineage() != null
          && !primary.lineage().equals(token.lineage())) {
        throw new SQLException(
            "the position is of " + token.lineage() + ", and the cluster is at " + primary.lineage()
                + ": it can never be reached",
            SqlStates.POSITION_NOT_REACHED);
      }
      session.marks().require(token.position());
    } catch (IllegalArgumentException e) {
      throw new SQLException(e.getMessage(), SqlStates.INVALID_PARAMETER_VALUE, e);
    }
  }
}
