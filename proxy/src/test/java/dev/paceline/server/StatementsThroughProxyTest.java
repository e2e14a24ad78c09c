package dev.paceline.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.config.HostAndPort;
import dev.paceline.wire.postgres.FrontendWriter;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients prepare, while they share one server connection. */
@ClusterTest
class StatementsThroughProxyTest {

  private final PostgresCluster cluster;
  private ProxyServer proxy;

  StatementsThroughProxyTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void start() {
    proxy = ProxyServer.start(new ProxySettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        List.of(new HostAndPort("127.0.0.1", cluster.primary().port())),
        PostgresCluster.USER,
        Map.of("paceline.pool.linger", "0ms"),
        /* trust= */ true,
        /* poolSize= */ 1,
        /* threads= */ 1));
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private RawClient client() throws IOException {
    return new RawClient(proxy.port());
  }

  private static Consumer<ByteBuf> parse(String name, String sql) {
    return out -> FrontendWriter.parse(out, name, sql);
  }

  private static Consumer<ByteBuf> run(String name, String... values) {
    return out -> {
      RawClient.bind(out, "", name, values);
      FrontendWriter.execute(out, "", 0);
    };
  }

  @Test
  void parse_ofANameThatTheClientHas_isRefusedByItsOwnName() throws Exception {
    try (RawClient client = client();
        RawClient other = client()) {
      assertThat(client.unit(parse("mine", "SELECT 1"))).isEqualTo("1ZI");
      assertThat(client.unit(parse("mine", "SELECT 2"))).isEqualTo("EZI");
      assertThat(client.errors().get(0).sqlState()).isEqualTo("42P05");
      assertThat(client.errors().get(0).message())
          .isEqualTo("prepared statement \"mine\" already exists");
      assertThat(client.unit(run("mine"))).isEqualTo("2DCZI");
      assertThat(client.values()).containsExactly("1");
      assertThat(other.unit(run("mine"))).isEqualTo("EZI");
      assertThat(other.errors().get(0).sqlState()).isEqualTo("26000");
      assertThat(other.unit(parse("mine", "SELECT 3").andThen(run("mine")))).isEqualTo("12DCZI");
      assertThat(other.values()).containsExactly("3");
    }
  }

  @Test
  void parse_thatFails_leavesNoStatement() throws Exception {
    try (RawClient client = client()) {
      assertThat(client.unit(parse("a", "SELEKT"))).isEqualTo("EZI");
      assertThat(client.unit(parse("x", "SELEKT").andThen(parse("b", "SELECT 1"))))
          .isEqualTo("EZI");
      assertThat(client.unit(run("a"))).isEqualTo("EZI");
      assertThat(client.errors().get(0).message())
          .isEqualTo("prepared statement \"a\" does not exist");
      assertThat(client.unit(parse("a", "SELECT 1").andThen(parse("b", "SELECT 2"))))
          .isEqualTo("11ZI");
    }
  }

  @Test
  void deallocateAll_endsTheClientsStatements_andNobodyElses() throws Exception {
    try (RawClient client = client();
        RawClient other = client()) {
      for (String all : List.of("DEALLOCATE ALL", "DISCARD ALL")) {
        assertThat(client.unit(parse("s", "SELECT 'mine'"))).isEqualTo("1ZI");
        assertThat(other.unit(parse("s", "SELECT 'other'"))).isEqualTo("1ZI");
        assertThat(client.query(all)).isEqualTo("CZI");
        assertThat(client.unit(run("s"))).isEqualTo("EZI");
        assertThat(client.unit(parse("s", "SELECT 'again'").andThen(run("s")))).isEqualTo("12DCZI");
        assertThat(client.values()).containsExactly("again");
        assertThat(other.unit(run("s"))).isEqualTo("2DCZI");
        assertThat(other.values()).containsExactly("other");
        assertThat(other.query("DEALLOCATE s")).isEqualTo("CZI");
        assertThat(other.unit(run("s"))).isEqualTo("EZI");
        assertThat(client.query("DEALLOCATE s")).isEqualTo("CZI");
      }
    }
  }

  @Test
  void deallocateAll_inAPipeline_isFollowedByNewStatements() throws Exception {
    try (RawClient client = client()) {
      assertThat(client.unit(parse("s", "SELECT 1"))).isEqualTo("1ZI");
      assertThat(client.unit(parse("", "DEALLOCATE ALL")
              .andThen(run(""))
              .andThen(parse("s", "SELECT 1"))
              .andThen(run("s"))))
          .isEqualTo("12C12DCZI");
    }
  }

  @Test
  void statement_whoseColumnsChange_isPreparedAnew() throws Exception {
    try (RawClient client = client();
        RawClient other = client()) {
      client.query("DROP TABLE IF EXISTS changing; CREATE TABLE changing (a int)");
      client.query("INSERT INTO changing VALUES (1)");
      assertThat(client.unit(parse("all", "SELECT * FROM changing").andThen(run("all"))))
          .isEqualTo("12DCZI");
      assertThat(client.unit(
              parse("new", "INSERT INTO changing VALUES (2) RETURNING *").andThen(run("new"))))
          .isEqualTo("12DCZI");
      other.query("ALTER TABLE changing ADD b int");
      assertThat(client.unit(run("all"))).isEqualTo("2DDCZI");
      assertThat(client.unit(run("new"))).isEqualTo("2DCZI");
      other.query("ALTER TABLE changing ADD c int");
      client.query("BEGIN");
      assertThat(client.unit(run("all"))).isEqualTo("EZE");
      client.query("ROLLBACK");
      assertThat(client.unit(run("all"))).isEqualTo("2DDDCZI");
    }
  }

  @Test
  void statement_withoutAName_isNotMetByOthers() throws Exception {
    try (RawClient client = client();
        RawClient other = client()) {
      assertThat(client.unit(parse("", "SELECT 'mine'"))).isEqualTo("1ZI");
      assertThat(other.unit(run(""))).isEqualTo("EZI");
      assertThat(other.errors().get(0).sqlState()).isEqualTo("26000");
      assertThat(other.unit(parse("", "SELECT 'other'"))).isEqualTo("1ZI");
      assertThat(client.unit(run(""))).isEqualTo("2DCZI");
      assertThat(client.values()).containsExactly("mine");
    }
  }

  @Test
  void pipeline_ofSeveralSyncs_isAnsweredInOrder() throws Exception {
    try (RawClient client = client()) {
      Consumer<ByteBuf> sync = FrontendWriter::sync;
      client.send(parse("", "SELECT 1")
          .andThen(run(""))
          .andThen(sync)
          .andThen(parse("", "SELECT 1/0"))
          .andThen(run(""))
          .andThen(parse("", "SELECT 2"))
          .andThen(sync)
          .andThen(out -> FrontendWriter.query(out, "SELECT 3"))
          .andThen(out -> FrontendWriter.query(out, ""))
          .andThen(parse("", "SELECT 4"))
          .andThen(run(""))
          .andThen(sync));
      assertThat(client.readUntil('Z', 5)).isEqualTo("12DCZI1EZITDCZIIZI12DCZI");
      assertThat(client.values()).containsExactly("1", "3", "4");
    }
  }

  @Test
  void pipeline_ofMoreThanIsKeptAccountOf_isAnswered() throws Exception {
    try (RawClient client = client()) {
      client.unit(parse("s", "SELECT 5"));
      client.send(out -> {
        for (int i = 0; i < 10_000; i++) {
          run("s").accept(out);
        }
        FrontendWriter.sync(out);
      });
      String types = client.readUntil('Z', 1);
      assertThat(types).hasSize(30_002).endsWith("2DCZI");
      assertThat(client.values()).hasSize(10_000).containsOnly("5");
    }
  }

  @Test
  void flush_deliversAnswers_andKeepsTheConnection() throws Exception {
    try (RawClient client = client()) {
      client.send(parse("", "SELECT generate_series(1, 5)")
          .andThen(out -> FrontendWriter.describeStatement(out, ""))
          .andThen(FrontendWriter::flush));
      assertThat(client.readUntil('T', 1)).isEqualTo("1tT");
      client.send(out -> {
        RawClient.bind(out, "", "");
        FrontendWriter.execute(out, "", 2);
        FrontendWriter.flush(out);
      });
      assertThat(client.readUntil('s', 1)).isEqualTo("2DDs");
      assertThat(client.unit(out -> FrontendWriter.execute(out, "", 0))).isEqualTo("DDDCZI");
    }
  }

  @Test
  void portal_withALimit_isSuspendedInATransaction() throws Exception {
    try (RawClient client = client()) {
      client.query("BEGIN");
      assertThat(client.unit(parse("", "SELECT generate_series(1, 3)").andThen(out -> {
            RawClient.bind(out, "p", "");
            FrontendWriter.execute(out, "p", 2);
          })))
          .isEqualTo("12DDsZT");
      assertThat(client.unit(out -> FrontendWriter.execute(out, "p", 2))).isEqualTo("DCZT");
      client.query("COMMIT");
      assertThat(client.unit(parse("", "").andThen(run("")))).isEqualTo("12IZI");
    }
  }

  @Test
  void message_tooLargeToBeCollected_passes() throws Exception {
    String large = "x".repeat(3 << 20);
    try (RawClient client = client()) {
      assertThat(client.unit(parse("", "SELECT length($1::text)").andThen(run("", large))))
          .isEqualTo("12DCZI");
      assertThat(client.values()).containsExactly(String.valueOf(3 << 20));
      assertThat(client.unit(parse("", "SELECT length('" + large + "')").andThen(run(""))))
          .isEqualTo("12DCZI");
      assertThat(client.values()).containsExactly(String.valueOf(3 << 20));
    }
    try (RawClient other = client()) {
      assertThat(other.query("SELECT length('" + large + "')")).isEqualTo("TDCZI");
      assertThat(other.values()).containsExactly(String.valueOf(3 << 20));
    }
  }

  @Test
  void largeNamedStatement_isKeptWhereItIs() throws Exception {
    String large = "x".repeat(2 << 20);
    try (RawClient client = client()) {
      assertThat(client.unit(parse("large", "SELECT length('" + large + "')"))).isEqualTo("1ZI");
      assertThat(client.unit(run("large"))).isEqualTo("2DCZI");
      assertThat(client.values()).containsExactly(String.valueOf(2 << 20));
      assertThat(client.query("DEALLOCATE ALL")).isEqualTo("CZI");
    }
    try (RawClient other = client()) {
      assertThat(other.unit(run("large"))).isEqualTo("EZI");
    }
  }
}
