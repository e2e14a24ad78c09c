package dev.paceline.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A URL taken apart: {@code jdbc:paceline:<dialect>://host[:port][,host[:port]]* /database[?key=value&...]}.
 *
 * @param dialect {@code postgresql}, or another name that the caller has to know
 * @param seeds hosts in the order written, at least one
 * @param database the database, or empty when the URL names none
 * @param parameters what stands behind the question mark, decoded, in the order written; the last of two wins
 */
record PacelineUrl(
    String dialect, List<HostAndPort> seeds, String database, Map<String, String> parameters) {

  static final String PREFIX = "jdbc:paceline:";
  private static final Map<String, Integer> DEFAULT_PORTS = Map.of("postgresql", 5432);

  PacelineUrl {
    seeds = List.copyOf(seeds);
    parameters = Map.copyOf(parameters);
  }

  /** Reads a URL; what is wrong is added to {@code problems} and replaced by something harmless. */
  static PacelineUrl parse(String url, List<String> problems) {
    String rest = url.substring(PREFIX.length());
    int question = rest.indexOf('?');
    String query = question < 0 ? "" : rest.substring(question + 1);
    String location = question < 0 ? rest : rest.substring(0, question);
    int slashes = location.indexOf("://");
    String dialect = slashes < 0 ? location : location.substring(0, slashes);
    Integer port = DEFAULT_PORTS.get(dialect);
    if (port == null) {
      problems.add(
          "'" + dialect + "' in the URL is not a dialect that this version knows; allowed is "
              + String.join(", ", DEFAULT_PORTS.keySet()));
    }
    if (slashes < 0) {
      problems.add("the URL must be " + PREFIX
          + "<dialect>://host[:port][,host[:port]]*/database[?name=value&...]");
      return new PacelineUrl(dialect, List.of(new HostAndPort("localhost", 1)), "", Map.of());
    }
    String hosts = location.substring(slashes + 3);
    int slash = hosts.indexOf('/');
    String database = slash < 0 ? "" : decode(hosts.substring(slash + 1), problems);
    List<HostAndPort> seeds =
        seeds(slash < 0 ? hosts : hosts.substring(0, slash), port == null ? 1 : port, problems);
    return new PacelineUrl(dialect, seeds, database, parameters(query, problems));
  }

  private static List<HostAndPort> seeds(String hosts, int defaultPort, List<String> problems) {
    List<HostAndPort> seeds = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      try {
        HostAndPort seed =
            HostAndPort.parse(host.isEmpty() && hosts.isEmpty() ? "localhost" : host, defaultPort);
        if (!seeds.contains(seed)) {
          seeds.add(seed);
        }
      } catch (IllegalArgumentException e) {
        problems.add("host list of the URL: " + e.getMessage());
      }
    }
    return seeds.isEmpty() ? List.of(new HostAndPort("localhost", 1)) : seeds;
  }

  private static Map<String, String> parameters(String query, List<String> problems) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      parameters.put(
          decode(name, problems), equals < 0 ? "" : decode(pair.substring(equals + 1), problems));
    }
    return parameters;
  }

  private static String decode(String text, List<String> problems) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // The text may be a password: it is not repeated.
      problems.add("a part of the URL has a % that is not followed by two hexadecimal digits");
      return "";
    }
  }
}
