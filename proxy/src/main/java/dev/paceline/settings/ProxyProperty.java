package dev.paceline.settings;

import dev.paceline.auth.AuthMethod;
import dev.paceline.config.Durations;
import dev.paceline.tls.TlsSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the proxy's own, as it stands in the file and in {@code --set}; beside them there are those of the engine, whose
 * names begin with {@code paceline.}. The documentation's table and the checks derive from here.
 */
public enum ProxyProperty {
  LISTEN(
      "listen",
      "127.0.0.1:6432",
      Kind.ADDRESS,
      "Where clients connect. In the file also a list of entries with address, mode (sql or l4) and role (primary, replica or any)."),
  CLUSTER(
      "cluster", "", Kind.CLUSTER, "Servers of the cluster; further ones are found from these."),
  TRUST(
      "trust",
      "off",
      Kind.SWITCH,
      "Whether clients from loopback addresses are let in without a password."),
  AUTH_TYPE(
      "auth.type",
      "scram-sha-256",
      Kind.AUTH_METHOD,
      "What is asked of everybody if there are no rules."),
  AUTH_FILE(
      "auth.file",
      "",
      Kind.PATH,
      "Users and their secrets, as lines \"user\" \"secret\"; read again when it changes."),
  AUTH_USER(
      "auth.user",
      "",
      Kind.TEXT,
      "As whom auth.query runs; empty: secrets come from auth.file alone."),
  AUTH_QUERY(
      "auth.query",
      "",
      Kind.TEXT,
      "Gives a user's name and secret, $1 standing for the name; empty: from pg_authid."),
  AUTH_DATABASE("auth.database", "postgres", Kind.TEXT, "Where auth.query runs."),
  AUTH_HBA(
      "auth.hba",
      "",
      Kind.RULES,
      "Who is asked what, in the manner of pg_hba.conf; the first that matches counts."),
  TLS_CLIENT_MODE("tls.client.mode", "disable", Kind.CLIENT_TLS, "Whether clients encrypt."),
  TLS_CLIENT_CERTIFICATE(
      "tls.client.certificate",
      "",
      Kind.PATH,
      "A PEM file with the certificates that clients see."),
  TLS_CLIENT_KEY("tls.client.key", "", Kind.PATH, "A PEM file with the key to it."),
  TLS_CLIENT_CA(
      "tls.client.ca", "", Kind.PATH, "A PEM file of authorities for the certificates of clients."),
  TLS_SERVER_MODE(
      "tls.server.mode",
      "prefer",
      Kind.SERVER_TLS,
      "What is asked of servers, as libpq's sslmode."),
  TLS_SERVER_CA(
      "tls.server.ca",
      "",
      Kind.PATH,
      "A PEM file of authorities for the certificates of servers; empty: those that Java believes."),
  TLS_SERVER_DIRECT(
      "tls.server.direct",
      "off",
      Kind.SWITCH,
      "Whether TLS to servers begins without asking first."),
  LOGIN_TIMEOUT(
      "limits.loginTimeout", "60s", Kind.DURATION, "Within which a client must have logged in."),
  FAILED_LOGIN_DELAY(
      "limits.failedLoginDelay",
      "1s",
      Kind.DURATION,
      "After which a client whose login failed is told so."),
  CONNECTIONS_PER_ADDRESS(
      "limits.connectionsPerAddress",
      "0",
      Kind.COUNT,
      "Connections from one address at once; 0 for no bound."),
  THREADS("threads", "1", Kind.POSITIVE, "Event loops; one for each core that the proxy may use."),
  POOL_MODE(
      "pool.mode",
      "transaction",
      Kind.POOL_MODE,
      "For how long a client has a server connection for itself."),
  POOL_SIZE(
      "pool.size",
      "20",
      Kind.POSITIVE,
      "Server connections to each node for each user and database at most."),
  POOL_WAIT_TIMEOUT(
      "pool.waitTimeout", "30s", Kind.DURATION, "How long a client waits for a server connection."),
  MONITOR_USER(
      "monitor.user",
      "",
      Kind.TEXT,
      "As whom the cluster is watched; empty: the user of cluster, or postgres."),
  MONITOR_PASSWORD("monitor.password", "", Kind.SECRET, "The password of monitor.user."),
  MONITOR_DATABASE(
      "monitor.database",
      "postgres",
      Kind.TEXT,
      "The database whose cluster is met at the start, before any client comes."),
  ADMIN_DATABASE(
      "admin.database",
      "paceline",
      Kind.TEXT,
      "The database that the proxy itself answers for; pgbouncer is one more name of it."),
  ADMIN_USERS(
      "admin.users", "postgres", Kind.NAMES, "Who may use the admin database for everything."),
  STATS_USERS("admin.statsUsers", "", Kind.NAMES, "Who may use the admin database for SHOW."),
  HTTP_LISTEN(
      "http.listen",
      "",
      Kind.OPTIONAL_ADDRESS,
      "Where health, metrics and the admin page are served; empty: nowhere."),
  HTTP_USER("http.user", "paceline", Kind.TEXT, "Who may see metrics and the admin page."),
  HTTP_PASSWORD(
      "http.password",
      "",
      Kind.SECRET,
      "The password of http.user, for basic authentication; empty: only http.token lets in."),
  HTTP_TOKEN("http.token", "", Kind.SECRET, "A bearer token that lets in as well; empty: none."),
  DRAIN_TIMEOUT(
      "shutdown.drainTimeout",
      "30s",
      Kind.DURATION,
      "How long transactions may go on when the proxy is told to end.");

  enum Kind {
    ADDRESS,
    OPTIONAL_ADDRESS,
    CLUSTER,
    SWITCH,
    COUNT,
    POSITIVE,
    PATH,
    AUTH_METHOD,
    RULES,
    CLIENT_TLS,
    SERVER_TLS,
    DURATION,
    POOL_MODE,
    NAMES,
    TEXT,
    SECRET
  }

  private final String propertyName;
  private final String defaultValue;
  private final Kind kind;
  private final String description;

  ProxyProperty(String propertyName, String defaultValue, Kind kind, String description) {
    this.propertyName = propertyName;
    this.defaultValue = defaultValue;
    this.kind = kind;
    this.description = description;
  }

  /** As it stands in the file, with a dot for each level, and in {@code --set}. */
  public String propertyName() {
    return propertyName;
  }

  /** The value that is in force when nothing is said; empty for "none". */
  public String defaultValue() {
    return defaultValue;
  }

  /** One sentence for users. */
  public String description() {
    return description;
  }

  /** Whether its value is never shown. */
  public boolean isSecret() {
    return kind == Kind.SECRET;
  }

  /** Whether a reload puts a new value into force; the others need a restart. */
  public boolean isReloadable() {
    return switch (this) {
      case TRUST,
          AUTH_TYPE,
          AUTH_HBA,
          ADMIN_USERS,
          STATS_USERS,
          HTTP_USER,
          HTTP_PASSWORD,
          HTTP_TOKEN,
          DRAIN_TIMEOUT -> true;
      case LISTEN,
          CLUSTER,
          AUTH_FILE,
          AUTH_USER,
          AUTH_QUERY,
          AUTH_DATABASE,
          TLS_CLIENT_MODE,
          TLS_CLIENT_CERTIFICATE,
          TLS_CLIENT_KEY,
          TLS_CLIENT_CA,
          TLS_SERVER_MODE,
          TLS_SERVER_CA,
          TLS_SERVER_DIRECT,
          LOGIN_TIMEOUT,
          FAILED_LOGIN_DELAY,
          CONNECTIONS_PER_ADDRESS,
          THREADS,
          POOL_MODE,
          POOL_SIZE,
          POOL_WAIT_TIMEOUT,
          MONITOR_USER,
          MONITOR_PASSWORD,
          MONITOR_DATABASE,
          ADMIN_DATABASE,
          HTTP_LISTEN -> false;
    };
  }

  /** What a message says is allowed. */
  public String allowed() {
    return switch (kind) {
      case ADDRESS, OPTIONAL_ADDRESS -> "host:port, where port 0 stands for any free one";
      case CLUSTER -> "postgresql://[user@]host[:port][,host[:port]...]";
      case SWITCH -> "on or off";
      case COUNT -> "a whole number of 0 to 100000";
      case POSITIVE -> "a whole number of 1 to 100000";
      case PATH -> "a path";
      case AUTH_METHOD -> "scram-sha-256, md5, cert, trust or reject";
      case RULES ->
        "a list of lines: host, hostssl or hostnossl, databases, users, address or all, method";
      case CLIENT_TLS -> "disable, prefer, require or verify-ca";
      case SERVER_TLS -> "disable, prefer, require, verify-ca or verify-full";
      case DURATION -> "a whole number with a unit: us, ms, s, min or h (for example 500ms or 30s)";
      case POOL_MODE -> "transaction, session or statement";
      case NAMES -> "names, comma separated; in the file also a list";
      case TEXT -> "any text";
      case SECRET -> "any text; it is never shown";
    };
  }

  /**
   * Checks a value.
   *
   * @return null when it is allowed, else what is wrong with it
   */
  @Nullable
  String problemWith(String value) {
    boolean good = switch (kind) {
      case ADDRESS -> isAddress(value);
      case OPTIONAL_ADDRESS -> value.isEmpty() || isAddress(value);
      case CLUSTER -> isAccepted(() -> Addresses.seeds(value));
      case SWITCH -> value.matches("on|off|true|false");
      case COUNT -> value.matches("\\d{1,5}|100000");
      case POSITIVE -> value.matches("[1-9]\\d{0,4}|100000");
      case DURATION -> isAccepted(() -> Durations.parseNanos(value));
      case POOL_MODE -> value.matches("transaction|session|statement");
      case AUTH_METHOD -> isAccepted(() -> AuthMethod.of(value));
      case CLIENT_TLS -> isAccepted(() -> TlsSettings.ClientMode.of(value));
      case SERVER_TLS -> isAccepted(() -> TlsSettings.ServerMode.of(value));
      case PATH -> isAccepted(() -> Path.of(value));
      case RULES -> isAccepted(() -> SecurityReader.rules(value));
      case NAMES, TEXT, SECRET -> true;
    };
    if (kind == Kind.RULES && !good) {
      return refusal(() -> SecurityReader.rules(value));
    }
    return good ? null : "'" + value + "' is not " + allowed();
  }

  static boolean isAddress(String value) {
    return isAccepted(() -> Addresses.hostAndPort(value));
  }

  static boolean isOn(String value) {
    return value.equals("on") || value.equals("true");
  }

  private static boolean isAccepted(Supplier<?> reading) {
    return refusal(reading) == null;
  }

  private static @Nullable String refusal(Supplier<?> reading) {
    try {
      Object ignored = reading.get();
      return null;
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The property of a name; empty if there is none. */
  static Optional<ProxyProperty> named(String name) {
    return Arrays.stream(values()).filter(p -> p.propertyName.equals(name)).findFirst();
  }

  /** The names of all. */
  static List<String> names() {
    return Arrays.stream(values()).map(ProxyProperty::propertyName).toList();
  }
}
