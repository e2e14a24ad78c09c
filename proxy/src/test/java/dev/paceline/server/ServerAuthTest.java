package dev.paceline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.auth.AuthMethod;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.tls.TlsSettings;
import dev.paceline.tls.TlsSettings.ServerMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the proxy proves itself to servers, and they to it. */
@ClusterTest(
    standbys = 1,
    settings = {"password_encryption=scram-sha-256", "cluster_name=server-auth"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerAuthTest {

  private static final String TLS_IN_USE =
      "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

  private final PostgresCluster cluster;

  @TempDir
  private static Path directory;

  private TestCertificates certificates;
  private Secured secured;

  ServerAuthTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void secure() throws Exception {
    certificates = new TestCertificates(directory).sign("server", "server");
    secured = new Secured(cluster, certificates);
  }

  private ProxyServer proxy(String users, ServerMode mode, @Nullable Path ca, boolean direct)
      throws Exception {
    Path file = Files.createTempFile(directory, "users", ".txt");
    Files.writeString(file, users);
    return secured.proxy(
        Secured.file(file, AuthMethod.TRUST),
        new TlsSettings(TlsSettings.DEFAULT.client(), new TlsSettings.Server(mode, ca, direct)));
  }

  private static String line(String user, String secret) {
    return "\"" + user.replace("\"", "\"\"") + "\" \"" + secret.replace("\"", "\"\"") + "\"\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"scram_user", "clear_user", "md5_user"})
  void password_isWhateverTheServerAsksFor(String user) throws Exception {
    String users = line("scram_user", Secured.SECRET)
        + line("clear_user", Secured.SECRET)
        + line("md5_user", "md5 secret");
    try (ProxyServer proxy = proxy(users, ServerMode.DISABLE, null, false);
        Connection client = Secured.connect(proxy, user, "")) {
      assertThat(Secured.ask(client, "SELECT current_user")).isEqualTo(user);
    }
  }

  @Test
  void md5Hash_isEnoughForMd5() throws Exception {
    String hash =
        cluster.primary().query("SELECT rolpassword FROM pg_authid WHERE rolname = 'md5_user'");
    try (ProxyServer proxy = proxy(line("md5_user", hash), ServerMode.DISABLE, null, false);
        Connection client = Secured.connect(proxy, "md5_user", "")) {
      assertThat(Secured.ask(client, "SELECT current_user")).isEqualTo("md5_user");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"scram_user", "clear_user", "md5_user"})
  void wrongPassword_isTheServersError(String user) throws Exception {
    try (ProxyServer proxy = proxy(line(user, "wrong"), ServerMode.PREFER, null, false)) {
      assertThatThrownBy(() -> Secured.connect(proxy, user, "").close())
          .isInstanceOfSatisfying(SQLException.class, e -> {
            assertThat(e.getSQLState()).isEqualTo("28P01");
            assertThat(e.getMessage()).contains("password authentication failed");
          });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "scram_user, DISABLE, false",
    "scram_user, PREFER, true",
    "plain_user, PREFER, false",
    "scram_user, REQUIRE, true",
    "tls_user, REQUIRE, true",
    "tls_user, PREFER, true"
  })
  void tls_isAsTheModeSays(String user, ServerMode mode, String encrypted) throws Exception {
    try (ProxyServer proxy = proxy(line(user, Secured.SECRET), mode, null, false);
        Connection client = Secured.connect(proxy, user, "")) {
      assertThat(Secured.ask(client, TLS_IN_USE)).isEqualTo(encrypted);
      // More than fits into one record, both ways.
      assertThat(Secured.ask(client, "SELECT length('" + "x".repeat(300_000) + "')"))
          .isEqualTo("300000");
      assertThat(Secured.ask(client, "SELECT repeat('y', 300000)")).hasSize(300_000);
    }
  }

  @ParameterizedTest
  @CsvSource({"VERIFY_CA, false", "VERIFY_FULL, false", "REQUIRE, false", "VERIFY_FULL, true"})
  void certificate_ofTheAuthority_isBelieved(ServerMode mode, boolean direct) throws Exception {
    try (ProxyServer proxy =
            proxy(line("tls_user", Secured.SECRET), mode, certificates.ca(), direct);
        Connection client = Secured.connect(proxy, "tls_user", "")) {
      assertThat(Secured.ask(client, TLS_IN_USE)).isEqualTo("true");
    }
  }

  @ParameterizedTest
  @CsvSource({"VERIFY_CA", "VERIFY_FULL", "REQUIRE"})
  void certificate_ofAnother_isNot(ServerMode mode) throws Exception {
    Path other = Files.createDirectory(directory.resolve("other-" + mode));
    Path ca = new TestCertificates(other).ca();
    try (ProxyServer proxy = proxy(line("tls_user", Secured.SECRET), mode, ca, false)) {
      assertThatThrownBy(() -> Secured.connect(proxy, "tls_user", "").close())
          .isInstanceOfSatisfying(SQLException.class, e -> {
            assertThat(e.getSQLState()).isEqualTo("08001");
            assertThat(e.getMessage()).contains("PKIX");
          });
    }
  }

  @Test
  void cancel_reachesTheServerOverTls() throws Exception {
    try (ProxyServer proxy = proxy(
            line("tls_user", Secured.SECRET), ServerMode.VERIFY_FULL, certificates.ca(), false);
        Connection client = Secured.connect(proxy, "tls_user", "");
        java.sql.Statement statement = client.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    }
  }
}
