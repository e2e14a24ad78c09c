package dev.paceline.cluster;

import dev.paceline.config.HostAndPort;
import dev.paceline.config.PacelineConfig;
import dev.paceline.config.PacelineProperty;
import dev.paceline.config.Ticker;
import dev.paceline.position.PositionToken;
import dev.paceline.topology.Node;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Standing;
import dev.paceline.topology.Topology;
import dev.paceline.topology.TopologyConfig;
import dev.paceline.topology.TopologyEvent;
import dev.paceline.topology.TopologyMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks every node of a cluster what it is and where it is, and publishes what follows.
 *
 * <p>Each node has a thread and a connection of its own: one that does not answer holds up no other. The threads meet in
 * {@link #learn}, under a lock that is held for computing only, never over I/O. Readers take the last picture from one
 * volatile field.
 */
final class Monitor {

  /** Demand lasts a little: a session that needs fresh positions now will soon again. */
  private static final long DEMAND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Who wants to hear of changes; called by the monitor's threads, outside of every lock. */
  interface Listener {
    /** A new picture was published. */
    void changed(Topology before, Topology after);

    /** A node does not belong to the cluster any more. Its id is given to nobody before this returns. */
    void left(Node node);

    /** The primary's catalogue was looked at. */
    void catalogueIs(String fingerprint);
  }

  /** Traffic keeps the pace up for so long after the last statement. */
  private static final long TRAFFIC_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final Ticker ticker;
  private final NativeConnector connector;
  private final Cadence cadence;
  private final long timeout;
  private final TopologyLog log;
  private final Listener listener;
  private final @Nullable Discovery discovery;
  /** In the order of ids. Changed under {@link #lock} only. */
  private final List<NodeProbe> probes = new CopyOnWriteArrayList<>();

  private final AtomicLong settledAsOf;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition published = lock.newCondition();
  /** Guarded by {@link #lock}. */
  private final TopologyMachine machine;
  /** Whether the log says that there is no id left. Guarded by {@link #lock}. */
  private boolean saidFull;

  private volatile Topology topology;
  private volatile long demandUntil;
  private volatile boolean traffic;
  private volatile long trafficUntil;
  private volatile boolean asynchronousCommit;
  private volatile boolean closed;

  Monitor(PacelineConfig config, NativeConnector connector, Ticker ticker, Listener listener) {
    this.listener = listener;
    this.name = config.name();
    this.ticker = ticker;
    this.connector = connector;
    this.timeout = config.nanos(PacelineProperty.MONITOR_TIMEOUT);
    long maxLag = config.nanos(PacelineProperty.MAX_LAG);
    this.cadence = Cadence.of(
        config.nanos(PacelineProperty.MONITOR_MIN_INTERVAL),
        config.nanos(PacelineProperty.MONITOR_MAX_INTERVAL),
        maxLag);
    this.machine = new TopologyMachine(TopologyConfig.withMaxLag(maxLag), ticker.nanos());
    this.topology = machine.topology();
    this.settledAsOf = new AtomicLong(ticker.nanos());
    this.log = new TopologyLog(name);
    this.demandUntil = ticker.nanos();
    this.trafficUntil = demandUntil;
    this.discovery = config.isOn(PacelineProperty.DISCOVERY) ? new Discovery(this) : null;
  }

  /** Begins to ask the seeds, all at once. */
  void start(List<HostAndPort> seeds) {
    for (HostAndPort seed : seeds) {
      join(seed, /* seed= */ true);
    }
  }

  /**
   * Makes a node known and begins to ask it.
   *
   * @return false if there is no room for one more
   */
  boolean join(HostAndPort server, boolean seed) {
    NodeProbe probe;
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      if (probes.size() > Node.MAX_ID) {
        sayFull(server);
        return false;
      }
      int id = freeId();
      Node node = new Node(id, server.host(), server.port());
      probe = new NodeProbe(this, node, server);
      // Up to the free id none is missing.
      probes.add(id, probe);
      topology = machine.step(new TopologyEvent.Joined(node, seed), ticker.nanos());
    } finally {
      lock.unlock();
    }
    probe.start();
    return true;
  }

  /** Once for each time that all ids are taken. */
  private void sayFull(HostAndPort server) {
    if (!saidFull) {
      saidFull = true;
      ClusterLog.warn(
          name,
          "a node gets no traffic, as no more than " + (Node.MAX_ID + 1) + " are kept (node="
              + server + ")");
    }
  }

  /** The lowest one that no node has. */
  private int freeId() {
    int id = 0;
    while (id < probes.size() && probes.get(id).node().id() == id) {
      id++;
    }
    return id;
  }

  /**
   * Forgets a node that was found and is out. Returns when nothing of it is left, so that its id can be given again. To be
   * called by the thread of {@link Discovery} only, which is the one that gives ids: it may take as long as a probe.
   */
  void leave(Node node) {
    NodeProbe probe;
    lock.lock();
    try {
      NodeState state = topology.node(node);
      probe = probe(node);
      if (closed || probe == null || state == null || !isOut(state)) {
        return;
      }
      probes.remove(probe);
      saidFull = false;
      topology = machine.step(new TopologyEvent.Left(node.id()), ticker.nanos());
      published.signalAll();
    } finally {
      lock.unlock();
    }
    probe.close();
    probe.awaitEnd(ticker.nanos() + timeout);
    listener.left(node);
  }

  /** Whether it is of no use now, for a reason that lies with the node. */
  static boolean isOut(NodeState state) {
    return state.standing() == Standing.DOWN || state.standing() == Standing.FOREIGN;
  }

  private @Nullable NodeProbe probe(Node node) {
    for (NodeProbe probe : probes) {
      if (probe.node().equals(node)) {
        return probe;
      }
    }
    return null;
  }

  /**
   * Takes an event in and publishes what follows.
   *
   * @param node whom it is about; if it was forgotten meanwhile, nothing happens
   */
  void learn(Node node, TopologyEvent event) {
    Topology before;
    Topology after;
    lock.lock();
    try {
      before = topology;
      if (before.node(node) == null) {
        return;
      }
      after = machine.step(event, ticker.nanos());
      topology = after;
      published.signalAll();
    } finally {
      lock.unlock();
    }
    log.changes(before, after);
    listener.changed(before, after);
  }

  Topology topology() {
    return topology;
  }

  /** See {@link Cluster#demand}. */
  void demand() {
    long now = ticker.nanos();
    if (demandUntil - now < DEMAND_NANOS / 2) {
      boolean asleep = demandUntil - now <= 0;
      demandUntil = now + DEMAND_NANOS;
      if (asleep) {
        wakeAll();
      }
    }
  }

  /** A statement is on its way: positions are worth more than when nothing happens. */
  void traffic() {
    // Read first: a store by every statement would make all processors fight for the line.
    if (!traffic) {
      traffic = true;
    }
  }

  /** Whether there was traffic lately. */
  boolean busy(long now) {
    if (traffic) {
      traffic = false;
      trafficUntil = now + TRAFFIC_NANOS;
    }
    return trafficUntil - now > 0;
  }

  boolean demanded(long now) {
    return demandUntil - now > 0;
  }

  /** Whether roles have to be found out soon. */
  boolean unclear() {
    Topology current = topology;
    if (current.primary() == null || !current.alarms().isEmpty()) {
      return true;
    }
    for (NodeState state : current.nodes()) {
      if (state.standing() == Standing.RETURNING || state.standing() == Standing.UNKNOWN) {
        return true;
      }
    }
    return false;
  }

  void asynchronousCommitSeen() {
    asynchronousCommit = true;
  }

  boolean asynchronousCommit() {
    return asynchronousCommit;
  }

  /** See {@link Cluster#settledAsOf(Node, long)}. */
  void settled(Node node, long asOf) {
    NodeState primary = topology.primary();
    if (primary != null && primary.node().equals(node)) {
      settledAsOf.accumulateAndGet(asOf, (was, is) -> is - was > 0 ? is : was);
    }
  }

  /** See {@link Cluster#isSettled}. */
  boolean isSettled(long seenAt) {
    return settledAsOf.get() - seenAt >= 0;
  }

  /** Asks one node everything at once, whatever its turn. */
  void ask(Node node) {
    NodeProbe probe = probe(node);
    if (probe != null) {
      probe.ask();
    }
  }

  /** Asks every node everything at once. */
  void askAll() {
    for (NodeProbe probe : probes) {
      probe.ask();
    }
  }

  /** Takes in the primary's catalogue fingerprint. */
  void catalogueIs(String fingerprint) {
    listener.catalogueIs(fingerprint);
  }

  private void wakeAll() {
    for (NodeProbe probe : probes) {
      probe.wake();
    }
  }

  /** See {@link Cluster#await}. */
  Topology await(Topology seen, long deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = deadline - ticker.nanos();
      while (topology.version() <= seen.version() && left > 0 && !closed) {
        left = published.awaitNanos(left);
      }
      return topology;
    } finally {
      lock.unlock();
    }
  }

  /** See {@link Cluster#samplePrimary}. */
  @Nullable
  PositionToken samplePrimary(long notBefore, long deadline) throws InterruptedException {
    Topology current = topology;
    while (true) {
      NodeState primary = current.primary();
      if (primary != null
          && primary.lineage() != null
          && primary.position() != null
          && primary.sampledAt() - notBefore >= 0) {
        return new PositionToken(primary.lineage(), primary.position());
      }
      if (closed || deadline - ticker.nanos() <= 0) {
        return null;
      }
      demand();
      current = await(current, deadline);
    }
  }

  /** What each node said last, for those that ever answered. */
  List<ServerFacts> facts() {
    List<ServerFacts> facts = new ArrayList<>();
    for (NodeProbe probe : probes) {
      ServerFacts told = probe.facts();
      if (told != null) {
        facts.add(told);
      }
    }
    return facts;
  }

  /** What the node said last, or null if it never answered. */
  @Nullable
  ServerFacts facts(Node node) {
    NodeProbe probe = probe(node);
    return probe == null ? null : probe.facts();
  }

  /** Why the node could not be asked the last time, or null if it answered or was not asked yet. */
  @Nullable
  ProbeFailure failure(Node node) {
    NodeProbe probe = probe(node);
    return probe == null ? null : probe.failure();
  }

  /** The last failure of each node that has one, in the order of ids; null for the others. */
  List<@Nullable ProbeFailure> failures() {
    List<@Nullable ProbeFailure> failures = new ArrayList<>();
    for (NodeProbe probe : probes) {
      failures.add(probe.failure());
    }
    return failures;
  }

  @Nullable
  Discovery discovery() {
    return discovery;
  }

  String name() {
    return name;
  }

  Ticker ticker() {
    return ticker;
  }

  Cadence cadence() {
    return cadence;
  }

  NativeConnector connector() {
    return connector;
  }

  long timeout() {
    return timeout;
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends all threads and connections; returns when they have ended, or after the time of one probe. */
  void close() {
    lock.lock();
    try {
      closed = true;
      published.signalAll();
    } finally {
      lock.unlock();
    }
    if (discovery != null) {
      discovery.close();
    }
    for (NodeProbe probe : probes) {
      probe.close();
    }
    long deadline = ticker.nanos() + timeout;
    for (NodeProbe probe : probes) {
      probe.awaitEnd(deadline);
    }
    if (discovery != null) {
      discovery.awaitEnd(deadline);
    }
  }
}
