package dev.paceline.config;

import java.util.Locale;

/**
 * Where a server listens.
 *
 * @param host a name or an address (IPv6 without brackets), in lower case, never empty
 * @param port 1 to 65535
 */
public record HostAndPort(String host, int port) implements Comparable<HostAndPort> {

  /** Checks both and folds the host to lower case. */
  public HostAndPort {
    if (host.isBlank()) {
      throw new IllegalArgumentException("a host is empty");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "port " + port + " of host '" + host + "' is not within 1 to 65535");
    }
    host = host.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@code host}, {@code host:port} or {@code [ipv6]:port}.
   *
   * @throws IllegalArgumentException naming what is wrong with the text
   */
  public static HostAndPort parse(String text, int defaultPort) {
    String value = text.strip();
    int close = value.startsWith("[") ? value.indexOf(']') : -1;
    if (value.startsWith("[") && close < 0) {
      throw new IllegalArgumentException("'" + text + "' has no closing ]");
    }
    String host = close > 0 ? value.substring(1, close) : value;
    String rest = close > 0 ? value.substring(close + 1) : "";
    if (close < 0) {
      int colon = value.lastIndexOf(':');
      if (colon >= 0) {
        host = value.substring(0, colon);
        rest = value.substring(colon);
      }
    }
    return new HostAndPort(host, rest.isEmpty() ? defaultPort : port(rest, text));
  }

  private static int port(String rest, String text) {
    try {
      if (rest.startsWith(":")) {
        return Integer.parseInt(rest.substring(1));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the port in '" + text + "' is not a number", e);
    }
    throw new IllegalArgumentException("'" + text + "' is not host:port");
  }

  @Override
  public int compareTo(HostAndPort other) {
    int byHost = host.compareTo(other.host);
    return byHost != 0 ? byHost : Integer.compare(port, other.port);
  }

  /** {@code host:port}, with brackets around an IPv6 address. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
