package dev.paceline.cli;

import dev.paceline.config.HostAndPort;
import java.util.List;
import java.util.Map;

/**
 * What one server said of itself.
 *
 * @param node {@code host:port} by which it was asked
 * @param failure why it could not be asked; empty if it was
 * @param values single values by the names of {@link ServerInterview}; one that the user may not ask is not there
 * @param settings names and values as {@code SHOW} writes them
 * @param standbys {@code name address state sync_state} of those that stream from it
 * @param slots replication slots that hold back log and that nobody uses
 * @param neighbours where those that stream from it, and the one that it streams from, probably listen
 */
record ServerAnswers(
    String node,
    String failure,
    Map<String, String> values,
    Map<String, String> settings,
    List<String> standbys,
    List<String> slots,
    List<HostAndPort> neighbours) {

  ServerAnswers {
    values = Map.copyOf(values);
    settings = Map.copyOf(settings);
    standbys = List.copyOf(standbys);
    slots = List.copyOf(slots);
    neighbours = List.copyOf(neighbours);
  }

  static ServerAnswers failed(String node, String failure) {
    return new ServerAnswers(node, failure, Map.of(), Map.of(), List.of(), List.of(), List.of());
  }

  boolean answered() {
    return failure.isEmpty();
  }

  /** The same for every address of one running server; empty if it did not tell. */
  String server() {
    return value("started").isEmpty()
        ? ""
        : String.join(
            " ",
            value("system_identifier"),
            value("started"),
            value("in_recovery"),
            setting("port"));
  }

  boolean isPrimary() {
    return "f".equals(value("in_recovery"));
  }

  boolean isReplica() {
    return "t".equals(value("in_recovery"));
  }

  /** A value, or empty if it is not known. */
  String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** A setting, or empty if this server has none of that name. */
  String setting(String name) {
    return settings.getOrDefault(name, "");
  }

  /** A numeric setting in its own unit, or the other value if the server has none. */
  long number(String name, long otherwise) {
    String text = values.getOrDefault("raw." + name, "");
    return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : otherwise;
  }
}
