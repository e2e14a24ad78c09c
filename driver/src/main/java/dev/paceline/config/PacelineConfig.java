package dev.paceline.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * One configuration, validated and immutable. Two that are equal may share a cluster.
 *
 * @param dialect {@code postgresql}
 * @param seeds hosts as written, at least one, without repetitions; their order means nothing
 * @param database the database, or empty to let the native driver choose
 * @param nativeProperties everything that is not ours, for the native driver, untouched; holds {@code user} and
 *     {@code password}, which is why {@link #toString} does not show it
 * @param settings the value of every property of ours, defaults filled in
 */
public record PacelineConfig(
    String dialect,
    List<HostAndPort> seeds,
    String database,
    Map<String, String> nativeProperties,
    Map<PacelineProperty, String> settings) {

  /** Copies what could change. */
  public PacelineConfig {
    seeds = List.copyOf(seeds);
    nativeProperties = Collections.unmodifiableMap(new TreeMap<>(nativeProperties));
    settings = Collections.unmodifiableMap(new EnumMap<>(settings));
  }

  /** Whether a URL is one of ours, of whatever dialect. */
  public static boolean accepts(String url) {
    return url.startsWith(PacelineUrl.PREFIX);
  }

  /**
   * Reads a URL and the properties that came beside it; a name that stands in both is taken from the URL, as the native
   * PostgreSQL driver does.
   *
   * @param url one that {@link #accepts} is true of
   * @param properties string values only; may be empty
   * @throws ConfigurationException with every problem at once
   */
  public static PacelineConfig of(String url, Properties properties) {
    List<String> problems = new ArrayList<>();
    PacelineUrl parsed = PacelineUrl.parse(url, problems);
    Map<String, String> given = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      given.put(name, properties.getProperty(name));
    }
    given.putAll(parsed.parameters());

    Map<PacelineProperty, String> settings = new EnumMap<>(PacelineProperty.class);
    for (PacelineProperty property : PacelineProperty.values()) {
      settings.put(property, property.defaultValue());
    }
    Map<String, String> nativeProperties = new TreeMap<>();
    given.forEach((name, value) -> {
      if (!name.startsWith(PacelineProperty.PREFIX)) {
        nativeProperties.put(name, value);
      } else {
        PropertyCheck.accept(name, value, settings, problems);
      }
    });
    PropertyCheck.together(settings, problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new PacelineConfig(
        parsed.dialect(), parsed.seeds(), parsed.database(), nativeProperties, settings);
  }

  /**
   * The same with one session property changed.
   *
   * @param name with or without the prefix {@code paceline.}
   * @throws ConfigurationException if the name is unknown, may not change in a session, or the value is not allowed
   */
  public PacelineConfig with(String name, String value) {
    Map<PacelineProperty, String> changed = new EnumMap<>(settings);
    PropertyCheck.change(name, value, changed);
    return new PacelineConfig(dialect, seeds, database, nativeProperties, changed);
  }

  /** The value in force, never null. */
  public String value(PacelineProperty property) {
    return settings.getOrDefault(property, property.defaultValue());
  }

  /** {@code paceline.freshness}. */
  public Freshness freshness() {
    return Freshness.parse(value(PacelineProperty.FRESHNESS));
  }

  /** {@code paceline.whenStale}. */
  public WhenStale whenStale() {
    return WhenStale.parse(value(PacelineProperty.WHEN_STALE));
  }

  /** {@code paceline.balancer}. */
  public BalancerKind balancer() {
    return BalancerKind.parse(value(PacelineProperty.BALANCER));
  }

  /** {@code paceline.weights}: names of nodes or hosts to weights of 0 to 1000. */
  public Map<String, Integer> weights() {
    return Weights.parse(value(PacelineProperty.WEIGHTS));
  }

  /** A duration property in nanoseconds. */
  public long nanos(PacelineProperty property) {
    return Durations.parseNanos(value(property));
  }

  /** A whole-number property. */
  public int number(PacelineProperty property) {
    return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(value(property)));
  }

  /** A millisecond property. */
  public long millis(PacelineProperty property) {
    return Long.parseLong(value(property));
  }

  /** A switch. */
  public boolean isOn(PacelineProperty property) {
    return PacelineProperty.parseSwitch(value(property));
  }

  /** {@code paceline.name}, or the first seed. */
  public String name() {
    String name = value(PacelineProperty.NAME);
    return name.isEmpty() ? seeds.get(0).toString() : name;
  }

  /** The user that connects, or empty when the native driver is to find out. */
  public String user() {
    return nativeProperties.getOrDefault("user", "");
  }

  /** Where to, without any property: it may hold a secret. */
  public String safeUrl() {
    StringBuilder url = new StringBuilder(PacelineUrl.PREFIX).append(dialect).append("://");
    for (int i = 0; i < seeds.size(); i++) {
      url.append(i == 0 ? "" : ",").append(seeds.get(i));
    }
    return url.append('/').append(database).toString();
  }

  /** {@link #safeUrl}: no secret in a log by accident. */
  @Override
  public String toString() {
    return safeUrl();
  }
}
