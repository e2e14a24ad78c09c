package dev.paceline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.config.HostAndPort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Server connections that end under a client, and COPY, which is where one side may not keep up. */
@ClusterTest(standbys = 1)
class LostServersTest {

  private final PostgresCluster cluster;
  private ProxyServer proxy;

  LostServersTest(PostgresCluster cluster) {
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
        /* poolSize= */ 2,
        /* threads= */ 1));
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + proxy.port() + "/"
        + PostgresCluster.DATABASE + "?user=" + PostgresCluster.USER
        + "&sslmode=disable&ApplicationName=lost");
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

  private void terminate(String pid) {
    cluster.primary().query("SELECT pg_terminate_backend(" + pid + ", 10000)");
  }

  @Test
  void idleConnections_thatEnd_areNotNoticed() throws Exception {
    try (Connection client = connect()) {
      for (int i = 0; i < 5; i++) {
        terminate(ask(client, "SELECT pg_backend_pid() FROM (SELECT pg_current_xact_id()) x"));
        assertThat(ask(client, "SELECT 'alive'")).isEqualTo("alive");
      }
    }
  }

  @Test
  void connectionOfATransaction_thatEnds_isToldWithTheServersWords() throws Exception {
    try (Connection client = connect()) {
      client.setAutoCommit(false);
      terminate(ask(client, "SELECT pg_backend_pid()"));
      assertThatThrownBy(() -> ask(client, "SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isIn("57P01", "08006"));
    }
  }

  @Test
  void statementOfAServerThatIsKilled_endsWithAnError_andTheNextClientIsServed() throws Exception {
    try (Connection client = connect();
        Connection other = connect()) {
      Thread killer = new Thread(() -> {
        Await.until(
            "the statement to run",
            Duration.ofSeconds(20),
            () -> !runningSleep().isEmpty());
        terminate(runningSleep());
      });
      killer.start();
      assertThatThrownBy(() -> run(client, "CREATE TABLE x AS SELECT 1 FROM pg_sleep(60)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
      killer.join();
      assertThat(ask(other, "SELECT 'served'")).isEqualTo("served");
    }
  }

  private String runningSleep() {
    return cluster
        .primary()
        .query("SELECT coalesce(max(pid)::text, '') FROM pg_stat_activity WHERE state = 'active'"
            + " AND query LIKE 'CREATE TABLE%pg_sleep(60)%' AND pid <> pg_backend_pid()");
  }

  @Test
  void clientThatVanishes_leavesNoStatementRunning() throws Exception {
    try (RawClient client = new RawClient(proxy.port())) {
      client.send(out -> dev.paceline.wire.postgres.FrontendWriter.query(
          out, "CREATE TABLE y AS SELECT 1 FROM pg_sleep(60)"));
      Await.until(
          "the statement to run", Duration.ofSeconds(20), () -> !sleepers("y").equals("0"));
    }
    Await.until(
        "the statement to end", Duration.ofSeconds(20), () -> sleepers("y").equals("0"));
    try (Connection other = connect()) {
      assertThat(ask(other, "SELECT 'served'")).isEqualTo("served");
    }
  }

  private String sleepers(String table) {
    return cluster
        .primary()
        .query(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'CREATE TABLE "
                + table + " AS%pg_sleep(60)%' AND pid <> pg_backend_pid()");
  }

  @Test
  void copy_inAndOut_isWhole_andOneThatFailsLeavesTheConnectionUsable() throws Exception {
    int rows = 2_000_000;
    try (Connection client = connect()) {
      run(client, "DROP TABLE IF EXISTS copied");
      run(client, "CREATE TABLE copied (a int, b text)");
      CopyManager copy = client.unwrap(PGConnection.class).getCopyAPI();
      assertThat(copy.copyIn("COPY copied FROM STDIN", new Rows(rows))).isEqualTo(rows);
      assertThat(ask(client, "SELECT count(*) || ' ' || sum(a) FROM copied"))
          .isEqualTo(rows + " " + (rows - 1L) * rows / 2);
      long[] bytes = {0};
      long out = copy.copyOut("COPY copied TO STDOUT", new OutputStream() {
        @Override
        public void write(int b) {
          bytes[0]++;
        }

        @Override
        public void write(byte[] some, int from, int count) {
          bytes[0] += count;
        }
      });
      assertThat(out).isEqualTo(rows);
      assertThat(bytes[0]).isGreaterThan(rows * 10L);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> copy.copyIn(
                "COPY copied FROM STDIN",
                new ByteArrayInputStream(("1\ta\n2\tb\nx\tc\n" + "3\td\n".repeat(100_000))
                    .getBytes(StandardCharsets.UTF_8))))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22P02"));
        assertThat(ask(client, "SELECT count(*) FROM copied")).isEqualTo(String.valueOf(rows));
      }
    }
  }

  /** So many rows of COPY's text format. */
  private static final class Rows extends InputStream {
    private final int count;
    private int next;
    private byte[] current = {};
    private int at;

    Rows(int count) {
      this.count = count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] to, int from, int length) {
      if (at == current.length) {
        if (next == count) {
          return -1;
        }
        StringBuilder some = new StringBuilder();
        for (int i = 0; i < 1000 && next < count; i++, next++) {
          some.append(next).append("\tsome text\n");
        }
        current = some.toString().getBytes(StandardCharsets.UTF_8);
        at = 0;
      }
      int some = Math.min(length, current.length - at);
      System.arraycopy(current, at, to, from, some);
      at += some;
      return some;
    }
  }

  @Test
  void readOnlyTransaction_onAReplica_waitsForWhatItMustSee() throws Exception {
    String standby = String.valueOf(cluster.standbys().get(0).port());
    try (Connection reader = connect();
        Connection writer = connect()) {
      run(writer, "CREATE TABLE IF NOT EXISTS covered (a int)");
      Await.until(
          "a read on the replica",
          Duration.ofSeconds(20),
          () -> ask(reader, "SELECT inet_server_port()").equals(standby));
      for (int i = 0; i < 20; i++) {
        run(writer, "INSERT INTO covered VALUES (1)");
        String before = ask(writer, "SELECT count(*) FROM covered");
        run(reader, "BEGIN READ ONLY");
        assertThat(ask(reader, "SELECT count(*) FROM covered")).isEqualTo(before);
        run(reader, "COMMIT");
      }
    }
  }
}
