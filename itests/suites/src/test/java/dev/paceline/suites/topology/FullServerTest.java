package dev.paceline.suites.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paceline.cluster.Lease;
import dev.paceline.cluster.PhysicalConnection;
import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.jdbc.PacelineConnection;
import dev.paceline.topology.Node;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Role;
import dev.paceline.topology.Standing;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that have no connection left (SQLSTATE 53300): for the user of this test, so that others still get in. */
@ClusterTest(standbys = 1)
class FullServerTest {

  private static final String USER = "narrow";

  private final PostgresCluster servers;
  private final PostgresNode primary;
  private final PostgresNode replica;

  FullServerTest(PostgresCluster servers) {
    this.servers = servers;
    this.primary = servers.primary();
    this.replica = servers.node("n2");
  }

  @BeforeEach
  void makeTheUser() {
    if (primary.query("SELECT 1 FROM pg_roles WHERE rolname = '" + USER + "'").isEmpty()) {
      primary.execute("CREATE ROLE " + USER + " LOGIN", "GRANT CREATE ON SCHEMA public TO " + USER);
    }
    limit(-1);
  }

  @AfterEach
  void letTheUserIn() {
    limit(-1);
  }

  /** So many connections to each server; those that are there stay. */
  private void limit(int connections) {
    primary.execute("ALTER ROLE " + USER + " CONNECTION LIMIT " + connections);
    Await.until(
        "the limit on the replica",
        Running.SOON,
        () -> replica
            .query("SELECT rolconnlimit FROM pg_roles WHERE rolname = '" + USER + "'")
            .equals(String.valueOf(connections)));
  }

  private static void endMonitor(PostgresNode node) {
    node.query("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
        + " WHERE application_name = 'paceline monitor' AND usename = '" + USER + "'");
  }

  private Running running() throws SQLException {
    return Running.on(servers, "user=" + USER);
  }

  private static boolean isFull(NodeState state) {
    return state.note().contains("refuses new connections")
        && state.note().contains("too many connections");
  }

  @Test
  void primary_keepsTakingStatements() throws Exception {
    try (Running running = running()) {
      running.awaitPrimary(primary);
      running.await(replica, Standing.IN);
      running.commit("CREATE TABLE IF NOT EXISTS full_server (n int)");
      Node node = running.of(primary).node();
      PhysicalConnection pooled;
      try (Lease lease = running.cluster.lease(node)) {
        pooled = lease.connection();
      }
      limit(0);
      endMonitor(primary);
      running.await("full", primary, FullServerTest::isFull);
      for (int i = 0; i < 20; i++) {
        long version = running.topology().version();
        running.commit("INSERT INTO full_server VALUES (" + i + ")");
        Await.until("the next picture", Running.SOON, () -> {
          running.cluster.demand();
          return running.topology().version() > version;
        });
        assertThat(running.topology().primary()).as("%s", running.topology()).isNotNull();
      }
      try (Lease lease = running.cluster.lease(node)) {
        assertThat(lease.connection()).isSameAs(pooled);
      }
      limit(-1);
      running.await("asked again", primary, state -> state.note().isEmpty());
      running.awaitFresh(replica, running.commit("INSERT INTO full_server VALUES (0)"));
    }
  }

  @Test
  void replica_staysInServiceForReadsThatRequireNothing() throws Exception {
    String url = "jdbc:paceline:postgresql://" + servers.hosts() + "/" + PostgresCluster.DATABASE
        + "?user=" + USER + "&paceline.freshness=any";
    try (Running running = running();
        Connection connection = DriverManager.getConnection(url)) {
      running.awaitPrimary(primary);
      running.await(replica, Standing.IN);
      assertThat(roleThatAnswers(connection)).isEqualTo(Role.REPLICA);
      limit(0);
      endMonitor(replica);
      running.await("full", replica, FullServerTest::isFull);
      assertThat(running.of(replica).standing()).isEqualTo(Standing.IN);
      assertThat(running.of(replica).freshKnown()).isFalse();
      assertThat(running.of(replica).position()).isNull();
      assertThat(roleThatAnswers(connection)).isEqualTo(Role.REPLICA);
      for (String freshness : new String[] {"process", "session", "within:30s"}) {
        execute(connection, "SET paceline.freshness = '" + freshness + "'");
        assertThat(roleThatWouldAnswer(connection)).as(freshness).isEqualTo(Role.PRIMARY);
      }
      limit(-1);
      running.await("asked again", replica, NodeState::freshKnown);
      assertThat(running.of(replica).note()).isEmpty();
    }
  }

  @Test
  void connectionOfTheUser_saysNothingAgainstTheNode() throws Exception {
    try (Running running = running()) {
      running.await(replica, Standing.IN);
      Node node = running.of(replica).node();
      PhysicalConnection pooled;
      try (Lease lease = running.cluster.lease(node)) {
        pooled = lease.connection();
        limit(0);
        SQLException error = catchThrowableOfType(
            SQLException.class,
            () -> running.cluster.lease(node, Duration.ofMillis(600).toNanos()));
        assertThat(error.getMessage()).contains("53300");
      }
      // Had it been out in between, what was opened before would not be used again.
      try (Lease lease = running.cluster.lease(node)) {
        assertThat(lease.connection()).isSameAs(pooled);
      }
      assertThat(running.of(replica).standing()).isEqualTo(Standing.IN);
      assertThat(running.of(replica).note()).isEmpty();
    }
  }

  private static Role roleThatAnswers(Connection connection) throws SQLException {
    execute(connection, "SELECT 1");
    return Objects.requireNonNull(connection.unwrap(PacelineConnection.class).lastRoute())
        .node()
        .role();
  }

  /** The primary has no connection left for this user either, so nothing is run. */
  private Role roleThatWouldAnswer(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet route = statement.executeQuery("SHOW paceline.route FOR SELECT 1")) {
      assertThat(route.next()).isTrue();
      String node = route.getString("node");
      return node.endsWith(":" + replica.clientRelay().port()) ? Role.REPLICA : Role.PRIMARY;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
