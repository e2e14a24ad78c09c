package dev.paceline.suites.topology;

import dev.paceline.cluster.Cluster;
import dev.paceline.cluster.Lease;
import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.config.PacelineConfig;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Standing;
import dev.paceline.topology.Topology;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Predicate;

/** A cluster of ours on a cluster of the kit; ends at once when closed. */
final class Running implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(15);

  final Cluster cluster;

  private Running(Cluster cluster) {
    this.cluster = cluster;
  }

  static Running on(PostgresCluster servers, String... properties) throws SQLException {
    return at(servers.hosts(), properties);
  }

  /** With these seeds; properties are name=value. */
  static Running at(String hosts, String... properties) throws SQLException {
    return new Running(Cluster.acquire(config(hosts, properties)));
  }

  static PacelineConfig config(String hosts, String... properties) {
    Properties all = new Properties();
    all.setProperty("user", PostgresCluster.USER);
    for (String property : properties) {
      int equals = property.indexOf('=');
      all.setProperty(property.substring(0, equals), property.substring(equals + 1));
    }
    return PacelineConfig.of(
        "jdbc:paceline:postgresql://" + hosts + "/" + PostgresCluster.DATABASE, all);
  }

  Topology topology() {
    return cluster.topology();
  }

  /** What the cluster says of the server behind this node's client relay. */
  NodeState of(PostgresNode node) {
    String name = node.clientRelay().host() + ":" + node.clientRelay().port();
    NodeState state = cluster.topology().named(name);
    if (state == null) {
      throw new AssertionError("no node " + name + " in " + cluster.topology());
    }
    return state;
  }

  void await(String what, PostgresNode node, Predicate<NodeState> condition) {
    Await.until(
        node + " to be " + what,
        SOON,
        () -> condition.test(of(node)),
        () -> topology().toString());
  }

  void await(PostgresNode node, Standing standing) {
    await(standing.toString(), node, state -> state.standing() == standing);
  }

  void awaitPrimary(PostgresNode node) {
    Await.until(
        node + " to be primary",
        SOON,
        () -> {
          NodeState primary = topology().primary();
          return primary != null && primary.node().equals(of(node).node());
        },
        () -> topology().toString());
  }

  /** Writes on the primary and returns when that was acknowledged, as a reading of our clock. */
  long commit(String sql) throws SQLException {
    NodeState primary = topology().primary();
    if (primary == null) {
      throw new SQLException("no primary");
    }
    try (Lease lease = cluster.lease(primary.node());
        Statement statement = lease.connection().raw().createStatement()) {
      statement.execute(sql);
    }
    return cluster.ticker().nanos();
  }

  String query(NodeState state, String sql) throws SQLException {
    try (Lease lease = cluster.lease(state.node());
        Statement statement = lease.connection().raw().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }

  /** Waits until a node is known to show all that was acknowledged before a moment. */
  void awaitFresh(PostgresNode node, long asOf) {
    Await.until(
        node + " to be fresh",
        SOON,
        () -> {
          cluster.demand();
          NodeState state = of(node);
          return state.freshKnown() && state.freshAsOf() - asOf >= 0;
        },
        () -> topology().toString());
  }

  @Override
  public void close() {
    cluster.releaseAtOnce();
  }
}
