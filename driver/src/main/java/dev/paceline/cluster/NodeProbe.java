package dev.paceline.cluster;

import dev.paceline.config.HostAndPort;
import dev.paceline.topology.Node;
import dev.paceline.topology.Role;
import dev.paceline.topology.TopologyEvent;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The thread that asks one node, over one connection that it opens again whenever it breaks. */
final class NodeProbe implements Runnable {

  private static final long DISCOVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long CATALOGUE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Monitor monitor;
  private final Node node;
  private final HostAndPort server;
  private final Thread thread;

  /** Written by the thread, closed by {@link #close} too: closing wakes a thread that waits for an answer. */
  private volatile @Nullable ProbeConnection connection;

  private volatile @Nullable ServerFacts facts;
  private volatile @Nullable ProbeFailure failure;
  private volatile boolean closed;
  private volatile boolean woken;
  /** Whether the next question has to be the full one. */
  private volatile boolean wanted;

  // Of the thread alone:
  private long connections;
  private int failures;
  private long fullAt;
  private long downstreamsAt;
  private long catalogueAt;

  NodeProbe(Monitor monitor, Node node, HostAndPort server) {
    this.monitor = monitor;
    this.node = node;
    this.server = server;
    this.thread = new Thread(this, "paceline-monitor-" + node.name());
    thread.setDaemon(true);
  }

  Node node() {
    return node;
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    while (!closed) {
      long started = monitor.ticker().nanos();
      long pause = turn(started);
      long due = started + pause;
      for (long left = pause;
          left > 0 && !woken && !closed;
          left = due - monitor.ticker().nanos()) {
        LockSupport.parkNanos(this, left);
      }
      woken = false;
    }
    disconnect();
  }

  /** Asks once and says how long to pause until the next time, counted from {@code now}. */
  private long turn(long now) {
    try {
      questionOnGoodConnection(now);
      failures = 0;
      if (isFull(failure)) {
        ClusterLog.info(monitor.name(), "node can be asked again (node=" + node + ")");
      }
      failure = null;
      return monitor.cadence().next(monitor.demanded(now), monitor.busy(now), monitor.unclear());
    } catch (SQLException e) {
      failed(e);
    } catch (RuntimeException e) {
      // A server that answers nonsense must not end the thread: it may be mended.
      failed(new SQLException("the server's answer makes no sense: " + e, "08000", e));
    }
    return monitor.cadence().retry(failures, monitor.unclear());
  }

  /** A broken connection says little of its server: only a new one that fails too does. */
  private void questionOnGoodConnection(long now) throws SQLException {
    boolean old = connection != null;
    try {
      question(now);
    } catch (SQLException e) {
      if (!old || closed || e.getCause() instanceof SocketTimeoutException) {
        throw e;
      }
      ClusterLog.debug(monitor.name(), "a probe broke and is tried again (node=" + node + ")", e);
      disconnect();
      question(now);
    }
  }

  private void question(long now) throws SQLException {
    ProbeConnection open = connection;
    if (open == null) {
      open = connect();
      probe(open);
      return;
    }
    boolean full = wanted
        || now - fullAt >= monitor.cadence().full()
        || (monitor.unclear() && now - fullAt >= monitor.cadence().busy());
    if (full || !sample(open)) {
      probe(open);
    }
    tellDownstreams(open, now);
    tellCatalogue(open, now);
  }

  private ProbeConnection connect() throws SQLException {
    ProbeConnection open = new ProbeConnection(
        monitor.connector().openForMonitor(server, monitor.timeout()), monitor.timeout());
    connection = open;
    connections++;
    // The first question about others waits until the cluster is up.
    downstreamsAt = monitor.ticker().nanos() + DISCOVERY_NANOS / 10;
    catalogueAt = monitor.ticker().nanos() + CATALOGUE_NANOS;
    if (closed) {
      open.close();
    }
    return open;
  }

  private void probe(ProbeConnection open) throws SQLException {
    wanted = false;
    long sentAt = monitor.ticker().nanos();
    ServerFacts told = open.probe(monitor.asynchronousCommit());
    if (told.asynchronousCommit() && told.report().role() == Role.PRIMARY) {
      monitor.asynchronousCommitSeen();
    }
    facts = told;
    fullAt = sentAt;
    monitor.learn(node, new TopologyEvent.Probed(node.id(), told.report(), sentAt, connections));
  }

  /** Asks for the position only; false if the role is another than it was, so that everything has to be asked. */
  private boolean sample(ProbeConnection open) throws SQLException {
    ServerFacts known = facts;
    long sentAt = monitor.ticker().nanos();
    ProbeConnection.Sample sample = open.sample(monitor.asynchronousCommit());
    if (known == null || sample.role() != known.report().role()) {
      return false;
    }
    monitor.learn(node, new TopologyEvent.Sampled(node.id(), sample.position(), sentAt));
    if (sample.quiet()) {
      monitor.settled(node, sentAt);
    }
    return true;
  }

  private void tellDownstreams(ProbeConnection open, long now) throws SQLException {
    Discovery discovery = monitor.discovery();
    if (discovery != null && now - downstreamsAt >= 0) {
      downstreamsAt = now + DISCOVERY_NANOS;
      discovery.told(server, open.downstreams(), facts);
    }
  }

  /** The primary's catalogue is watched; without a primary, nobody changes it. */
  private void tellCatalogue(ProbeConnection open, long now) throws SQLException {
    ServerFacts known = facts;
    if (now - catalogueAt >= 0 && known != null && known.report().role() == Role.PRIMARY) {
      catalogueAt = now + CATALOGUE_NANOS;
      monitor.catalogueIs(open.catalogueFingerprint());
    }
  }

  private void failed(SQLException e) {
    failures++;
    disconnect();
    if (closed) {
      return;
    }
    ProbeFailure before = failure;
    ProbeFailure now = new ProbeFailure(node, e, monitor.ticker().nanos());
    failure = now;
    if (!isFull(now)) {
      monitor.learn(node, new TopologyEvent.ProbeFailed(node.id(), now.text()));
      return;
    }
    if (!isFull(before)) {
      ClusterLog.warn(
          monitor.name(),
          "node has no connection left for the monitor (node=" + node + ", why=" + now.text()
              + ")");
    }
    monitor.learn(
        node, new TopologyEvent.Full(node.id(), "refuses new connections: " + now.text()));
  }

  private static boolean isFull(@Nullable ProbeFailure failure) {
    return failure != null && SqlStates.isFull(failure.cause().getSQLState());
  }

  private void disconnect() {
    ProbeConnection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }

  /** What the node said last, or null if it never answered. */
  @Nullable
  ServerFacts facts() {
    return facts;
  }

  /** Why it could not be asked the last time, or null if it answered or was not asked yet. */
  @Nullable
  ProbeFailure failure() {
    return failure;
  }

  /** Ends the pause and asks everything. */
  void ask() {
    wanted = true;
    wake();
  }

  /** Ends the pause. */
  void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }

  void close() {
    closed = true;
    wake();
    ProbeConnection open = connection;
    if (open != null) {
      open.close();
    }
  }

  void awaitEnd(long deadline) {
    Threads.join(thread, deadline - monitor.ticker().nanos());
  }
}
