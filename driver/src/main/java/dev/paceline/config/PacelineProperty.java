package dev.paceline.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every setting that is ours: the part of a URL that starts with {@code paceline.}.
 *
 * <p>The documentation's table, {@code Driver.getPropertyInfo} and the checks derive from here. A name is never reused
 * for another meaning.
 */
public enum PacelineProperty {
  // May change while a session runs, by SET paceline.<name> = '...' or by a hint.
  FRESHNESS("paceline.freshness", "process", Kind.FRESHNESS, "What a read must see at least."),
  WHEN_STALE(
      "paceline.whenStale",
      "primary",
      Kind.WHEN_STALE,
      "What to do when no replica is fresh enough."),
  BALANCER(
      "paceline.balancer",
      "least-response-time",
      Kind.BALANCER,
      "How a read chooses among replicas."),
  AFFINITY_KEY(
      "paceline.affinityKey",
      "",
      Kind.TEXT,
      "The key of balancer=affinity; empty: one for each session."),

  // Belong to the cluster and stay as they are while it runs.
  NAME(
      "paceline.name",
      "",
      Kind.TEXT,
      "Name of the cluster in logs and metrics; empty: made from its first host."),
  MAX_LAG(
      "paceline.maxLag", "30s", Kind.DURATION, "A replica that is behind by more gets no reads."),
  WEIGHTS(
      "paceline.weights",
      "",
      Kind.WEIGHTS,
      "Shares for balancer=weighted: host:port=weight, comma separated."),
  HINTS("paceline.hints", "on", Kind.SWITCH, "Whether /* paceline: ... */ comments are obeyed."),
  DISCOVERY(
      "paceline.discovery",
      "on",
      Kind.SWITCH,
      "Whether nodes that servers tell of join the cluster."),
  MONITOR_MIN_INTERVAL(
      "paceline.monitor.minInterval",
      "50ms",
      Kind.DURATION,
      "Probe interval while roles are unclear."),
  MONITOR_MAX_INTERVAL(
      "paceline.monitor.maxInterval", "1s", Kind.DURATION, "Probe interval while nothing happens."),
  MONITOR_TIMEOUT(
      "paceline.monitor.timeout", "2s", Kind.DURATION, "A probe that takes longer has failed."),
  PLAN_CACHE_SIZE(
      "paceline.planCacheSize", "10000", Kind.COUNT, "Statement texts whose plan is remembered."),
  STATEMENT_CACHE_SIZE(
      "paceline.statementCacheSize",
      "256",
      Kind.COUNT,
      "Prepared statements kept for each physical connection."),

  // The pool of each node: HikariCP's own names.
  POOL_MAXIMUM_POOL_SIZE(
      "paceline.pool.maximumPoolSize", "10", Kind.POSITIVE, "Connections to each node at most."),
  POOL_MINIMUM_IDLE(
      "paceline.pool.minimumIdle", "0", Kind.COUNT, "Idle connections kept for each node."),
  POOL_CONNECTION_TIMEOUT(
      "paceline.pool.connectionTimeout", "30000", Kind.MILLIS, "Wait for a connection, in ms."),
  POOL_IDLE_TIMEOUT(
      "paceline.pool.idleTimeout",
      "600000",
      Kind.MILLIS,
      "An idle connection is closed after, in ms."),
  POOL_MAX_LIFETIME(
      "paceline.pool.maxLifetime",
      "1800000",
      Kind.MILLIS,
      "A connection is replaced after, in ms."),
  POOL_KEEPALIVE_TIME(
      "paceline.pool.keepaliveTime",
      "120000",
      Kind.MILLIS,
      "An idle connection is tested every, in ms."),
  POOL_VALIDATION_TIMEOUT(
      "paceline.pool.validationTimeout", "5000", Kind.MILLIS, "A test may take, in ms."),
  POOL_LEAK_DETECTION_THRESHOLD(
      "paceline.pool.leakDetectionThreshold",
      "0",
      Kind.MILLIS,
      "A lease held longer is logged, in ms; 0: never."),
  POOL_LINGER(
      "paceline.pool.linger",
      "2s",
      Kind.DURATION,
      "Pools and monitor end so long after the last close.");

  /** Every one of our names starts so. */
  public static final String PREFIX = "paceline.";

  /** Names that once meant something: an old URL fails loudly, with the reason. None yet. */
  static final List<String> RETIRED = List.of();

  enum Kind {
    FRESHNESS,
    WHEN_STALE,
    BALANCER,
    DURATION,
    MILLIS,
    COUNT,
    POSITIVE,
    SWITCH,
    WEIGHTS,
    TEXT
  }

  private final String propertyName;
  private final String defaultValue;
  private final Kind kind;
  private final String description;

  PacelineProperty(String propertyName, String defaultValue, Kind kind, String description) {
    this.propertyName = propertyName;
    this.defaultValue = defaultValue;
    this.kind = kind;
    this.description = description;
  }

  /** As it stands in a URL. */
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

  /** The values to choose from, or an empty list when there are too many to list. */
  public List<String> choices() {
    return switch (kind) {
      case BALANCER ->
        Arrays.stream(BalancerKind.values()).map(BalancerKind::text).toList();
      case SWITCH -> List.of("on", "off");
      case FRESHNESS, WHEN_STALE, DURATION, MILLIS, COUNT, POSITIVE, WEIGHTS, TEXT -> List.of();
    };
  }

  /** Whether {@code SET paceline.<name>} may change it for a session. */
  public boolean changeableInSession() {
    return switch (this) {
      case FRESHNESS, WHEN_STALE, BALANCER, AFFINITY_KEY -> true;
      case NAME,
          MAX_LAG,
          WEIGHTS,
          HINTS,
          DISCOVERY,
          MONITOR_MIN_INTERVAL,
          MONITOR_MAX_INTERVAL,
          MONITOR_TIMEOUT,
          PLAN_CACHE_SIZE,
          STATEMENT_CACHE_SIZE,
          POOL_MAXIMUM_POOL_SIZE,
          POOL_MINIMUM_IDLE,
          POOL_CONNECTION_TIMEOUT,
          POOL_IDLE_TIMEOUT,
          POOL_MAX_LIFETIME,
          POOL_KEEPALIVE_TIME,
          POOL_VALIDATION_TIMEOUT,
          POOL_LEAK_DETECTION_THRESHOLD,
          POOL_LINGER -> false;
    };
  }

  /** What a message says is allowed. */
  public String allowed() {
    return switch (kind) {
      case FRESHNESS -> Freshness.ALLOWED;
      case WHEN_STALE -> WhenStale.ALLOWED;
      case BALANCER -> BalancerKind.allowed();
      case DURATION -> Durations.ALLOWED;
      case MILLIS -> "a whole number of milliseconds, 0 or more";
      case COUNT -> "a whole number, 0 or more";
      case POSITIVE -> "a whole number, 1 or more";
      case SWITCH -> "on or off";
      case WEIGHTS ->
        "host:port=weight pairs, comma separated, each weight a whole number of 0 to 1000";
      case TEXT -> "any text";
    };
  }

  /**
   * Checks a value.
   *
   * @return null when it is allowed, else what is wrong with it
   */
  public @Nullable String problemWith(String value) {
    try {
      switch (kind) {
        case FRESHNESS -> Freshness.parse(value);
        case WHEN_STALE -> WhenStale.parse(value);
        case BALANCER -> BalancerKind.parse(value);
        case DURATION -> Durations.parseNanos(value);
        case MILLIS, COUNT -> atLeast(0, value);
        case POSITIVE -> atLeast(1, value);
        case SWITCH -> parseSwitch(value);
        case WEIGHTS -> Weights.parse(value);
        case TEXT -> {}
      }
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  static boolean parseSwitch(String value) {
    return switch (value) {
      case "on", "true" -> true;
      case "off", "false" -> false;
      default -> throw new IllegalArgumentException("'" + value + "' is not on or off");
    };
  }

  private static void atLeast(long least, String value) {
    if (!value.matches("\\d{1,12}") || Long.parseLong(value) < least) {
      throw new IllegalArgumentException(
          "'" + value + "' is not a whole number of " + least + " or more");
    }
  }

  /** The property of a name as it stands in a URL; empty if there is none. */
  public static Optional<PacelineProperty> named(String name) {
    return Arrays.stream(values()).filter(p -> p.propertyName.equals(name)).findFirst();
  }
}
