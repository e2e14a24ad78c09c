package dev.paceline.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.config.HostAndPort;
import dev.paceline.wire.postgres.FrontendWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** For how long clients keep a server connection. */
@ClusterTest(standbys = 1)
class PoolModesTest {

  private final PostgresCluster cluster;

  PoolModesTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  private ProxyServer proxy(PoolMode mode) {
    OperationSettings plain = OperationSettings.DEFAULT;
    return ProxyServer.start(new ProxySettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        List.of(
            new HostAndPort("127.0.0.1", cluster.primary().port()),
            new HostAndPort("127.0.0.1", cluster.standbys().get(0).port())),
        PostgresCluster.USER,
        Map.of("paceline.pool.linger", "0ms"),
        /* trust= */ true,
        /* poolSize= */ 2,
        /* threads= */ 1,
        SecuritySettings.DEFAULT,
        new OperationSettings(
            mode,
            plain.poolWaitNanos(),
            plain.monitorDatabase(),
            plain.admin(),
            plain.http(),
            plain.drainNanos(),
            plain.l4(),
            plain.shown())));
  }

  @Test
  void session_keepsItsConnection_andLeavesNothingBehind() throws Exception {
    try (ProxyServer proxy = proxy(PoolMode.SESSION)) {
      try (RawClient one = new RawClient(proxy.port());
          RawClient other = new RawClient(proxy.port())) {
        one.query("DO $$ BEGIN PERFORM set_config('my.secret', 'x', false); END $$");
        one.query("SELECT pg_backend_pid()");
        String pid = one.values().get(0);
        for (int i = 0; i < 5; i++) {
          other.query("SELECT pg_backend_pid()");
          assertThat(other.values()).doesNotContain(pid);
          one.query("SELECT pg_backend_pid()");
          assertThat(one.values()).containsExactly(pid);
          one.query("SELECT inet_server_port()");
          assertThat(one.values())
              .containsExactly(String.valueOf(cluster.primary().port()));
        }
      }
      try (RawClient next = new RawClient(proxy.port())) {
        next.query("SELECT coalesce(current_setting('my.secret', true), 'none')");
        assertThat(next.values()).doesNotContain("x");
      }
    }
  }

  @Test
  void statement_refusesTransactions_andGoesOn() throws Exception {
    try (ProxyServer proxy = proxy(PoolMode.STATEMENT);
        RawClient client = new RawClient(proxy.port())) {
      assertThat(client.query("BEGIN")).isEqualTo("EZI");
      assertThat(client.errors().get(0).sqlState()).isEqualTo("0A000");
      assertThat(client.unit(out -> {
            FrontendWriter.parse(out, "", "START TRANSACTION");
            RawClient.bind(out, "", "");
            FrontendWriter.execute(out, "", 0);
          }))
          .isEqualTo("EZI");
      assertThat(client.query("SELECT 1")).isEqualTo("TDCZI");
    }
  }
}
