package dev.paceline.server;

import dev.paceline.auth.AuthMethod;
import dev.paceline.auth.AuthSettings;
import dev.paceline.auth.HbaRule;
import dev.paceline.auth.LoginLimits;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.config.HostAndPort;
import dev.paceline.tls.TlsSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cluster whose servers ask for passwords, and proxies in front of it. */
final class Secured {

  static final String SECRET = "it's a \"secret\" \\ pässword";

  private static final String RULES = """
      host replication all 127.0.0.0/8 trust
      host all postgres 127.0.0.0/8 trust
      host all trusted 127.0.0.0/8 trust
      hostssl all tls_user 127.0.0.0/8 scram-sha-256
      host all tls_user 127.0.0.0/8 reject
      hostnossl all plain_user 127.0.0.0/8 scram-sha-256
      host all plain_user 127.0.0.0/8 reject
      host all md5_user 127.0.0.0/8 md5
      host all clear_user 127.0.0.0/8 password
      host all all 127.0.0.0/8 scram-sha-256
      """;

  private final PostgresCluster cluster;

  /** Makes the servers of the cluster ask, with users for each way to ask; to be done once for a cluster. */
  Secured(PostgresCluster cluster, TestCertificates certificates) throws Exception {
    this.cluster = cluster;
    PostgresNode primary = cluster.primary();
    primary.execute(
        "CREATE ROLE auth_user LOGIN PASSWORD " + literal("asker"),
        "GRANT SELECT ON pg_catalog.pg_authid TO auth_user");
    for (String user : List.of(
        "scram_user", "tls_user", "plain_user", "clear_user", "trusted", "Odd \"User\" '")) {
      primary.execute(
          "CREATE ROLE \"" + user.replace("\"", "\"\"") + "\" LOGIN PASSWORD " + literal(SECRET));
    }
    primary.execute(
        "SET password_encryption = 'md5'", "CREATE ROLE md5_user LOGIN PASSWORD 'md5 secret'");
    cluster.awaitInSync();
    for (PostgresNode node : nodes()) {
      file(node, "server.crt", certificates.text("server.crt"));
      file(node, "server.key", certificates.text("server.key"));
      node.alterSystem("ssl", "on");
      file(node, "pg_hba.conf", RULES);
      node.execute("SELECT pg_reload_conf()");
    }
  }

  private List<PostgresNode> nodes() {
    return cluster.nodes();
  }

  /** Written by the server, so that it is the server's. */
  private static void file(PostgresNode node, String name, String text) {
    node.execute("COPY (SELECT pg_catalog.unnest(pg_catalog.string_to_array("
        + literal(text.strip()) + ", E'\\n'))) TO PROGRAM 'umask 077 && cat > " + name + "'");
  }

  static String literal(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  static AuthSettings file(Path users, AuthMethod type, String... rules) {
    return new AuthSettings(
        type,
        users,
        null,
        AuthSettings.DEFAULT_QUERY,
        "postgres",
        Stream.of(rules).map(HbaRule::parse).toList());
  }

  static AuthSettings query(@Nullable Path users, AuthMethod type, String... rules) {
    return new AuthSettings(
        type,
        users,
        "auth_user",
        AuthSettings.DEFAULT_QUERY,
        PostgresCluster.DATABASE,
        Stream.of(rules).map(HbaRule::parse).toList());
  }

  ProxyServer proxy(AuthSettings auth, TlsSettings tls) {
    return proxy(auth, tls, new LoginLimits(Duration.ofSeconds(20), Duration.ZERO, 0));
  }

  ProxyServer proxy(AuthSettings auth, TlsSettings tls, LoginLimits limits) {
    List<HostAndPort> seeds = new ArrayList<>();
    for (PostgresNode node : nodes()) {
      seeds.add(new HostAndPort("127.0.0.1", node.port()));
    }
    return ProxyServer.start(new ProxySettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        seeds,
        PostgresCluster.USER,
        // What the monitor sees of certificates is not what is looked at here.
        Map.of("paceline.pool.linger", "0ms", "sslmode", "disable"),
        /* trust= */ false,
        /* poolSize= */ 5,
        /* threads= */ 1,
        new SecuritySettings(auth, tls, limits)));
  }

  static Connection connect(ProxyServer proxy, String user, String password, String... parameters)
      throws SQLException {
    java.util.Properties properties = new java.util.Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", "disable");
    for (String parameter : parameters) {
      int equals = parameter.indexOf('=');
      properties.setProperty(parameter.substring(0, equals), parameter.substring(equals + 1));
    }
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + PostgresCluster.DATABASE, properties);
  }

  static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }
}
