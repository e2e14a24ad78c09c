package dev.paceline.benchmarks;

import dev.paceline.benchmarks.stub.StubDriver;
import dev.paceline.cluster.Cluster;
import dev.paceline.cluster.Lease;
import dev.paceline.config.PacelineConfig;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.routing.RouteDecision;
import dev.paceline.routing.Unit;
import dev.paceline.session.SessionState;
import dev.paceline.sql.Route;
import dev.paceline.sql.StatementPlan;
import dev.paceline.topology.Node;
import dev.paceline.topology.Topology;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What do the parts of one execution cost by themselves, on the stub driver: the decision, with floors and without, the lease of a connection,
 * and noting a write?
 *
 * <p>{@code itests/benchmarks/run jmh PartsBenchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PartsBenchmark {

  private final int[] tables = {0x1234567, 0x7654321};

  private Cluster cluster;
  private SessionState process;
  private SessionState any;
  private StatementPlan plan;
  private Node replica;

  /** Starts a cluster on the stub. */
  @Setup
  public void open() throws SQLException, InterruptedException {
    Target target = Target.stub();
    PacelineConfig config = config(Contender.PACELINE, target);
    cluster = Cluster.acquire(config);
    process = new SessionState(config, 1);
    any = new SessionState(config(Contender.PACELINE_ANY, target), 2);
    replica = firstReplica();
    plan = knownPlan();
  }

  /** With the catalogue, which is loaded beside the rest. */
  private StatementPlan knownPlan() {
    long deadline = cluster.ticker().nanos() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      StatementPlan known = cluster.analyzer().plan(PointRead.SQL, LexicalSettings.DEFAULT);
      if (known.route() == Route.REPLICA && known.tablesReadComplete()) {
        return known;
      }
      if (cluster.ticker().nanos() - deadline > 0) {
        throw new IllegalStateException("the stub's catalogue was not loaded: " + known);
      }
      Thread.onSpinWait();
    }
  }

  private static PacelineConfig config(Contender contender, Target target) {
    return PacelineConfig.of(contender.url(target), new Properties());
  }

  private Node firstReplica() throws InterruptedException {
    Topology topology = cluster.topology();
    long deadline = cluster.ticker().nanos() + TimeUnit.SECONDS.toNanos(10);
    while (topology.replicas().isEmpty()) {
      Topology newer = cluster.await(topology, deadline);
      if (newer == topology) {
        throw new IllegalStateException("the stub's replicas are not in service: " + topology);
      }
      topology = newer;
    }
    return topology.replicas().get(0).node();
  }

  /** The decision under {@code freshness=process}. */
  @Benchmark
  public RouteDecision decide() {
    return decide(process);
  }

  /** The decision under {@code freshness=any}. */
  @Benchmark
  public RouteDecision decideWithoutFloors() {
    return decide(any);
  }

  private RouteDecision decide(SessionState session) {
    return cluster
        .router()
        .route(
            session,
            Unit.STATEMENT,
            plan,
            cluster.topology(),
            /* mayWait= */ true,
            cluster.ticker().nanos());
  }

  /** A connection out of the pool and back. */
  @Benchmark
  public Lease lease() throws SQLException {
    Lease lease = cluster.lease(replica);
    lease.close();
    return lease;
  }

  /** One write of two tables in the floors: before it is sent, and after its answer. */
  @Benchmark
  public void noteWrite() {
    cluster.floors().writeBegins(tables, /* complete= */ true);
    cluster.floors().writeEnds(tables, /* complete= */ true, cluster.ticker().nanos());
  }

  /** Ends the cluster. */
  @TearDown
  public void close() throws SQLException {
    cluster.releaseAtOnce();
    StubDriver.uninstall();
  }
}
