package dev.paceline.auth;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of who is asked what, in the manner of PostgreSQL's {@code pg_hba.conf}: {@code hostssl app,shop all 10.0.0.0/8
 * scram-sha-256}. Immutable.
 *
 * @param transport which connections it is about
 * @param databases names, or {@code all}, or {@code sameuser}: the database called as the user
 * @param users names, or {@code all}
 * @param address where clients come from; null for anywhere
 * @param method what they are asked
 */
public record HbaRule(
    Transport transport,
    List<String> databases,
    List<String> users,
    @Nullable AddressRange address,
    AuthMethod method) {

  /** How a connection is made. */
  public enum Transport {
    /** With TLS or without. */
    HOST,
    /** With TLS. */
    HOSTSSL,
    /** Without TLS. */
    HOSTNOSSL
  }

  private static final String ALL = "all";
  private static final int FIELDS = 5;

  /** Copies the lists. */
  public HbaRule {
    databases = List.copyOf(databases);
    users = List.copyOf(users);
    if (databases.isEmpty() || users.isEmpty()) {
      throw new IllegalArgumentException("a rule must name a database and a user, or 'all'");
    }
    if (method == AuthMethod.CERT && transport == Transport.HOSTNOSSL) {
      throw new IllegalArgumentException("there is no certificate without TLS: use hostssl");
    }
  }

  /**
   * Reads five words: {@code host|hostssl|hostnossl}, databases, users, address or {@code all}, method. Lists are separated by commas.
   *
   * @throws IllegalArgumentException if it is not such a line; the message says why
   */
  public static HbaRule parse(String line) {
    String[] words = line.strip().split("\\s+", -1);
    if (words.length != FIELDS) {
      throw new IllegalArgumentException("a rule has five words (host|hostssl|hostnossl, databases,"
          + " users, address, method), and '" + line + "' has " + words.length);
    }
    Transport transport = Arrays.stream(Transport.values())
        .filter(t -> t.name().toLowerCase(Locale.ROOT).equals(words[0]))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "a rule begins with host, hostssl or hostnossl, not with '" + words[0] + "'"));
    return new HbaRule(
        transport,
        List.of(words[1].split(",", -1)),
        List.of(words[2].split(",", -1)),
        words[3].equals(ALL) ? null : AddressRange.of(words[3]),
        AuthMethod.of(words[4]));
  }

  /** Whether the rule is about such a client. */
  public boolean matches(boolean tls, String database, String user, InetAddress from) {
    boolean transported = switch (transport) {
      case HOST -> true;
      case HOSTSSL -> tls;
      case HOSTNOSSL -> !tls;
    };
    return transported
        && (databases.contains(ALL)
            || databases.contains(database)
            || (databases.contains("sameuser") && database.equals(user)))
        && (users.contains(ALL) || users.contains(user))
        && (address == null || address.contains(from));
  }

  /** The line. */
  @Override
  public String toString() {
    return transport.name().toLowerCase(Locale.ROOT) + " " + String.join(",", databases) + " "
        + String.join(",", users) + " " + (address == null ? ALL : address) + " " + method.text();
  }
}
