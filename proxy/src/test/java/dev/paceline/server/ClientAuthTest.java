package dev.paceline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.auth.AuthMethod;
import dev.paceline.auth.AuthSettings;
import dev.paceline.auth.LoginLimits;
import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.tls.TlsSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How clients prove themselves to the proxy, without TLS. */
@ClusterTest(
    standbys = 1,
    settings = {"password_encryption=scram-sha-256", "cluster_name=client-auth"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientAuthTest {

  private static final AuthMethod SCRAM = AuthMethod.SCRAM_SHA_256;

  @TempDir
  private static Path directory;

  private final PostgresCluster cluster;
  private Secured secured;
  private Path asker;

  ClientAuthTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void secure() throws Exception {
    secured = new Secured(cluster, new TestCertificates(directory).sign("server", "server"));
    asker = users("\"auth_user\" \"asker\"\n");
  }

  private static Path users(String text) throws Exception {
    return Files.writeString(Files.createTempFile(directory, "users", ".txt"), text);
  }

  private String verifier(String user) {
    return cluster
        .primary()
        .query("SELECT rolpassword FROM pg_authid WHERE rolname = " + Secured.literal(user));
  }

  private ProxyServer proxy(AuthSettings auth) {
    return secured.proxy(auth, TlsSettings.DEFAULT);
  }

  private static void assertUser(ProxyServer proxy, String user, String password)
      throws SQLException {
    try (Connection client = Secured.connect(proxy, user, password)) {
      assertThat(Secured.ask(client, "SELECT current_user")).isEqualTo(user);
    }
  }

  private static String refusal(ProxyServer proxy, String user, String password) {
    List<SQLException> refused = new ArrayList<>();
    assertThatThrownBy(() -> Secured.connect(proxy, user, password).close())
        .isInstanceOfSatisfying(SQLException.class, refused::add);
    return refused.get(0).getSQLState() + " " + refused.get(0).getMessage();
  }

  @Test
  void verifier_letsTheClientIn_andItsProofIsPassedOnToTheServers() throws Exception {
    Path file = users("\"scram_user\" \"" + verifier("scram_user") + "\"\n");
    try (ProxyServer proxy = proxy(Secured.file(file, SCRAM))) {
      assertThat(refusal(proxy, "scram_user", "wrong"))
          .startsWith("28P01 FATAL: password authentication failed for user \"scram_user\"");
      assertUser(proxy, "scram_user", Secured.SECRET);
    }
  }

  @Test
  void clearPassword_isAskedForByScram() throws Exception {
    Path file = users(
        "; a comment\n\"scram_user\" \"" + Secured.SECRET.replace("\"", "\"\"") + "\" more\n");
    try (ProxyServer proxy = proxy(Secured.file(file, SCRAM))) {
      assertThat(refusal(proxy, "scram_user", "wrong")).startsWith("28P01");
      assertUser(proxy, "scram_user", Secured.SECRET);
      assertUser(proxy, "scram_user", Secured.SECRET);
    }
  }

  @Test
  void md5_isSpokenOnlyWhenConfigured() throws Exception {
    Path file = users("\"md5_user\" \"" + verifier("md5_user") + "\"\n\"scram_user\" \""
        + verifier("scram_user") + "\"\n");
    try (ProxyServer proxy = proxy(Secured.file(file, AuthMethod.MD5))) {
      assertThat(refusal(proxy, "md5_user", "wrong")).startsWith("28P01");
      assertUser(proxy, "md5_user", "md5 secret");
      assertUser(proxy, "scram_user", Secured.SECRET);
    }
    try (ProxyServer proxy = proxy(Secured.file(file, SCRAM))) {
      assertThat(refusal(proxy, "md5_user", "md5 secret")).startsWith("28P01");
    }
  }

  @Test
  void query_findsUsers_andTheirProofsArePassedOn() throws Exception {
    try (ProxyServer proxy = proxy(Secured.query(asker, SCRAM))) {
      assertUser(proxy, "scram_user", Secured.SECRET);
      assertUser(proxy, "Odd \"User\" '", Secured.SECRET);
      assertThat(refusal(proxy, "scram_user", "wrong")).startsWith("28P01");
    }
  }

  @Test
  void unknownUser_getsTheSameAsAWrongPassword() throws Exception {
    try (ProxyServer proxy = proxy(Secured.query(asker, SCRAM))) {
      String unknown = refusal(proxy, "nobody at all", "x");
      String known = refusal(proxy, "scram_user", "x");
      assertThat(known).startsWith("28P01");
      assertThat(unknown).isEqualTo(known.replace("scram_user", "nobody at all"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NOLOGIN", "VALID UNTIL '2001-01-01'", "PASSWORD NULL", "PASSWORD 'another'"})
  void query_respectsWhatTheServerSaysOfARole(String change) throws Exception {
    cluster
        .primary()
        .execute(
            "DROP ROLE IF EXISTS changing",
            "CREATE ROLE changing LOGIN PASSWORD 'changing' VALID UNTIL 'infinity'");
    cluster.awaitInSync();
    try (ProxyServer proxy = proxy(Secured.query(asker, SCRAM))) {
      assertUser(proxy, "changing", "changing");
      cluster.primary().execute("ALTER ROLE changing " + change);
      cluster.awaitInSync();
      Await.until("the change to be seen", Duration.ofSeconds(20), () -> {
        try {
          Secured.connect(proxy, "changing", "changing").close();
          return false;
        } catch (SQLException e) {
          return e.getSQLState().equals("28P01");
        }
      });
    }
  }

  @Test
  void newPassword_isPassedOn_onceAClientHasShownIt() throws Exception {
    cluster
        .primary()
        .execute("DROP ROLE IF EXISTS rotating", "CREATE ROLE rotating LOGIN PASSWORD 'old'");
    cluster.awaitInSync();
    try (ProxyServer proxy = proxy(Secured.query(asker, SCRAM))) {
      assertUser(proxy, "rotating", "old");
      cluster
          .primary()
          .execute(
              "ALTER ROLE rotating PASSWORD 'new'",
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'rotating'");
      cluster.awaitInSync();
      Await.until("the new password to be taken", Duration.ofSeconds(20), () -> {
        try (Connection client = Secured.connect(proxy, "rotating", "new")) {
          return Secured.ask(client, "SELECT current_user").equals("rotating");
        } catch (SQLException e) {
          return false;
        }
      });
    }
  }

  @Test
  void query_cannotBeLedAstray_byWhatClientsSetOrMake() throws Exception {
    cluster
        .primary()
        .execute(
            "CREATE SCHEMA IF NOT EXISTS trap",
            "DROP TABLE IF EXISTS trap.pg_authid",
            "CREATE TABLE trap.pg_authid AS SELECT rolname, rolpassword, true AS rolcanlogin,"
                + " null::timestamptz AS rolvaliduntil FROM pg_catalog.pg_authid",
            "UPDATE trap.pg_authid SET rolpassword = (SELECT rolpassword FROM"
                + " pg_catalog.pg_authid WHERE rolname = 'auth_user')",
            "ALTER ROLE auth_user SET search_path = trap, pg_catalog");
    cluster.awaitInSync();
    AuthSettings named = new AuthSettings(
        SCRAM,
        asker,
        "auth_user",
        "SELECT rolname, rolpassword FROM pg_authid WHERE rolname = $1",
        PostgresCluster.DATABASE,
        List.of());
    try (ProxyServer proxy = proxy(named)) {
      assertThat(refusal(proxy, "scram_user", "asker")).startsWith("28P01");
      assertUser(proxy, "scram_user", Secured.SECRET);
    } finally {
      cluster.primary().execute("ALTER ROLE auth_user RESET search_path");
    }
  }

  @Test
  void query_thatCannotBeAsked_isSaidWithoutItsReason() throws Exception {
    try (ProxyServer proxy = proxy(Secured.query(users("\"auth_user\" \"wrong\"\n"), SCRAM))) {
      assertThat(refusal(proxy, "scram_user", Secured.SECRET))
          .startsWith("08006 FATAL: the proxy cannot ask now");
    }
  }

  @Test
  void rules_countInTheirOrder() throws Exception {
    Path file = users("\"scram_user\" \"" + verifier("scram_user") + "\"\n");
    try (ProxyServer proxy = proxy(Secured.file(
        file,
        AuthMethod.TRUST,
        "hostssl all all all trust",
        "host all trusted 10.0.0.0/8 reject",
        "host test trusted 127.0.0.0/8 trust",
        "host all plain_user all reject",
        "host other,test scram_user all scram-sha-256"))) {
      assertUser(proxy, "trusted", "");
      assertUser(proxy, "scram_user", Secured.SECRET);
      assertThat(refusal(proxy, "plain_user", Secured.SECRET))
          .startsWith("28000 FATAL: a rule rejects user \"plain_user\" to database \"test\" from"
              + " 127.0.0.1 without TLS");
      assertThat(refusal(proxy, "clear_user", Secured.SECRET))
          .startsWith("28000 FATAL: no rule lets in user \"clear_user\" to database \"test\"");
    }
  }

  @Test
  void fileOfUsers_isReadAgain() throws Exception {
    Path file = users("\"scram_user\" \"" + verifier("scram_user") + "\"\n");
    try (ProxyServer proxy = proxy(Secured.file(file, SCRAM))) {
      assertUser(proxy, "scram_user", Secured.SECRET);
      assertThat(refusal(proxy, "plain_user", Secured.SECRET)).startsWith("28P01");
      Files.writeString(file, "\"plain_user\" \"" + verifier("plain_user") + "\"\n");
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
      Await.until("the file to be read", Duration.ofSeconds(20), () -> {
        try (Connection client = Secured.connect(proxy, "plain_user", Secured.SECRET)) {
          return Secured.ask(client, "SELECT current_user").equals("plain_user");
        } catch (SQLException e) {
          return false;
        }
      });
      assertThat(refusal(proxy, "scram_user", Secured.SECRET)).startsWith("28P01");
    }
  }

  @Test
  void limits_boundConnectionsOfAnAddress() throws Exception {
    Path file = users("\"scram_user\" \"" + verifier("scram_user") + "\"\n");
    LoginLimits limits = new LoginLimits(Duration.ofSeconds(20), Duration.ZERO, 2);
    try (ProxyServer proxy =
        secured.proxy(Secured.file(file, SCRAM), TlsSettings.DEFAULT, limits)) {
      try (Connection one = Secured.connect(proxy, "scram_user", Secured.SECRET);
          Connection two = Secured.connect(proxy, "scram_user", Secured.SECRET)) {
        assertThat(refusal(proxy, "scram_user", Secured.SECRET)).startsWith("53300");
        assertThat(Secured.ask(one, "SELECT 1") + Secured.ask(two, "SELECT 1")).isEqualTo("11");
      }
      Await.until("a place to be free", Duration.ofSeconds(20), () -> {
        try (Connection client = Secured.connect(proxy, "scram_user", Secured.SECRET)) {
          return client.isValid(5);
        } catch (SQLException e) {
          return false;
        }
      });
    }
  }

  @Test
  void limits_endALoginThatTakesTooLong() throws Exception {
    LoginLimits limits = new LoginLimits(Duration.ofMillis(300), Duration.ZERO, 0);
    try (ProxyServer proxy =
            secured.proxy(Secured.file(asker, SCRAM), TlsSettings.DEFAULT, limits);
        java.net.Socket silent =
            new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), proxy.port())) {
      silent.setSoTimeout(20_000);
      byte[] last = silent.getInputStream().readAllBytes();
      assertThat(new String(last, java.nio.charset.StandardCharsets.UTF_8))
          .contains("08P01")
          .contains("the client did not log in within 300 ms");
    }
  }
}
