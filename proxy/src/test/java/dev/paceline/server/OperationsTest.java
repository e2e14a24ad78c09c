package dev.paceline.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.settings.ProxySettingsReader;
import dev.paceline.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Running a proxy: what it shows of itself, and what it is told. */
@ClusterTest(standbys = 1)
class OperationsTest {

  private final PostgresCluster cluster;

  @TempDir
  private Path directory = Path.of("");

  private ProxyServer proxy;

  OperationsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void start() throws IOException {
    write("drainTimeout: 30s");
    proxy = ProxyServer.start(read(), this::read);
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private Path file() {
    return directory.resolve("paceline.yaml");
  }

  private void write(String shutdown) throws IOException {
    Files.writeString(file(), """
        listen:
          - address: 127.0.0.1:0
          - {address: "127.0.0.1:0", mode: l4, role: primary}
          - {address: "127.0.0.1:0", mode: l4, role: replica}
        cluster: postgresql://%s@%s
        trust: on
        threads: 2
        pool: {size: 8, waitTimeout: 20s}
        paceline: {pool.linger: 0ms}
        monitor: {database: %s}
        admin: {users: [%s], statsUsers: [looker]}
        shutdown: {%s}
        http: {listen: "127.0.0.1:0", password: secret, token: t0ken}
        """.formatted(
            PostgresCluster.USER,
            cluster.directHosts(),
            PostgresCluster.DATABASE,
            PostgresCluster.USER,
            shutdown));
  }

  private ProxySettings read() {
    try {
      return ProxySettingsReader.read(file(), Map.of());
    } catch (SettingsException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Connection connect(String database, String user, String... more) throws SQLException {
    return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + proxy.port() + "/"
        + database + "?sslmode=disable&user=" + user
        + (more.length == 0 ? "" : "&" + String.join("&", more)));
  }

  private Connection client() throws SQLException {
    return connect(PostgresCluster.DATABASE, PostgresCluster.USER);
  }

  private Connection admin() throws SQLException {
    return connect("paceline", PostgresCluster.USER, "preferQueryMode=simple");
  }

  private static List<Map<String, String>> rows(Connection connection, String sql)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      ResultSetMetaData columns = result.getMetaData();
      List<Map<String, String>> rows = new ArrayList<>();
      while (result.next()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          row.put(columns.getColumnName(i), result.getString(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Map<String, String> pool(Connection admin) throws SQLException {
    return rows(admin, "SHOW POOLS").stream()
        .filter(row -> PostgresCluster.DATABASE.equals(row.get("database")))
        .findFirst()
        .orElse(Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended", "extendedForPrepared", "extendedCacheEverything"})
  void show_countsWhatThereIs(String mode) throws Exception {
    try (Connection admin = connect("pgbouncer", PostgresCluster.USER, "preferQueryMode=" + mode);
        Connection idle = client();
        Connection busy = client()) {
      busy.setAutoCommit(false);
      run(busy, "CREATE TEMP TABLE held (a int)");

      assertThat(pool(admin))
          .containsEntry("user", PostgresCluster.USER)
          .containsEntry("cl_active", "2")
          .containsEntry("cl_waiting", "0")
          .containsEntry("sv_active", "1")
          .containsEntry("pool_mode", "transaction");
      assertThat(rows(admin, "SHOW CLIENTS"))
          .extracting(row -> row.get("state"))
          .containsExactlyInAnyOrder("active", "idle");
      assertThat(rows(admin, "SHOW SERVERS;"))
          .anySatisfy(row -> assertThat(row)
              .containsEntry("state", "active")
              .containsEntry("port", String.valueOf(cluster.primary().port())));
      assertThat(rows(admin, "show databases"))
          .anySatisfy(row -> assertThat(row)
              .containsEntry("name", PostgresCluster.DATABASE)
              .containsEntry("current_client_connections", "2")
              .containsEntry("paused", "0"));
      assertThat(rows(admin, "SHOW LISTS")).contains(Map.of("list", "used_clients", "items", "2"));
      assertThat(rows(admin, "SHOW CONFIG"))
          .contains(Map.of("key", "pool.size", "value", "8", "default", "20", "changeable", "no"));
      assertThat(rows(admin, "SHOW PACELINE.NODES"))
          .extracting(row -> row.get("role"))
          .containsExactlyInAnyOrder("primary", "replica");
      assertThat(rows(admin, "SHOW VERSION").get(0).get("version")).startsWith("Paceline");
      assertThat(rows(admin, "SHOW HELP")).hasSizeGreaterThan(5);
      busy.rollback();
      assertThat(idle.isValid(5)).isTrue();
    }
  }

  @Test
  void stats_countQueriesAndTransactions() throws Exception {
    try (Connection admin = admin();
        Connection client = client()) {
      Map<String, String> before =
          rows(admin, "SHOW STATS_TOTALS").stream().findFirst().orElse(Map.of());
      client.setAutoCommit(false);
      run(client, "CREATE TEMP TABLE counted (a int) ON COMMIT DROP");
      for (int i = 0; i < 5; i++) {
        run(client, "INSERT INTO counted VALUES (1)");
      }
      client.commit();
      Map<String, String> after = rows(admin, "SHOW STATS").get(0);

      assertThat(number(after, "total_query_count") - number(before, "total_query_count"))
          .isGreaterThanOrEqualTo(7);
      assertThat(number(after, "total_xact_count") - number(before, "total_xact_count"))
          .isEqualTo(1);
      assertThat(number(after, "total_received")).isGreaterThan(0);
      assertThat(number(after, "total_query_time")).isGreaterThan(0);
      assertThat(after).containsKeys("avg_xact_count", "avg_query_time", "avg_wait_time");
    }
  }

  private static long number(Map<String, String> row, String column) {
    return Long.parseLong(row.getOrDefault(column, "0"));
  }

  @Test
  void adminDatabase_isForThoseWhoAreNamed() throws Exception {
    assertThatThrownBy(() -> connect("paceline", "somebody"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("may not use the admin database");
    try (Connection looker = connect("paceline", "looker", "preferQueryMode=simple")) {
      assertThat(rows(looker, "SHOW VERSION")).hasSize(1);
      assertThatThrownBy(() -> run(looker, "PAUSE")).hasMessageContaining("SHOW only");
      assertThatThrownBy(() -> run(looker, "SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
      assertThatThrownBy(() -> rows(looker, "SHOW WHATEVER")).hasMessageContaining("SHOW HELP");
      assertThat(rows(looker, "SHOW VERSION")).hasSize(1);
    }
  }

  @Test
  void pause_takesServersAwayWhenTransactionsEnd_andResumeGoesOn() throws Exception {
    try (Connection admin = admin();
        Connection client = client()) {
      client.setAutoCommit(false);
      run(client, "CREATE TABLE IF NOT EXISTS pausing (a int)");
      CompletableFuture<Void> paused = CompletableFuture.runAsync(() -> {
        try (Connection second = admin()) {
          run(second, "PAUSE " + PostgresCluster.DATABASE);
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      });
      Await.until(
          "a paused database",
          Duration.ofSeconds(10),
          () -> rows(admin, "SHOW DATABASES").stream()
              .anyMatch(row -> "1".equals(row.get("paused"))));
      run(client, "INSERT INTO pausing VALUES (1)");
      assertThat(paused).isNotDone();
      client.commit();
      paused.get(10, TimeUnit.SECONDS);
      assertThat(rows(admin, "SHOW SERVERS")).isEmpty();

      client.setAutoCommit(true);
      CompletableFuture<List<Map<String, String>>> asked = CompletableFuture.supplyAsync(() -> {
        try {
          return rows(client, "SELECT 7 AS seven");
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      });
      Await.until(
          "a client that waits",
          Duration.ofSeconds(10),
          () -> "1".equals(pool(admin).get("cl_waiting")));
      assertThat(asked).isNotDone();
      run(admin, "RESUME " + PostgresCluster.DATABASE);
      assertThat(asked.get(10, TimeUnit.SECONDS)).containsExactly(Map.of("seven", "7"));
    }
  }

  @Test
  void kill_endsTheClients_andDisableKeepsNewOnesOut() throws Exception {
    try (Connection admin = admin();
        Connection client = client()) {
      run(admin, "KILL " + PostgresCluster.DATABASE);
      assertThatThrownBy(() -> rows(client, "SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isIn("57P01", "08006"));
      run(admin, "RESUME");
      run(admin, "DISABLE " + PostgresCluster.DATABASE);
      assertThatThrownBy(this::client).hasMessageContaining("is disabled");
      run(admin, "ENABLE " + PostgresCluster.DATABASE);
      try (Connection next = client()) {
        assertThat(rows(next, "SELECT 1 AS one")).containsExactly(Map.of("one", "1"));
      }
    }
  }

  @Test
  void reload_changesWhatCan_andReportsTheRest() throws Exception {
    try (Connection admin = admin();
        Connection client = client()) {
      Files.writeString(
          file(),
          Files.readString(file())
              .replace("statsUsers: [looker]", "statsUsers: [other]")
              .replace("size: 8", "size: 9"));
      assertThat(proxy.reload())
          .containsExactlyInAnyOrder(
              "admin.statsUsers is now 'other'", "pool.size stays '8': '9' needs a restart");
      assertThatThrownBy(() -> connect("paceline", "looker")).isInstanceOf(SQLException.class);
      Files.writeString(
          file(), Files.readString(file()) + "auth: {hba: [host all refused all reject]}\n");
      connect(PostgresCluster.DATABASE, PostgresCluster.USER).close();
      Files.writeString(file(), Files.readString(file()).replace("trust: on", "trust: off"));
      assertThat(proxy.reload()).contains("trust is now 'off'");
      assertThatThrownBy(this::client)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).startsWith("28"));
      Files.writeString(file(), Files.readString(file()).replace("trust: off", "trust: on"));
      assertThat(proxy.reload()).contains("trust is now 'on'");
      Files.writeString(file(), "cluster: nowhere\n");
      assertThatThrownBy(() -> run(admin, "RELOAD"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"));
      connect("paceline", "other").close();
      assertThat(rows(client, "SELECT 1 AS one")).hasSize(1);
    }
  }

  @Test
  void l4_passesConnectionsOnByRole() throws Exception {
    Await.until(
        "a known cluster", Duration.ofSeconds(10), () -> get("/ready", "").statusCode() == 200);
    List<Integer> roles =
        List.of(cluster.primary().port(), cluster.standbys().get(0).port());
    for (int i = 0; i < 2; i++) {
      int port = proxy.l4Ports().get(i);
      String expected = String.valueOf(roles.get(i));
      Await.until("a connection to " + expected, Duration.ofSeconds(10), () -> {
        try (Connection direct = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port
            + "/" + PostgresCluster.DATABASE + "?sslmode=disable&user=" + PostgresCluster.USER)) {
          String many = rows(direct, "SELECT repeat('x', 3000000) AS x").get(0).get("x");
          return many != null
              && many.length() == 3_000_000
              && rows(direct, "SELECT inet_server_port() AS port")
                  .equals(List.of(Map.of("port", expected)));
        }
      });
    }
  }

  private HttpResponse<String> get(String path, String authorization) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.httpPort() + path));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void http_tellsHealthToAll_andNumbersToThoseWhoMaySee() throws Exception {
    try (Connection client = client()) {
      assertThat(rows(client, "SELECT 1 AS one")).hasSize(1);
      assertThat(get("/health", "").statusCode()).isEqualTo(200);
      Await.until("readiness", Duration.ofSeconds(10), () -> get("/ready", "").statusCode() == 200);
      String basic =
          "Basic " + Base64.getEncoder().encodeToString("paceline:secret".getBytes(UTF_8));
      String wrong =
          "Basic " + Base64.getEncoder().encodeToString("paceline:secrets".getBytes(UTF_8));
      for (String path : List.of("/metrics", "/")) {
        assertThat(get(path, "").statusCode()).isEqualTo(401);
        assertThat(get(path, wrong).statusCode()).isEqualTo(401);
        assertThat(get(path, "Bearer token").statusCode()).isEqualTo(401);
        assertThat(get(path, basic).statusCode()).isEqualTo(200);
      }
      String metrics = get("/metrics", "Bearer t0ken").body();
      assertThat(metrics)
          .containsPattern("paceline_proxy_clients\\{state=\"idle\"\\} 1")
          .containsPattern("paceline_proxy_queries_total\\{database=\"" + PostgresCluster.DATABASE
              + "\",node=\"[^\"]+\",user=\"" + PostgresCluster.USER + "\"\\} [1-9]")
          .contains("paceline_proxy_servers");
      Await.until(
          "the engine's metrics",
          Duration.ofSeconds(10),
          () -> get("/metrics", basic).body().contains("paceline_node_in_service"));
      assertThat(get("/", basic).body()).contains("<h2>POOLS</h2>", PostgresCluster.DATABASE);
      assertThat(get("/nothing", basic).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void drain_letsTransactionsFinish_andEndsTheIdle() throws Exception {
    try (Connection idle = client();
        Connection busy = client()) {
      busy.setAutoCommit(false);
      run(busy, "CREATE TABLE IF NOT EXISTS drained (a int)");
      CompletableFuture<Integer> drained = CompletableFuture.supplyAsync(proxy::drain);
      Await.until("the end of the idle client", Duration.ofSeconds(10), () -> !idle.isValid(1));
      run(busy, "INSERT INTO drained VALUES (1)");
      assertThat(drained).isNotDone();
      assertThat(get("/ready", "").statusCode()).isEqualTo(503);
      busy.commit();
      assertThat(drained.get(10, TimeUnit.SECONDS)).isZero();
      assertThatThrownBy(this::client).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> rows(busy, "SELECT 1")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void drain_endsWhoTakesTooLong() throws Exception {
    proxy.close();
    write("drainTimeout: 200ms");
    proxy = ProxyServer.start(read(), this::read);
    try (Connection busy = client()) {
      busy.setAutoCommit(false);
      assertThat(rows(busy, "SELECT 1 AS one")).hasSize(1);
      run(busy, "CREATE TABLE IF NOT EXISTS drained (a int)");
      assertThat(proxy.drain()).isEqualTo(1);
      assertThatThrownBy(() -> rows(busy, "SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isIn("57P01", "08006"));
    }
  }

  @Test
  void start_whereSomebodyListens_saysSo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(
          file(),
          Files.readString(file())
              .replace("- address: 127.0.0.1:0", "- address: 127.0.0.1:" + taken.getLocalPort()));
      assertThatThrownBy(() -> ProxyServer.start(read()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }
}
