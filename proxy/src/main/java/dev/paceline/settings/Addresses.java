package dev.paceline.settings;

import dev.paceline.config.HostAndPort;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Reads addresses as users write them. */
final class Addresses {

  private static final String SCHEME = "postgresql://";
  private static final int POSTGRESQL = 5432;
  private static final int PROXY = 6432;

  /**
   * A cluster's servers.
   *
   * @param user as whom it is watched; empty if it was not said
   * @param hosts at least one
   */
  record Seeds(String user, List<HostAndPort> hosts) {}

  private Addresses() {}

  static Seeds seeds(String value) {
    if (!value.startsWith(SCHEME)) {
      throw new IllegalArgumentException("it does not begin with " + SCHEME);
    }
    String rest = value.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    int at = authority.lastIndexOf('@');
    List<HostAndPort> hosts = new ArrayList<>();
    for (String host : authority.substring(at + 1).split(",", -1)) {
      hosts.add(HostAndPort.parse(host, POSTGRESQL));
    }
    return new Seeds(at < 0 ? "" : authority.substring(0, at), List.copyOf(hosts));
  }

  /** Unlike those of servers, a port to listen on may be 0. */
  static HostAndPort hostAndPort(String value) {
    return value.endsWith(":0")
        ? HostAndPort.parse(value.substring(0, value.length() - 1) + "1", PROXY)
        : HostAndPort.parse(value, PROXY);
  }

  static InetSocketAddress socket(String value) {
    HostAndPort parsed = hostAndPort(value);
    return new InetSocketAddress(parsed.host(), value.endsWith(":0") ? 0 : parsed.port());
  }
}
