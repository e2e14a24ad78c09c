package dev.paceline.suites.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paceline.cluster.CachedStatement;
import dev.paceline.cluster.Cluster;
import dev.paceline.cluster.Lease;
import dev.paceline.cluster.PhysicalConnection;
import dev.paceline.cluster.StatementKey;
import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.Breaks;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.topology.Node;
import dev.paceline.topology.Standing;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

@ClusterTest(standbys = 1)
class PoolTest {

  private static final StatementKey SELECT_ONE = StatementKey.of(
      "SELECT 1",
      ResultSet.TYPE_FORWARD_ONLY,
      ResultSet.CONCUR_READ_ONLY,
      ResultSet.HOLD_CURSORS_OVER_COMMIT);

  private static Node primary(Running running, PostgresCluster servers) {
    running.awaitPrimary(servers.primary());
    return running.topology().primary().node();
  }

  @Test
  void lease_reusesConnectionAndStatement(PostgresCluster servers) throws Exception {
    try (Running running = Running.on(servers)) {
      Node node = primary(running, servers);
      PhysicalConnection first;
      CachedStatement statement;
      try (Lease lease = running.cluster.lease(node)) {
        first = lease.connection();
        statement = first.prepared(SELECT_ONE);
        statement.release();
      }
      try (Lease lease = running.cluster.lease(node)) {
        assertThat(lease.connection()).isSameAs(first);
        CachedStatement again = lease.connection().prepared(SELECT_ONE);
        assertThat(again).isSameAs(statement);
        CachedStatement second = lease.connection().prepared(SELECT_ONE);
        assertThat(second.raw()).as("one in use is not given twice").isNotSameAs(again.raw());
        second.release();
        assertThat(second.raw().isClosed()).isTrue();
        again.release();
        assertThat(again.raw().isClosed()).isFalse();
      }
    }
  }

  @Test
  void statements_leastRecentlyUsedOneGoes(PostgresCluster servers) throws Exception {
    try (Running running = Running.on(servers, "paceline.statementCacheSize=2")) {
      try (Lease lease = running.cluster.lease(primary(running, servers))) {
        PhysicalConnection connection = lease.connection();
        CachedStatement[] statements = new CachedStatement[3];
        for (int i = 0; i < 3; i++) {
          statements[i] = connection.prepared(StatementKey.of(
              "SELECT " + i,
              ResultSet.TYPE_FORWARD_ONLY,
              ResultSet.CONCUR_READ_ONLY,
              ResultSet.HOLD_CURSORS_OVER_COMMIT));
          statements[i].release();
        }
        assertThat(statements[0].raw().isClosed()).isTrue();
        assertThat(statements[1].raw().isClosed()).isFalse();
        assertThat(statements[2].raw().isClosed()).isFalse();
      }
    }
  }

  @Test
  void close_openTransaction_isRolledBack(PostgresCluster servers) throws Exception {
    try (Running running = Running.on(servers)) {
      Node node = primary(running, servers);
      running.commit("CREATE TABLE IF NOT EXISTS left_open (n int)");
      for (boolean byText : new boolean[] {true, false}) {
        try (Lease lease = running.cluster.lease(node);
            Statement statement = lease.connection().raw().createStatement()) {
          if (byText) {
            statement.execute("BEGIN");
          } else {
            lease.connection().raw().setAutoCommit(false);
          }
          statement.execute("INSERT INTO left_open VALUES (1)");
        }
        try (Lease lease = running.cluster.lease(node)) {
          assertThat(lease.connection().raw().getAutoCommit()).isTrue();
        }
        assertThat(running.query(running.topology().primary(), "SELECT count(*) FROM left_open"))
            .isEqualTo("0");
      }
    }
  }

  @Test
  void evict_connectionIsNotUsedAgain(PostgresCluster servers) throws Exception {
    try (Running running = Running.on(servers)) {
      Node node = primary(running, servers);
      Lease lease = running.cluster.lease(node);
      PhysicalConnection first = lease.connection();
      lease.evict();
      lease.close();
      Await.until("the connection to end", Running.SOON, () -> first.raw().isClosed());
      try (Lease other = running.cluster.lease(node)) {
        assertThat(other.connection()).isNotSameAs(first);
      }
    }
  }

  @Test
  void lease_allTaken_errorHasTheNumbers(PostgresCluster servers) throws Exception {
    try (Running running = Running.on(servers, "paceline.pool.maximumPoolSize=1")) {
      Node node = primary(running, servers);
      try (Lease taken = running.cluster.lease(node)) {
        long started = System.nanoTime();
        SQLException error = catchThrowableOfType(
            SQLException.class,
            () -> running.cluster.lease(node, Duration.ofMillis(600).toNanos()));
        assertThat(error.getSQLState()).isEqualTo("08001");
        assertThat(error.getMessage())
            .contains(taken.node().name())
            .contains("total=1, active=1, idle=0");
        assertThat(Duration.ofNanos(System.nanoTime() - started))
            .isBetween(Duration.ofMillis(500), Duration.ofSeconds(3));
      }
    }
  }

  @Test
  void lease_nodeGoesDown_failsLongBeforeTheTimeout(PostgresCluster servers) throws Exception {
    PostgresNode n2 = servers.node("n2");
    try (Running running = Running.on(servers)) {
      running.await(n2, Standing.IN);
      Node node = running.of(n2).node();
      n2.clientRelay().cut();
      long started = System.nanoTime();
      SQLException error = catchThrowableOfType(
          SQLException.class, () -> running.cluster.lease(node).close());
      assertThat(error.getSQLState()).isEqualTo("08001");
      assertThat(error.getMessage()).contains(node.name());
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
      n2.clientRelay().heal();
      running.await(n2, Standing.IN);
      running.cluster.lease(node).close();
    }
  }

  @Test
  void lease_addressLeadsToAnotherServerNow_isRefused(PostgresCluster servers) throws Exception {
    PostgresNode n2 = servers.node("n2");
    // Seldom enough that the first lease is faster than the next probe.
    try (Running running = Running.on(
        servers, "paceline.monitor.minInterval=20s", "paceline.monitor.maxInterval=20s")) {
      running.await(n2, Standing.IN);
      running.awaitPrimary(servers.primary());
      Node node = running.of(n2).node();
      n2.clientRelay()
          .retarget(
              new InetSocketAddress(servers.primary().host(), servers.primary().port()));
      try {
        SQLException error = catchThrowableOfType(
            SQLException.class,
            () -> running.cluster.lease(node, Duration.ofMillis(800).toNanos()));
        assertThat(error.getMessage()).contains(node.name());
      } finally {
        n2.clientRelay().retarget(new InetSocketAddress(n2.host(), n2.port()));
      }
    }
  }

  @Test
  void acquire_sameConfiguration_sharesOneCluster(PostgresCluster servers) throws Exception {
    try (Running one = Running.on(servers);
        Running same = Running.on(servers, "paceline.freshness=any");
        Running other = Running.on(servers, "paceline.maxLag=7s")) {
      assertThat(same.cluster).isSameAs(one.cluster);
      assertThat(other.cluster).isNotSameAs(one.cluster);
      assertThat(other.cluster.floors()).isSameAs(one.cluster.floors());
    }
  }

  @Test
  void release_lingers_thenComesBackWithoutANewStart(PostgresCluster servers) throws Exception {
    Cluster cluster = Cluster.acquire(Running.config(servers.hosts(), "paceline.pool.linger=1min"));
    cluster.release();
    Cluster again = Cluster.acquire(Running.config(servers.hosts(), "paceline.pool.linger=1min"));
    assertThat(again).isSameAs(cluster);
    again.releaseAtOnce();
  }

  @Test
  @Breaks
  void close_leavesNoThreadNoConnectionNoBean(PostgresCluster servers) throws Exception {
    Set<Thread> before = paceline();
    try (Running running =
        Running.on(servers, "paceline.pool.linger=300ms", "paceline.name=leak")) {
      running.await(servers.node("n2"), Standing.IN);
      running.commit("CREATE TABLE IF NOT EXISTS leak (n int)");
      running.query(running.of(servers.node("n2")), "SELECT 1");
      Await.until("the cluster to show in JMX", Running.SOON, () -> beans().size() == 1);
      assertThat(running.cluster.poolNumbers(running.topology().primary().node()))
          .contains("total=1");
      // One user more, who leaves with the linger: the last one out ends all.
      Cluster.acquire(
              Running.config(servers.hosts(), "paceline.pool.linger=300ms", "paceline.name=leak"))
          .release();
    }
    Await.until(
        "all threads to end",
        Running.SOON,
        () -> before.containsAll(paceline()),
        () -> paceline().toString());
    assertThat(beans()).isEmpty();
    for (PostgresNode node : servers.nodes()) {
      Await.until(
          "all connections to " + node + " to end",
          Running.SOON,
          () -> node.clientRelay().connections() == 0,
          () -> node.query("SELECT string_agg(application_name, ',') FROM pg_stat_activity"));
    }
  }

  @Test
  void release_linger_endsByItself(PostgresCluster servers) throws Exception {
    Set<Thread> before = paceline();
    Cluster.acquire(
            Running.config(servers.hosts(), "paceline.pool.linger=300ms", "paceline.name=alone"))
        .release();
    Await.until(
        "all threads to end",
        Running.SOON,
        () -> before.containsAll(paceline()),
        () -> paceline().toString());
  }

  private static Set<Thread> paceline() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            t -> t.getName().startsWith("paceline-") && !t.getName().startsWith("paceline-relay"))
        .collect(Collectors.toSet());
  }

  private static Set<ObjectName> beans() throws Exception {
    return ManagementFactory.getPlatformMBeanServer()
        .queryNames(new ObjectName("dev.paceline:type=Cluster,name=\"leak\""), null);
  }
}
