package dev.paceline.cluster;

import dev.paceline.config.PacelineConfig;
import dev.paceline.config.Ticker;
import dev.paceline.dialect.Dialect;
import dev.paceline.dialect.postgresql.PostgresqlDialect;
import dev.paceline.position.PositionToken;
import dev.paceline.routing.Floors;
import dev.paceline.routing.NodeLoads;
import dev.paceline.routing.Router;
import dev.paceline.sql.StatementAnalyzer;
import dev.paceline.topology.Node;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Standing;
import dev.paceline.topology.Topology;
import dev.paceline.topology.TopologyEvent;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A running cluster: what its nodes are now, and connections to them. All logical connections with the same configuration
 * share one. Safe for use by many threads.
 */
public final class Cluster {

  private final ClusterRegistry registry;
  private final ClusterKey key;
  private final PacelineConfig config;
  private final Ticker ticker;
  private final String name;
  private final NodeLoads loads = new NodeLoads();
  private final Dialect dialect = PostgresqlDialect.INSTANCE;
  private final BackgroundExecutor background;
  private final StatementAnalyzer analyzer;
  private final NativeConnector connector;
  private final Monitor monitor;
  private final Pools pools;
  private final CatalogueLoader catalogue;
  private final RouteCounters counters = new RouteCounters();
  private final Refusals refusals = new Refusals();
  private final ClusterManagement management;
  private volatile boolean sequenceValuesRead;

  /** Set once by the first contact, before anybody gets hold of the cluster. */
  private volatile @Nullable Ready ready;

  /** What only exists when the cluster's identity is known. */
  private record Ready(Floors floors, Router router) {}

  Cluster(ClusterRegistry registry, ClusterKey key, PacelineConfig config, Ticker ticker) {
    this.registry = registry;
    this.key = key;
    this.config = config;
    this.ticker = ticker;
    this.name = config.name();
    this.background = new BackgroundExecutor("paceline-plans-" + name);
    this.analyzer = new StatementAnalyzer(dialect, background);
    String schemas = config.nativeProperties().get("currentSchema");
    if (schemas != null) {
      analyzer.searchPath(schemas);
    }
    this.connector = new NativeConnector(config);
    this.monitor = new Monitor(config, connector, ticker, new Listener());
    this.pools = new Pools(config, connector, ticker, this::report, monitor::topology);
    this.management = new ClusterManagement(name, monitor, pools, counters, analyzer);
    this.catalogue =
        new CatalogueLoader(name, monitor, dialect, analyzer, management, background, ticker);
  }

  /**
   * The running cluster of a configuration, started if it is not running yet. Give it back with {@link #release}.
   *
   * @throws SQLException with SQLSTATE 08001 and what is wrong with each node if none can be used within
   *     {@code loginTimeout} (or {@code connectTimeout}, one budget for all hosts); with the servers' own if all of them
   *     refuse for the same reason
   */
  public static Cluster acquire(PacelineConfig config) throws SQLException {
    return ClusterRegistry.INSTANCE.acquire(config);
  }

  void start() {
    connector.warnOfDroppedProperties();
    monitor.start(config.seeds());
    catalogue.start();
  }

  void awaitFirstContact() throws SQLException {
    new FirstContact(monitor, config).await();
    synchronized (this) {
      if (ready != null) {
        return;
      }
      Floors floors = registry.floors(monitor.topology().systemIdentifier());
      ready = new Ready(
          floors,
          new Router(
              floors, loads, config.weights(), n -> ThreadLocalRandom.current().nextInt(n)));
      catalogue.met();
    }
  }

  /** Gives it back; it ends {@code paceline.pool.linger} after the last one did. Once for each {@link #acquire}. */
  public void release() {
    registry.release(key, this, /* atOnce= */ false);
  }

  /** Gives it back; it has ended when this returns if nobody else uses it. Once for each {@link #acquire}. */
  public void releaseAtOnce() {
    registry.release(key, this, /* atOnce= */ true);
  }

  /** What the cluster looks like now: one volatile read. */
  public Topology topology() {
    return monitor.topology();
  }

  /** A connection of a node's pool, waited for as long as {@code paceline.pool.connectionTimeout} says at most. */
  public Lease lease(Node node) throws SQLException {
    return lease(node, pools.waitNanos());
  }

  /**
   * A connection of a node's pool.
   *
   * @param timeoutNanos to wait at most for a free or a new one
   * @throws SQLException if there is none in time, with the pool's numbers and the last failure, and SQLSTATE 08001; what
   *     the server said if it refuses the credentials
   */
  public Lease lease(Node node, long timeoutNanos) throws SQLException {
    monitor.traffic();
    return pools.of(node).lease(timeoutNanos);
  }

  /**
   * A connection that was leased before, if it is idle now.
   *
   * @return null if somebody else has it, or it is closed
   */
  public @Nullable Lease leaseIdle(PhysicalConnection wanted) {
    return wanted.pool().leaseIdle(wanted);
  }

  /** Whether a session of this process asked for currval or lastval outside of the transaction that advanced the sequence. */
  public boolean sequenceValuesRead() {
    return sequenceValuesRead;
  }

  /** A session did. */
  public void sequenceValuesWereRead() {
    sequenceValuesRead = true;
  }

  /**
   * Somebody needs fresher positions than there are: for a little while they are asked every few milliseconds. Cheap, and
   * never blocks.
   */
  public void demand() {
    monitor.demand();
  }

  /**
   * Waits for a newer picture.
   *
   * @param seen the last one that the caller knows
   * @param deadline a reading of {@link #ticker}
   * @return the newest; the same as {@code seen} if the time was over first
   */
  public Topology await(Topology seen, long deadline) throws InterruptedException {
    return monitor.await(seen, deadline);
  }

  /**
   * The primary's position, asked at or after a moment: everything that was acknowledged before that moment lies at or
   * before it.
   *
   * @param notBefore a reading of {@link #ticker}
   * @param deadline a reading of {@link #ticker}
   * @return null if there was none in time
   */
  public @Nullable PositionToken samplePrimary(long notBefore, long deadline)
      throws InterruptedException {
    return monitor.samplePrimary(notBefore, deadline);
  }

  /**
   * Whether the primary shows all that any replica showed until a moment.
   *
   * @param seenAt a reading of {@link #ticker}
   */
  public boolean isSettled(long seenAt) {
    return monitor.isSettled(seenAt);
  }

  /**
   * The primary was found to show all that any replica showed until a moment: nobody need ask that again.
   *
   * @param node who was asked; nothing is learnt if it is not the primary any more
   * @param asOf a reading of {@link #ticker}
   */
  public void settledAsOf(Node node, long asOf) {
    monitor.settled(node, asOf);
  }

  /**
   * Tells what somebody's statement met on a node, so that the node is asked at once instead of at its turn. An error that
   * says nothing of the node is ignored.
   */
  public void report(Node node, SQLException error) {
    String state = error.getSQLState();
    if (SqlStates.isUnreachable(state)) {
      monitor.learn(node, new TopologyEvent.ProbeFailed(node.id(), ProbeFailure.text(error)));
      monitor.ask(node);
    } else if (SqlStates.isBroken(state) || SqlStates.READ_ONLY.equals(state)) {
      monitor.ask(node);
    }
  }

  /** Has a node asked at once instead of at its turn: somebody's connection to it broke. */
  public void ask(Node node) {
    monitor.ask(node);
  }

  /** A session lets its commits be acknowledged before they are on disk: from now on positions take that into account. */
  public void asynchronousCommitSeen() {
    monitor.asynchronousCommitSeen();
  }

  /** A statement named something that the catalogue does not have: it is loaded again soon, if that was not lately. */
  public void catalogueMissed() {
    catalogue.missed();
  }

  /**
   * A statement of this process has changed the catalogue: it is loaded again soon, on a thread that nobody waits for, and
   * nothing is taken for known until then. To be told again when the transaction of that statement has committed.
   */
  public void catalogueChanged() {
    catalogue.changed();
  }

  /** What statements are, with the catalogue of this cluster's database. */
  public StatementAnalyzer analyzer() {
    return analyzer;
  }

  /** What this process has written, shared by all clusters of the same server system. */
  public Floors floors() {
    return Objects.requireNonNull(ready, "the cluster was not met yet").floors();
  }

  /** Decides where statements run. */
  public Router router() {
    return Objects.requireNonNull(ready, "the cluster was not met yet").router();
  }

  /** What this process asks of each node. */
  public NodeLoads loads() {
    return loads;
  }

  /** What replicas have refused as writes. */
  public Refusals refusals() {
    return refusals;
  }

  /** Counts of statements by node, class and reason: the layer above adds to them, metrics show them. */
  public RouteCounters counters() {
    return counters;
  }

  /** The configuration of whoever came first; others differ in what a session may choose at most. */
  public PacelineConfig config() {
    return config;
  }

  /** The name in logs and metrics. */
  public String name() {
    return name;
  }

  /** The clock of every time here. */
  public Ticker ticker() {
    return ticker;
  }

  /** What a server said of itself beyond its state, for people: an empty map if it never answered. */
  public Map<String, String> details(Node node) {
    ServerFacts facts = monitor.facts(node);
    return facts == null ? Map.of() : facts.details();
  }

  /** The numbers of a node's pool, for people; empty if it has none. */
  public String poolNumbers(Node node) {
    NodePool pool = pools.existing(node);
    return pool == null ? "" : pool.numbers();
  }

  void close() {
    management.unregister();
    background.shutdownNow();
    catalogue.close();
    monitor.close();
    pools.close();
    catalogue.awaitEnd(ticker.nanos() + monitor.timeout());
    ClusterLog.debug(name, "closed", null);
  }

  @Override
  public String toString() {
    return "Cluster " + name;
  }

  private final class Listener implements Monitor.Listener {

    @Override
    public void changed(Topology before, Topology after) {
      for (NodeState state : after.nodes()) {
        NodeState was = before.node(state.node());
        if (was != null && was.inService() && endsConnections(was, state)) {
          pools.renew(state.node());
        }
      }
    }

    /** A connection from before must not be used after: the server is gone, is another, or has another role. */
    private boolean endsConnections(NodeState was, NodeState is) {
      return is.standing() == Standing.DOWN
          || is.standing() == Standing.FOREIGN
          || was.role() != is.role();
    }

    @Override
    public void left(Node node) {
      management.left(node);
      counters.forget(node);
      loads.forget(node.id());
      pools.drop(node);
    }

    @Override
    public void catalogueIs(String fingerprint) {
      catalogue.fingerprint(fingerprint);
    }
  }
}
