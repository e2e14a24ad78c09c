package dev.paceline.clusterkit.postgresql;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.Cluster;
import dev.paceline.clusterkit.PortLease;
import dev.paceline.clusterkit.ServerUser;
import dev.paceline.clusterkit.relay.RelayLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A PostgreSQL primary and its streaming standbys, each behind a relay, with a database {@code test} and a superuser
 * {@code postgres} that needs no password on the loopback addresses.
 *
 * <p>Every cluster is initialized anew, so two clusters never have the same system identifier.
 */
public final class PostgresCluster implements Cluster {

  /** The database that every cluster has. */
  public static final String DATABASE = "test";

  /** The superuser. */
  public static final String USER = "postgres";

  private static final Duration IN_SYNC = Duration.ofSeconds(30);

  private final ClusterSpec spec;
  private final ServerHomes homes;
  private final RelayLoop loop;
  private final List<PortLease> leases = new ArrayList<>();
  private final List<PostgresNode> nodes = new ArrayList<>();
  private volatile PostgresNode primary;
  private boolean closed;

  private PostgresCluster(ClusterSpec spec, ServerHomes homes) {
    this.spec = spec;
    this.homes = homes;
    this.loop = new RelayLoop("paceline-relays");
    int network = ThreadLocalRandom.current().nextInt(1, 255);
    int port = lease();
    for (int i = 0; i < spec.size(); i++) {
      String name = ClusterSpec.name(i);
      String host = spec.ownAddresses() ? "127.77." + network + "." + (i + 1) : "127.0.0.1";
      int own = i == 0 || spec.ownAddresses() ? port : lease();
      NodeAddress address = new NodeAddress(name, host, own, lease(), lease());
      nodes.add(new PostgresNode(this, address, homes.home(name), loop));
    }
    primary = nodes.get(0);
  }

  /** Describes a cluster; without a word more it is a primary alone. */
  public static PostgresClusterBuilder builder() {
    return new PostgresClusterBuilder();
  }

  static PostgresCluster start(ClusterSpec spec) {
    return start(
        spec,
        switch (spec.launch()) {
          case EMBEDDED -> EmbeddedHomes.open(ServerUser.detect());
          case CONTAINERS -> ContainerHomes.open();
        });
  }

  static PostgresCluster start(ClusterSpec spec, ServerHomes homes) {
    PostgresCluster cluster;
    try {
      cluster = new PostgresCluster(spec, homes);
    } catch (RuntimeException e) {
      homes.close();
      throw e;
    }
    try {
      cluster.start();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  @Override
  public List<PostgresNode> nodes() {
    return List.copyOf(nodes);
  }

  @Override
  public PostgresNode node(String name) {
    return nodes.stream()
        .filter(n -> n.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no node " + name + " among " + nodes));
  }

  @Override
  public PostgresNode primary() {
    return primary;
  }

  @Override
  public List<PostgresNode> standbys() {
    return nodes.stream().filter(PostgresNode::isStandby).toList();
  }

  @Override
  public String hosts() {
    return hosts(n -> n.clientRelay().host() + ":" + n.clientRelay().port());
  }

  @Override
  public String directHosts() {
    return hosts(n -> n.host() + ":" + n.port());
  }

  /** As {@link #awaitInSync(Duration)} with 30 seconds. */
  public void awaitInSync() {
    awaitInSync(IN_SYNC);
  }

  @Override
  public void awaitInSync(Duration atMost) {
    // Not the insert position: at the end of a page that is a place no standby reaches before the
    // next record.
    String position = primary.query("SELECT pg_current_wal_flush_lsn()");
    for (PostgresNode standby : standbys()) {
      Await.until(
          standby + " to replay up to " + position,
          atMost,
          () -> standby
              .query("SELECT pg_last_wal_replay_lsn() >= '" + position + "'")
              .equals("t"),
          standby::log);
    }
  }

  /** Whether every node runs in the role it was started with, with no fault, delay or pause. */
  public boolean isIntact() {
    return primary == nodes.get(0)
        && nodes.stream().allMatch(n -> n.isIntact(nodes.indexOf(n) > 0));
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    loop.close();
    try {
      homes.close();
    } finally {
      leases.forEach(PortLease::close);
    }
  }

  @Override
  public String toString() {
    return "PostgresCluster" + nodes;
  }

  ClusterSpec spec() {
    return spec;
  }

  void promoted(PostgresNode node) {
    primary = node;
  }

  private void start() {
    PostgresNode first = nodes.get(0);
    first.initialize();
    for (int i = 1; i < nodes.size(); i++) {
      nodes.get(i).cloneAndStart(nodes.get(spec.upstreams().get(i - 1)));
    }
    nodes.stream().filter(PostgresNode::isStandby).forEach(PostgresNode::awaitStreaming);
    String synchronous = spec.settings().get(ClusterSpec.SYNCHRONOUS);
    if (synchronous != null) {
      nodes.forEach(n -> n.alterSystem(ClusterSpec.SYNCHRONOUS, synchronous));
    }
  }

  private int lease() {
    PortLease lease = PortLease.take();
    leases.add(lease);
    return lease.port();
  }

  private String hosts(Function<PostgresNode, String> address) {
    return nodes.stream()
        .sorted(Comparator.comparing(n -> n != primary))
        .map(address)
        .collect(Collectors.joining(","));
  }
}
