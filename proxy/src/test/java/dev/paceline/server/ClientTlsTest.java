package dev.paceline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.auth.AuthMethod;
import dev.paceline.auth.AuthSettings;
import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.tls.TlsSettings;
import dev.paceline.tls.TlsSettings.ClientMode;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that encrypt, and those that should. */
@ClusterTest(
    standbys = 1,
    settings = {"password_encryption=scram-sha-256", "cluster_name=client-tls"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientTlsTest {

  private static final String USER = "scram_user";

  @TempDir
  private static Path directory;

  private final PostgresCluster cluster;
  private TestCertificates certificates;
  private Secured secured;
  private AuthSettings auth;

  ClientTlsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void secure() throws Exception {
    certificates = new TestCertificates(directory)
        .sign("server", "server")
        .sign("proxy", "proxy")
        .sign("trusted", "trusted")
        .sign("next", "next");
    secured = new Secured(cluster, certificates);
    auth = Secured.query(
        Files.writeString(directory.resolve("users"), "\"auth_user\" \"asker\"\n"),
        AuthMethod.SCRAM_SHA_256);
  }

  private TlsSettings tls(ClientMode mode, boolean withAuthority) {
    return new TlsSettings(
        new TlsSettings.Client(
            mode,
            certificates.file("proxy.crt"),
            certificates.file("proxy.key"),
            withAuthority ? certificates.ca() : null),
        TlsSettings.DEFAULT.server());
  }

  private Connection verified(ProxyServer proxy, String... more) throws SQLException {
    String[] all = java.util.Arrays.copyOf(
        new String[] {"sslmode=verify-full", "sslrootcert=" + certificates.ca()}, 2 + more.length);
    System.arraycopy(more, 0, all, 2, more.length);
    return Secured.connect(proxy, USER, Secured.SECRET, all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslNegotiation=postgres", "sslNegotiation=direct"})
  void client_isEncrypted_andBoundToTheCertificate(String negotiation) throws Exception {
    try (ProxyServer proxy = secured.proxy(auth, tls(ClientMode.REQUIRE, false));
        Connection client = verified(proxy, negotiation, "channelBinding=require")) {
      assertThat(Secured.ask(client, "SELECT current_user")).isEqualTo(USER);
      assertThat(Secured.ask(client, "SELECT length('" + "x".repeat(300_000) + "')"))
          .isEqualTo("300000");
      assertThat(Secured.ask(client, "SELECT repeat('y', 300000)")).hasSize(300_000);
    }
  }

  @Test
  void client_withoutChannelBinding_isLetInToo() throws Exception {
    try (ProxyServer proxy = secured.proxy(auth, tls(ClientMode.PREFER, false))) {
      try (Connection client = verified(proxy, "channelBinding=disable")) {
        assertThat(Secured.ask(client, "SELECT current_user")).isEqualTo(USER);
      }
      try (Connection client = Secured.connect(proxy, USER, Secured.SECRET)) {
        assertThat(Secured.ask(client, "SELECT current_user")).isEqualTo(USER);
      }
    }
  }

  @Test
  void client_thatMustEncrypt_isRefusedWithout() throws Exception {
    try (ProxyServer proxy = secured.proxy(auth, tls(ClientMode.REQUIRE, false))) {
      assertThatThrownBy(() -> Secured.connect(proxy, USER, Secured.SECRET).close())
          .isInstanceOfSatisfying(SQLException.class, e -> {
            assertThat(e.getSQLState()).isEqualTo("28000");
            assertThat(e.getMessage()).contains("without TLS");
          });
    }
  }

  @Test
  void certificate_standsForTheUserItIsMadeOutTo() throws Exception {
    AuthSettings certified =
        Secured.file(directory.resolve("users"), AuthMethod.CERT, "hostssl all all all cert");
    String[] shown = {
      "sslmode=verify-ca",
      "sslrootcert=" + certificates.ca(),
      "sslcert=" + certificates.file("trusted.crt"),
      "sslkey=" + certificates.file("trusted.pk8")
    };
    try (ProxyServer proxy = secured.proxy(certified, tls(ClientMode.PREFER, true))) {
      try (Connection client = Secured.connect(proxy, "trusted", "", shown)) {
        assertThat(Secured.ask(client, "SELECT current_user")).isEqualTo("trusted");
      }
      assertThatThrownBy(() -> Secured.connect(proxy, "postgres", "", shown).close())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
      assertThatThrownBy(() -> Secured.connect(
                  proxy,
                  "trusted",
                  "",
                  "sslmode=require",
                  "sslfactory=" + "org.postgresql.ssl.NonValidatingFactory")
              .close())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
    }
  }

  @Test
  void certificate_ofAnotherAuthority_isNotBelieved() throws Exception {
    TestCertificates others = new TestCertificates(
            Files.createDirectory(directory.resolve("others")))
        .sign("trusted", "trusted");
    AuthSettings certified =
        Secured.file(directory.resolve("users"), AuthMethod.CERT, "hostssl all all all cert");
    try (ProxyServer proxy = secured.proxy(certified, tls(ClientMode.VERIFY_CA, true))) {
      assertThatThrownBy(() -> Secured.connect(
                  proxy,
                  "trusted",
                  "",
                  "sslmode=verify-ca",
                  "sslrootcert=" + certificates.ca(),
                  "sslcert=" + others.file("trusted.crt"),
                  "sslkey=" + others.file("trusted.pk8"))
              .close())
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void cancel_isTakenOverTls_andPlain() throws Exception {
    try (ProxyServer proxy = secured.proxy(auth, tls(ClientMode.PREFER, false))) {
      for (String mode : new String[] {"sslmode=disable", "sslmode=verify-full"}) {
        try (Connection client = Secured.connect(
                proxy, USER, Secured.SECRET, mode, "sslrootcert=" + certificates.ca());
            Statement statement = client.createStatement()) {
          statement.setQueryTimeout(1);
          assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
              .isInstanceOfSatisfying(
                  SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        }
      }
    }
  }

  @Test
  void certificates_areReadAgain() throws Exception {
    try (ProxyServer proxy = secured.proxy(auth, tls(ClientMode.REQUIRE, false))) {
      assertThat(name(proxy, "postgresql")).isEqualTo("CN=proxy");
      byte[] certificate = Files.readAllBytes(certificates.file("proxy.crt"));
      byte[] key = Files.readAllBytes(certificates.file("proxy.key"));
      try {
        replace("next.crt", "proxy.crt");
        replace("next.key", "proxy.key");
        Await.until(
            "the new certificate to be shown",
            Duration.ofSeconds(20),
            () -> name(proxy, "postgresql").equals("CN=next"));
        try (Connection client = verified(proxy, "channelBinding=require")) {
          assertThat(Secured.ask(client, "SELECT current_user")).isEqualTo(USER);
        }
      } finally {
        Files.write(certificates.file("proxy.crt"), certificate);
        Files.write(certificates.file("proxy.key"), key);
      }
    }
  }

  private void replace(String from, String to) throws Exception {
    Files.copy(certificates.file(from), certificates.file(to), StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(certificates.file(to), FileTime.from(Instant.now().plusSeconds(5)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http/1.1"})
  void directTls_thatDoesNotSayWhatItSpeaks_isRefused(String protocol) throws Exception {
    try (ProxyServer proxy = secured.proxy(auth, tls(ClientMode.REQUIRE, false))) {
      assertThatThrownBy(() -> {
            try (SSLSocket socket = handshake(proxy, protocol)) {
              socket.getOutputStream().write(new byte[] {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f});
              assertThat(socket.getInputStream().read()).isNotNegative();
            }
          })
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(java.io.IOException.class),
              e -> assertThat(e).isInstanceOf(AssertionError.class));
      assertThat(name(proxy, "postgresql")).isEqualTo("CN=proxy");
    }
  }

  @Test
  void clearText_behindARequestForTls_isRefused() throws Exception {
    try (ProxyServer proxy = secured.proxy(auth, tls(ClientMode.PREFER, false));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(ByteBuffer.allocate(16)
              .putInt(8)
              .putInt(1234 << 16 | 5679)
              .putInt(8)
              .putInt(196608)
              .array());
      InputStream in = socket.getInputStream();
      assertThat((char) in.read()).isEqualTo('E');
      assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("received unencrypted data after SSL request");
    }
  }

  private static String name(ProxyServer proxy, String protocol) throws Exception {
    try (SSLSocket socket = handshake(proxy, protocol)) {
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .getName();
    }
  }

  private static SSLSocket handshake(ProxyServer proxy, String protocol) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anything()}, null);
    SSLSocket socket = (SSLSocket)
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(20_000);
    if (!protocol.isEmpty()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    return socket;
  }

  /** What is shown is looked at, not verified. */
  private static final class Anything implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
