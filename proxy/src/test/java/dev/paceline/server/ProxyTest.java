package dev.paceline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.config.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One client of the proxy, through pgjdbc. */
@ClusterTest(standbys = 1)
class ProxyTest {

  private final PostgresCluster cluster;
  private ProxyServer proxy;

  ProxyTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void start() {
    proxy = ProxyServer.start(new ProxySettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        List.of(
            new HostAndPort("127.0.0.1", cluster.primary().port()),
            new HostAndPort("127.0.0.1", cluster.standbys().get(0).port())),
        PostgresCluster.USER,
        Map.of("paceline.pool.linger", "0ms"),
        /* trust= */ true,
        /* poolSize= */ 10,
        /* threads= */ 1));
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private Connection connect(String... parameters) throws SQLException {
    return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + proxy.port() + "/"
        + PostgresCluster.DATABASE + "?user=" + PostgresCluster.USER + "&sslmode=disable"
        + (parameters.length == 0 ? "" : "&" + String.join("&", parameters)));
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended", "extendedForPrepared", "extendedCacheEverything"})
  void reads_runOnTheReplica_andSeeWhatWasWritten(String mode) throws Exception {
    String standby = String.valueOf(cluster.standbys().get(0).port());
    try (Connection client = connect("preferQueryMode=" + mode, "prepareThreshold=2")) {
      run(client, "CREATE TABLE IF NOT EXISTS seen (a int)");
      run(client, "TRUNCATE seen");
      Await.until(
          "a read on the replica",
          Duration.ofSeconds(20),
          () -> ask(client, "SELECT inet_server_port()").equals(standby));
      try (PreparedStatement insert = client.prepareStatement("INSERT INTO seen VALUES (?)");
          PreparedStatement count = client.prepareStatement("SELECT count(*) FROM seen")) {
        for (int i = 1; i <= 50; i++) {
          insert.setInt(1, i);
          assertThat(insert.executeUpdate()).isEqualTo(1);
          try (ResultSet rows = count.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(i);
          }
        }
      }
    }
  }

  @Test
  void transaction_isWholeOnThePrimary_andRollsBack() throws Exception {
    try (Connection client = connect()) {
      run(client, "CREATE TABLE IF NOT EXISTS whole (a int)");
      run(client, "TRUNCATE whole");
      client.setAutoCommit(false);
      String primary = String.valueOf(cluster.primary().port());
      assertThat(ask(client, "SELECT inet_server_port()")).isEqualTo(primary);
      run(client, "INSERT INTO whole VALUES (1)");
      assertThat(ask(client, "SELECT count(*) FROM whole")).isEqualTo("1");
      client.rollback();
      client.setAutoCommit(true);
      assertThat(ask(client, "SELECT count(*) FROM whole")).isEqualTo("0");
    }
  }

  @Test
  void settings_followTheClient_andDoNotLeak() throws Exception {
    try (Connection one = connect("currentSchema=one");
        Connection other = connect()) {
      run(one, "SET statement_timeout TO '12s'");
      for (int i = 0; i < 5; i++) {
        assertThat(ask(one, "SHOW statement_timeout")).isEqualTo("12s");
        assertThat(ask(one, "SELECT current_setting('search_path')")).isEqualTo("one");
        assertThat(ask(other, "SHOW statement_timeout")).isEqualTo("0");
        assertThat(ask(other, "SELECT current_setting('search_path')"))
            .isEqualTo("\"$user\", public");
      }
    }
  }

  @Test
  void error_isTheServers_andTheConnectionLives() throws Exception {
    try (Connection client = connect()) {
      assertThatThrownBy(() -> ask(client, "SELECT 1/0"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22012"));
      assertThatThrownBy(() -> run(client, "SELEKT"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42601"));
      assertThat(ask(client, "SELECT 2")).isEqualTo("2");
    }
  }

  @Test
  void cancel_reachesTheStatementThatRuns() throws Exception {
    try (Connection client = connect();
        Statement statement = client.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      assertThat(ask(client, "SELECT 3")).isEqualTo("3");
    }
  }

  @Test
  void show_isAnsweredByTheProxy() throws Exception {
    try (Connection client = connect("preferQueryMode=simple")) {
      assertThat(ask(client, "SHOW paceline.position")).startsWith("p1.");
      assertThat(ask(client, "SHOW paceline.freshness")).isEqualTo("process");
      run(client, "SET paceline.freshness = 'session'");
      assertThat(ask(client, "SHOW paceline.freshness")).isEqualTo("session");
    }
  }
}
