package dev.paceline.suites.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.jdbc.PacelineConnection;
import dev.paceline.jdbc.PacelineDataSource;
import dev.paceline.topology.Role;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.util.PSQLException;

/** What an application may do with the objects of JDBC, on several nodes and under a pool. */
@ClusterTest
@Timeout(60)
class SessionObjectsTest {

  /** One connection to each node: whoever comes next gets the same physical connection. */
  private static final String ONE = "paceline.pool.maximumPoolSize=1";

  @Test
  void preparedStatement_runsOnSeveralNodes(PostgresCluster cluster) throws SQLException {
    cluster.awaitInSync();
    try (Connection connection =
            JdbcCluster.open(cluster, "paceline.balancer=round-robin", "paceline.freshness=any");
        PreparedStatement statement = connection.prepareStatement("SELECT ?::int, ?::text")) {
      statement.setInt(1, 7);
      statement.setString(2, "seven");
      Set<String> nodes = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        try (ResultSet rows = statement.executeQuery()) {
          rows.next();
          assertThat(rows.getInt(1) + rows.getString(2)).isEqualTo("7seven");
        }
        nodes.add(JdbcCluster.node(connection));
      }
      assertThat(nodes).hasSizeGreaterThan(1);
    }
  }

  @Test
  void rowsOfSeveralNodes_openAtATime(PostgresCluster cluster) throws SQLException {
    cluster.awaitInSync();
    try (Connection connection =
        JdbcCluster.open(cluster, "paceline.balancer=round-robin", "paceline.freshness=any", ONE)) {
      List<Statement> statements = new ArrayList<>();
      List<ResultSet> open = new ArrayList<>();
      Set<String> nodes = new HashSet<>();
      for (int i = 0; i < 6; i++) {
        Statement statement = connection.createStatement();
        statements.add(statement);
        open.add(statement.executeQuery("SELECT " + i + " FROM generate_series(1, 3)"));
        nodes.add(JdbcCluster.node(connection));
      }
      assertThat(nodes).hasSizeGreaterThan(1);
      for (int row = 0; row < 3; row++) {
        for (int i = 0; i < open.size(); i++) {
          assertThat(open.get(i).next()).isTrue();
          assertThat(open.get(i).getInt(1)).isEqualTo(i);
        }
      }
      for (Statement statement : statements) {
        statement.close();
      }
    }
  }

  @Test
  void updatableRows_goToThePrimaryAndAreSeen(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(
          connection,
          "CREATE TABLE objects_updatable (id int PRIMARY KEY, v text)",
          "INSERT INTO objects_updatable VALUES (1, 'a')");
      cluster.awaitInSync();
      try (Statement statement = connection.createStatement(
              ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
          ResultSet rows = statement.executeQuery("SELECT * FROM objects_updatable")) {
        assertThat(JdbcCluster.wentToReplica(connection)).isFalse();
        rows.next();
        rows.updateString(2, "b");
        rows.updateRow();
      }
      assertThat(JdbcCluster.text(connection, "SELECT v FROM objects_updatable"))
          .isEqualTo("b");
    }
  }

  @Test
  void serverError_isTheNativeDriversOwn(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      assertThatThrownBy(() -> JdbcCluster.run(
              connection, "DO $$ BEGIN RAISE EXCEPTION 'mine' USING HINT = 'h'; END $$"))
          .isInstanceOfSatisfying(
              PSQLException.class,
              e -> assertThat(e.getServerErrorMessage().getHint()).isEqualTo("h"));
    }
  }

  @Test
  void isValid_opensNoTransaction(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      connection.setAutoCommit(false);
      assertThat(connection.isValid(5)).isTrue();
      connection.setReadOnly(true);
      JdbcCluster.text(connection, "SELECT 1");
      assertThat(connection.isValid(5)).isTrue();
      connection.commit();
    }
  }

  @Test
  void answersOfPaceline_throughBothKindsOfStatement(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SHOW paceline.nodes")) {
        int nodes = 0;
        while (rows.next()) {
          assertThat(rows.getString("node")).isNotEmpty();
          assertThat(rows.getString("role")).isIn("primary", "replica");
          nodes++;
        }
        assertThat(nodes).isEqualTo(3);
        assertThat(rows.getStatement()).isSameAs(statement);
      }
      try (PreparedStatement statement =
              connection.prepareStatement("SHOW paceline.route FOR DELETE FROM pg_class");
          ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString("role")).isEqualTo("primary");
        assertThat(rows.getMetaData().getColumnCount()).isGreaterThan(3);
      }
      JdbcCluster.run(connection, "SET paceline.freshness = 'latest'");
      assertThat(JdbcCluster.text(connection, "SHOW paceline.freshness")).isEqualTo("latest");
      JdbcCluster.text(connection, "SELECT 1");
      assertThat(JdbcCluster.wentToReplica(connection)).isFalse();
      JdbcCluster.run(connection, "RESET paceline.freshness");
      assertThat(JdbcCluster.text(connection, "SHOW paceline.freshness")).isEqualTo("process");
      assertThatThrownBy(() -> JdbcCluster.run(connection, "SET paceline.freshness = 'often'"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("often");
      assertThat(JdbcCluster.text(connection, "SHOW paceline.cache")).isEqualTo("state");
    }
  }

  @Test
  void driver_tellsItsProperties(PostgresCluster cluster) throws SQLException {
    String url = JdbcCluster.url(cluster);
    Driver driver = DriverManager.getDriver(url);
    Properties properties = new Properties();
    properties.setProperty("password", "hidden");
    DriverPropertyInfo[] all = driver.getPropertyInfo(url, properties);
    assertThat(Arrays.stream(all).map(p -> p.name))
        .contains("paceline.freshness", "paceline.balancer", "ApplicationName", "sslmode");
    assertThat(Arrays.stream(all).map(p -> String.valueOf(p.value))).doesNotContain("hidden");
    assertThat(driver.acceptsURL("jdbc:postgresql://x/y")).isFalse();
    assertThat(driver.connect("jdbc:postgresql://x/y", new Properties())).isNull();
    assertThatThrownBy(() -> DriverManager.getConnection(url + "&paceline.freshnes=any"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("paceline.freshness");
  }

  @Test
  void metaData_tellsTheUrlWithoutSecrets(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster, "password=hidden")) {
      assertThat(connection.getMetaData().getURL())
          .startsWith("jdbc:paceline:postgresql://")
          .doesNotContain("hidden");
      assertThat(connection.toString()).doesNotContain("hidden");
      assertThat(connection.getMetaData().getUserName()).isEqualTo("postgres");
    }
  }

  @Test
  void dataSource_underHikari(PostgresCluster cluster) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSourceClassName(PacelineDataSource.class.getName());
    config.addDataSourceProperty("url", JdbcCluster.url(cluster));
    config.setMaximumPoolSize(3);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      try (Connection connection = pool.getConnection()) {
        JdbcCluster.run(connection, "CREATE TABLE objects_hikari (id int)");
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        JdbcCluster.text(connection, "SELECT 1");
        assertThat(connection.unwrap(PacelineConnection.class).lastRoute()).isNotNull();
        connection.commit();
      }
      for (int i = 0; i < 50; i++) {
        try (Connection connection = pool.getConnection()) {
          assertThat(connection.isReadOnly()).isFalse();
          JdbcCluster.run(connection, "INSERT INTO objects_hikari VALUES (" + i + ")");
        }
        try (Connection connection = pool.getConnection()) {
          assertThat(JdbcCluster.text(connection, "SELECT count(*) FROM objects_hikari"))
              .isEqualTo(String.valueOf(i + 1));
        }
      }
    }
  }

  @Test
  void fullPool_isNotTakenForADeadNode(PostgresCluster cluster) throws SQLException {
    String[] small = {ONE, "paceline.pool.connectionTimeout=300"};
    try (Connection holder = JdbcCluster.open(cluster, small);
        Connection waiter = JdbcCluster.open(cluster, small)) {
      holder.setAutoCommit(false);
      JdbcCluster.text(holder, "SELECT 1");
      assertThatThrownBy(() -> JdbcCluster.run(waiter, "CREATE TABLE objects_full (id int)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("no connection to");
      assertThat(waiter.unwrap(PacelineConnection.class).nodes())
          .filteredOn(state -> state.role() == Role.PRIMARY)
          .allSatisfy(state -> assertThat(state.inService()).isTrue());
      holder.commit();
      JdbcCluster.run(waiter, "CREATE TABLE objects_full (id int)");
    }
  }

  @Test
  void tableMissingOnALaggingReplica_isReadFromThePrimary(PostgresCluster cluster)
      throws SQLException {
    cluster.standbys().forEach(standby -> standby.pauseReplay());
    try (Connection connection = JdbcCluster.open(cluster, "paceline.freshness=any")) {
      JdbcCluster.run(connection, "CREATE TABLE objects_missing (id int)");
      assertThat(JdbcCluster.text(connection, "SELECT count(*) FROM objects_missing"))
          .isEqualTo("0");
      assertThat(JdbcCluster.wentToReplica(connection)).isFalse();
    } finally {
      cluster.standbys().forEach(standby -> standby.resumeReplay());
    }
  }

  @Test
  void replicaKilled_readsGoOn(PostgresCluster cluster) throws SQLException {
    cluster.awaitInSync();
    try (Connection connection = JdbcCluster.open(cluster, "paceline.balancer=round-robin")) {
      for (int i = 0; i < 10; i++) {
        JdbcCluster.text(connection, "SELECT 1");
      }
      cluster.standbys().get(0).kill();
      for (int i = 0; i < 200; i++) {
        assertThat(JdbcCluster.text(connection, "SELECT 1")).isEqualTo("1");
      }
    }
  }
}
