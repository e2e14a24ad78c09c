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
import java.io.StringReader;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.util.PSQLException;

/** Sessions, their pins and settings, and what an application may do with JDBC objects. */
@ClusterTest
@Timeout(60)
class SessionObjectsTest {

  /** One connection to each node: whoever comes next gets the same physical connection. */
  private static final String ONE = "paceline.pool.maximumPoolSize=1";

  @Test
  void settings_followAndDoNotLeak(PostgresCluster cluster) throws SQLException {
    try (Connection first = JdbcCluster.open(cluster, ONE)) {
      JdbcCluster.run(
          first,
          "SET work_mem TO '9MB'",
          "SET search_path TO pg_catalog",
          "SET TIME ZONE 'Asia/Tokyo'");
      first.setClientInfo("ApplicationName", "first");
      first.setNetworkTimeout(Runnable::run, 30_000);
      assertEverywhere(first, "9MB", "pg_catalog", "Asia/Tokyo", "first");
    }
    try (Connection second = JdbcCluster.open(cluster, ONE)) {
      assertThat(second.getNetworkTimeout()).isZero();
      assertEverywhere(second, "4MB", "\"$user\", public", zone(cluster), "PostgreSQL JDBC Driver");
    }
  }

  private static void assertEverywhere(Connection connection, String... values)
      throws SQLException {
    for (String hint : new String[] {"primary", "replica"}) {
      List<String> seen = new ArrayList<>();
      for (String name : new String[] {"work_mem", "search_path", "TimeZone", "application_name"}) {
        seen.add(JdbcCluster.text(
            connection,
            "/* paceline: " + hint + " */ SELECT pg_catalog.current_setting('" + name + "')"));
      }
      assertThat(seen).as(hint).containsExactly(values);
    }
  }

  private static String zone(PostgresCluster cluster) throws SQLException {
    try (Connection connection = cluster.primary().connect()) {
      return JdbcCluster.text(connection, "SHOW TimeZone");
    }
  }

  @Test
  void role_doesNotLeak(PostgresCluster cluster) throws SQLException {
    try (Connection first = JdbcCluster.open(cluster, ONE)) {
      JdbcCluster.run(first, "CREATE ROLE objects_role", "SET ROLE objects_role");
      assertThat(JdbcCluster.text(first, "SELECT current_user")).isEqualTo("objects_role");
    }
    try (Connection second = JdbcCluster.open(cluster, ONE)) {
      assertThat(JdbcCluster.text(second, "/* paceline: primary */ SELECT current_user"))
          .isEqualTo("postgres");
    }
  }

  @Test
  void temporaryTable_pinsUntilDiscard(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster, ONE)) {
      PacelineConnection paceline = connection.unwrap(PacelineConnection.class);
      assertThat(paceline.pins().isEmpty()).isTrue();
      JdbcCluster.run(connection, "CREATE TEMP TABLE objects_temp AS SELECT 1 AS a");
      assertThat(paceline.pins().explain()).singleElement().asString().contains("temporary table");
      assertThat(JdbcCluster.text(connection, "SELECT a FROM objects_temp")).isEqualTo("1");
      assertThat(JdbcCluster.text(connection, "SHOW paceline.pins")).contains("temporary table");
      JdbcCluster.run(connection, "DISCARD TEMP");
      assertThat(paceline.pins().isEmpty()).isTrue();
      JdbcCluster.run(connection, "CREATE TEMP TABLE objects_temp AS SELECT 2 AS a");
    }
    try (Connection next = JdbcCluster.open(cluster, ONE)) {
      assertThatThrownBy(() -> JdbcCluster.text(next, "SELECT a FROM objects_temp"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
    }
  }

  @Test
  void advisoryLock_isReleasedWithItsSession(PostgresCluster cluster) throws SQLException {
    try (Connection first = JdbcCluster.open(cluster)) {
      JdbcCluster.text(first, "SELECT pg_advisory_lock(815)");
      try (Connection second = JdbcCluster.open(cluster)) {
        assertThat(JdbcCluster.text(second, "SELECT pg_try_advisory_lock(815)")).isEqualTo("f");
      }
    }
    try (Connection third = JdbcCluster.open(cluster)) {
      assertThat(JdbcCluster.text(third, "SELECT pg_try_advisory_lock(815)")).isEqualTo("t");
    }
  }

  @Test
  void listen_throughTheNativeConnection(PostgresCluster cluster) throws SQLException {
    try (Connection listener = JdbcCluster.open(cluster);
        Connection notifier = JdbcCluster.open(cluster)) {
      JdbcCluster.run(listener, "LISTEN objects_channel");
      JdbcCluster.run(notifier, "NOTIFY objects_channel, 'hello'");
      assertThat(listener.unwrap(PGConnection.class).getNotifications(10_000))
          .singleElement()
          .satisfies(n -> assertThat(n.getParameter()).isEqualTo("hello"));
    }
  }

  @Test
  void copy_throughTheNativeConnection_isSeenByOthers(PostgresCluster cluster) throws Exception {
    try (Connection connection = JdbcCluster.open(cluster)) {
      JdbcCluster.run(connection, "CREATE TABLE objects_copy (id int)");
      PGConnection natively = connection.unwrap(PGConnection.class);
      assertThat(natively
              .getCopyAPI()
              .copyIn("COPY objects_copy FROM STDIN", new StringReader("1\n2\n")))
          .isEqualTo(2);
      assertThat(JdbcCluster.text(connection, "SELECT count(*) FROM objects_copy"))
          .isEqualTo("2");
      assertThat(connection.unwrap(PacelineConnection.class).pins().isEmpty()).isFalse();
    }
    try (Connection other = JdbcCluster.open(cluster)) {
      assertThat(JdbcCluster.text(other, "SELECT count(*) FROM objects_copy")).isEqualTo("2");
    }
  }

  @Test
  void largeObjects_throughTheNativeConnection(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      connection.setAutoCommit(false);
      LargeObjectManager manager = connection.unwrap(PGConnection.class).getLargeObjectAPI();
      long oid = manager.createLO();
      try (LargeObject object = manager.open(oid)) {
        object.write(new byte[] {1, 2, 3});
      }
      try (LargeObject object = manager.open(oid)) {
        assertThat(object.read(10)).containsExactly(1, 2, 3);
      }
      connection.commit();
    }
  }

  @Test
  void unwrapPaceline_doesNotPin(PostgresCluster cluster) throws SQLException {
    try (Connection connection = JdbcCluster.open(cluster)) {
      assertThat(connection.unwrap(PacelineConnection.class).pins().isEmpty()).isTrue();
      assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
    }
  }

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
  void cancel_fromAnotherThread(PostgresCluster cluster) throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Connection connection = JdbcCluster.open(cluster);
        Statement statement = connection.createStatement()) {
      Future<String> state = threads.submit(() -> {
        try {
          statement.execute("SELECT pg_sleep(30)");
          return "ran to its end";
        } catch (SQLException e) {
          return e.getSQLState();
        }
      });
      while (!state.isDone()) {
        statement.cancel();
        Thread.onSpinWait();
      }
      assertThat(state.get(10, TimeUnit.SECONDS)).isEqualTo("57014");
      statement.cancel();
      assertThat(JdbcCluster.text(connection, "SELECT 1")).isEqualTo("1");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void cancel_afterTheEnd_doesNotReachTheNextBorrower(PostgresCluster cluster) throws Exception {
    try (Connection first = JdbcCluster.open(cluster, ONE);
        Connection second = JdbcCluster.open(cluster, ONE);
        PreparedStatement ended = first.prepareStatement("SELECT 1, pg_sleep(?) /* cancel */");
        PreparedStatement running = second.prepareStatement("SELECT 1, pg_sleep(?) /* cancel */")) {
      ended.setDouble(1, 0);
      ended.executeQuery().close();
      ExecutorService threads = Executors.newSingleThreadExecutor();
      try {
        Future<Boolean> result = threads.submit(() -> {
          running.setDouble(1, 0.5);
          return running.execute();
        });
        while (!result.isDone()) {
          ended.cancel();
          Thread.onSpinWait();
        }
        assertThat(result.get()).isTrue();
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void abort_whileAStatementRuns(PostgresCluster cluster) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Connection connection = JdbcCluster.open(cluster);
      try (Statement statement = connection.createStatement()) {
        Future<String> state = threads.submit(() -> {
          try {
            statement.execute("/* paceline: primary */ SELECT pg_sleep(30)");
            return "ran to its end";
          } catch (SQLException e) {
            return "failed";
          }
        });
        try (Connection outside = cluster.primary().connect()) {
          String sleeping =
              "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%' AND state = 'active'"
                  + " AND pid <> pg_backend_pid()";
          while (JdbcCluster.text(outside, sleeping).equals("0") && !state.isDone()) {
            Thread.onSpinWait();
          }
        }
        connection.abort(threads);
        assertThat(state.get(10, TimeUnit.SECONDS)).isEqualTo("failed");
      }
      assertThat(connection.isValid(1)).isFalse();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void oneConnection_usedBySeveralThreads(PostgresCluster cluster) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Connection connection = JdbcCluster.open(cluster)) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int own = t;
        results.add(threads.submit(() -> {
          int wrong = 0;
          for (int i = 0; i < 200; i++) {
            try (PreparedStatement statement =
                connection.prepareStatement("SELECT ?::int + ?::int")) {
              statement.setInt(1, own);
              statement.setInt(2, i);
              try (ResultSet rows = statement.executeQuery()) {
                wrong += rows.next() && rows.getInt(1) == own + i ? 0 : 1;
              }
            }
          }
          return wrong;
        }));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isZero();
      }
    } finally {
      threads.shutdownNow();
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
  void position_carriesWritesToAnotherConnection(PostgresCluster cluster) throws SQLException {
    try (Connection writer = JdbcCluster.open(cluster);
        Connection reader = JdbcCluster.open(cluster, "paceline.freshness=session")) {
      JdbcCluster.run(writer, "CREATE TABLE objects_position (id int)");
      String token = JdbcCluster.text(writer, "SHOW paceline.position");
      JdbcCluster.run(reader, "SET paceline.position = '" + token + "'");
      assertThat(JdbcCluster.text(reader, "SELECT count(*) FROM objects_position"))
          .isEqualTo("0");
      assertThatThrownBy(() -> JdbcCluster.run(reader, "SET paceline.position = 'nonsense'"))
          .isInstanceOf(SQLException.class);
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
