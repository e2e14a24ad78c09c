package dev.paceline.wire.postgres;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client's introduction. Immutable.
 *
 * @param version the protocol's version that the client asks for, see {@link ProtocolVersion}; its major number is 3
 * @param parameters in the order in which they came; of several with one name the last
 */
public record StartupMessage(int version, Map<String, String> parameters) {

  /** What the names of options of the protocol itself begin with; all others are for the session. */
  private static final String PROTOCOL_OPTION = "_pq_.";

  /** A message that keeps its own copy of the parameters. */
  public StartupMessage {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * The user.
   *
   * @throws ProtocolViolation with SQLSTATE 28000 if it is missing
   */
  public String user() {
    String user = parameters.getOrDefault("user", "");
    if (user.isEmpty()) {
      throw new ProtocolViolation(
          SqlStates.INVALID_AUTHORIZATION, "no PostgreSQL user name specified in startup packet");
    }
    return user;
  }

  /**
   * The database; the user's name if none is given.
   *
   * @throws ProtocolViolation if both are missing
   */
  public String database() {
    String database = parameters.getOrDefault("database", "");
    return database.isEmpty() ? user() : database;
  }

  /** The value of {@code replication}; null if there is none. */
  public @Nullable String replication() {
    return parameters.get("replication");
  }

  /**
   * The settings that the session is to begin with: those in {@code options}, and over them those that are parameters themselves
   * (everything but user, database, options, replication and options of the protocol). In their order.
   *
   * @throws ProtocolViolation if {@code options} cannot be read
   */
  public Map<String, String> settings() {
    Map<String, String> settings =
        new LinkedHashMap<>(StartupOptions.parse(parameters.getOrDefault("options", "")));
    parameters.forEach((name, value) -> {
      if (!isStructural(name)) {
        settings.remove(name);
        settings.put(name, value);
      }
    });
    return Collections.unmodifiableMap(settings);
  }

  /** The options of the protocol ({@code _pq_.*}) that the client asks for. None is known here. */
  public List<String> protocolOptions() {
    List<String> options = new ArrayList<>();
    for (String name : parameters.keySet()) {
      if (name.startsWith(PROTOCOL_OPTION)) {
        options.add(name);
      }
    }
    return Collections.unmodifiableList(options);
  }

  /** The version that is spoken with this client: the one that it asks for, or the newest if that is later. */
  public int agreedVersion() {
    return Math.min(version, ProtocolVersion.NEWEST);
  }

  /**
   * Whether the client has to be told, by NegotiateProtocolVersion, that it does not get all it asked for. To say nothing would be to
   * promise it.
   */
  public boolean needsNegotiation() {
    return version > ProtocolVersion.NEWEST || !protocolOptions().isEmpty();
  }

  private static boolean isStructural(String name) {
    return name.startsWith(PROTOCOL_OPTION)
        || switch (name) {
          case "user", "database", "options", "replication" -> true;
          default -> false;
        };
  }
}
