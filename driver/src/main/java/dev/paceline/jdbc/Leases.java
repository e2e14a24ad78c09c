package dev.paceline.jdbc;

import dev.paceline.cluster.Cluster;
import dev.paceline.cluster.Lease;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.session.PinReason;
import dev.paceline.session.SessionState;
import dev.paceline.session.Settings;
import dev.paceline.topology.NodeState;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The physical connections that one logical connection has leased: at most one of each node, each until nothing of this
 * session needs it.
 *
 * <p>Guarded by the logical connection's lock.
 */
final class Leases {

  /** A network timeout of the application. */
  private record NetworkTimeout(Executor executor, int millis) {}

  private final Cluster cluster;
  private final SessionState session;
  private final Holdings holdings;
  private final boolean readOnlyAlways;
  private final List<Held> all = new ArrayList<>(2);

  /** One that went back, to be used again: most statements lease and give back, and need not make garbage for it. */
  private @Nullable Held spare;

  /** Where the pins of the session are; null while there are none. */
  private @Nullable Held pinned;

  /** Where the open transaction is; null while there is none. */
  private @Nullable Held inTransaction;

  private @Nullable NetworkTimeout networkTimeout;
  private Settings lexedWith = Settings.NONE;
  private LexicalSettings lexical = LexicalSettings.DEFAULT;

  Leases(Cluster cluster, SessionState session, NativeDriver natively, Holdings holdings) {
    this.cluster = cluster;
    this.holdings = holdings;
    this.session = session;
    this.readOnlyAlways = natively.readOnlyAlways(cluster.config());
  }

  /** The lease on a node that this session has already; null if none. */
  @Nullable
  Held on(int nodeId) {
    for (int i = 0; i < all.size(); i++) {
      Held held = all.get(i);
      if (held.nodeId() == nodeId) {
        return held;
      }
    }
    return null;
  }

  /** The lease on a node, made if need be. */
  Held hold(NodeState state, long timeoutNanos) throws SQLException {
    holdings.checkNotAborted();
    Held held = on(state.node().id());
    if (held == null) {
      held = adopt(cluster.lease(state.node(), timeoutNanos), state);
    }
    held.state = state;
    return held;
  }

  /** Takes over a lease on a node on which this session has none. */
  Held adopt(Lease lease, NodeState state) throws SQLException {
    holdings.took(lease);
    Held held = held(lease, state);
    all.add(held);
    if (networkTimeout != null) {
      time(held, networkTimeout);
    }
    return held;
  }

  private Held held(Lease lease, NodeState state) {
    Held reused = spare;
    if (reused == null) {
      return new Held(lease, state);
    }
    spare = null;
    reused.takeOver(lease, state);
    return reused;
  }

  /**
   * Makes a physical connection that is outside of any transaction what this session expects, in one round trip and only
   * if something differs.
   */
  void bring(Held held, boolean autoCommit, boolean readOnly) throws SQLException {
    Settings wanted = session.settings();
    if (held.physical.applied() != wanted) {
      String sql = wanted.sqlFrom(held.physical.applied());
      if (!sql.isEmpty()) {
        apply(held, sql);
      }
      held.physical.applied(wanted);
    }
    if ((!autoCommit || readOnlyAlways) && held.raw.isReadOnly() != readOnly) {
      held.raw.setReadOnly(readOnly);
    }
    if (held.autoCommit != autoCommit) {
      held.raw.setAutoCommit(autoCommit);
      held.autoCommit = autoCommit;
    }
  }

  /** For a statement of ours, outside of any transaction. */
  static void toAutoCommit(Held held) throws SQLException {
    if (!held.autoCommit) {
      held.raw.setAutoCommit(true);
      held.autoCommit = true;
    }
  }

  private static void apply(Held held, String sql) throws SQLException {
    toAutoCommit(held);
    try (Statement statement = held.raw.createStatement()) {
      // As one string they are one transaction: all of them hold, or none.
      statement.execute(sql);
    }
  }

  /** What a statement has just set is in effect where it ran. */
  void settingsChangedOn(Held held) {
    held.physical.applied(session.settings());
  }

  /** How texts of this session are cut into tokens. */
  LexicalSettings lexicalSettings() {
    Settings settings = session.settings();
    if (settings != lexedWith) {
      String set = settings.sql("standard_conforming_strings");
      boolean conforming = set == null || !set.matches("(?is).*\\b(off|false|0|no)\\b.*");
      lexical = conforming ? LexicalSettings.DEFAULT : LexicalSettings.BACKSLASHES;
      lexedWith = settings;
    }
    return lexical;
  }

  @Nullable
  Held pinned() {
    return pinned;
  }

  boolean isPinned() {
    return pinned != null;
  }

  /** Takes over what a statement on {@code held} did to the session's pins. */
  void pinsChangedOn(Held held) {
    if (session.pins().isEmpty()) {
      Held before = pinned;
      pinned = null;
      if (before != null) {
        release(before);
      }
    } else if (pinned == null) {
      pinned = held;
    }
  }

  /** The transaction is on {@code held}, or there is none any more. */
  void transactionOn(@Nullable Held held) {
    Held before = inTransaction;
    inTransaction = held;
    if (before != null && before != held) {
      release(before);
    }
  }

  @Nullable
  Held inTransaction() {
    return inTransaction;
  }

  void leave(Held held, Held.Tenant tenant) {
    held.leave(tenant);
    release(held);
  }

  /** Gives a physical connection back if nothing needs it. */
  void release(Held held) {
    if (held.isEmpty() && held != pinned && held != inTransaction && all.remove(held)) {
      giveBack(held);
    }
  }

  private void giveBack(Held held) {
    holdings.gives(held.lease);
    if (held.broken || !restore(held)) {
      held.lease.evict();
    } else {
      held.lease.close();
      spare = held;
    }
  }

  private boolean restore(Held held) {
    try {
      rollBack(held);
      if (held.networkTimeoutBefore >= 0) {
        held.raw.setNetworkTimeout(Runnable::run, held.networkTimeoutBefore);
      }
      toAutoCommit(held);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Somebody saw it fail: everything of it is lost. */
  void broken(Held held) {
    held.broken = true;
    if (inTransaction == held) {
      inTransaction = null;
    }
    if (pinned == held) {
      pinned = null;
    }
    held.evictAll();
    release(held);
  }

  /** Everything back, or thrown away where the session leaves something behind that nobody can undo. */
  void closeAll() {
    Held withPins = pinned;
    if (withPins != null && !forget(withPins)) {
      withPins.broken = true;
    }
    pinned = null;
    inTransaction = null;
    for (Held held : List.copyOf(all)) {
      held.evictAll();
      release(held);
    }
    holdings.handedOut(false);
  }

  /** Before anything else: switching autocommit on would commit. */
  private void rollBack(Held held) throws SQLException {
    // At every return: asking what type the native connection is would be the dearest part of it,
    // as
    // all threads write the one cache that its class has for such questions (JDK-8180450).
    if (!held.physical.inTransaction()) {
      return;
    }
    if (held.raw.getAutoCommit()) {
      apply(held, "ROLLBACK");
    } else {
      held.raw.rollback();
    }
  }

  private boolean forget(Held held) {
    boolean forgettable = !session.pins().has(PinReason.UNWRAPPED)
        && !session.pins().has(PinReason.LIBRARY)
        && !session.pins().has(PinReason.RANDOM_SEED);
    if (!forgettable || held.broken) {
      return false;
    }
    held.evictAll();
    try {
      rollBack(held);
      apply(held, "DISCARD ALL");
      // The native driver set it when it connected: the server's own default is empty.
      apply(held, session.resetOfApplicationName());
      held.physical.applied(Settings.NONE);
      held.physical.sequencesAdvancedBy(0);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  boolean isAborted() {
    return holdings.isAborted();
  }

  /** The application has the native connection of a lease: it may go on with it when it has dropped the logical one. */
  void handedOut() {
    holdings.handedOut(true);
  }

  void networkTimeout(Executor executor, int millis) throws SQLException {
    if (millis < 0) {
      throw new SQLException(
          "the network timeout must be 0 or more milliseconds, not " + millis,
          SqlStates.INVALID_PARAMETER_VALUE);
    }
    networkTimeout = new NetworkTimeout(executor, millis);
    for (Held held : all) {
      time(held, networkTimeout);
    }
  }

  private static void time(Held held, NetworkTimeout timeout) throws SQLException {
    if (held.networkTimeoutBefore < 0) {
      held.networkTimeoutBefore = held.raw.getNetworkTimeout();
    }
    held.raw.setNetworkTimeout(timeout.executor(), timeout.millis());
  }

  /** -1 if the application has not set one. */
  int networkTimeoutMillis() {
    return networkTimeout == null ? -1 : networkTimeout.millis();
  }

  @Nullable
  SQLWarning warnings() throws SQLException {
    for (Held held : all) {
      SQLWarning warning = held.raw.getWarnings();
      if (warning != null) {
        return warning;
      }
    }
    return null;
  }

  void clearWarnings() throws SQLException {
    for (Held held : all) {
      held.raw.clearWarnings();
    }
  }
}
