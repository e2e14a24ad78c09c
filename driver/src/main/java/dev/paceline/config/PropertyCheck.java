package dev.paceline.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges names and values, and finds the name that was probably meant. */
final class PropertyCheck {

  private PropertyCheck() {}

  /** Puts a good value into {@code settings}, or a sentence into {@code problems}. */
  static void accept(
      String name, String value, Map<PacelineProperty, String> settings, List<String> problems) {
    PacelineProperty property = PacelineProperty.named(name).orElse(null);
    if (property == null) {
      problems.add(unknown(name));
      return;
    }
    String problem = property.problemWith(value);
    if (problem != null) {
      problems.add("property '" + name + "': " + problem);
    } else {
      settings.put(property, value);
    }
  }

  /** Problems that only several values have together. */
  static void together(Map<PacelineProperty, String> settings, List<String> problems) {
    long min =
        Durations.parseNanos(settings.getOrDefault(PacelineProperty.MONITOR_MIN_INTERVAL, "0s"));
    long max =
        Durations.parseNanos(settings.getOrDefault(PacelineProperty.MONITOR_MAX_INTERVAL, "0s"));
    if (min == 0 || max < min) {
      problems.add(
          "'paceline.monitor.minInterval' must be above zero and not above 'paceline.monitor.maxInterval'");
    }
    if (Durations.parseNanos(settings.getOrDefault(PacelineProperty.MONITOR_TIMEOUT, "0s")) == 0) {
      problems.add("'paceline.monitor.timeout' must be above zero");
    }
    if (Durations.parseNanos(settings.getOrDefault(PacelineProperty.MAX_LAG, "0s")) == 0) {
      problems.add("'paceline.maxLag' must be above zero");
    }
    pool(settings, problems);
  }

  /** What HikariCP would repair without a word: it is refused instead. */
  private static void pool(Map<PacelineProperty, String> settings, List<String> problems) {
    pool(PacelineProperty.POOL_CONNECTION_TIMEOUT, 250, false, settings, problems);
    pool(PacelineProperty.POOL_VALIDATION_TIMEOUT, 250, false, settings, problems);
    pool(PacelineProperty.POOL_IDLE_TIMEOUT, 10_000, true, settings, problems);
    pool(PacelineProperty.POOL_MAX_LIFETIME, 30_000, true, settings, problems);
    pool(PacelineProperty.POOL_KEEPALIVE_TIME, 30_000, true, settings, problems);
    pool(PacelineProperty.POOL_LEAK_DETECTION_THRESHOLD, 2_000, true, settings, problems);
  }

  private static void pool(
      PacelineProperty property,
      long least,
      boolean zeroAllowed,
      Map<PacelineProperty, String> settings,
      List<String> problems) {
    long millis = Long.parseLong(settings.getOrDefault(property, property.defaultValue()));
    if (millis < least && !(zeroAllowed && millis == 0)) {
      problems.add("property '" + property.propertyName() + "': '" + millis + "' is below " + least
          + " ms" + (zeroAllowed ? "; 0 switches it off" : ""));
    }
  }

  /** Changes a session property. */
  static void change(String name, String value, Map<PacelineProperty, String> settings) {
    String full = name.startsWith(PacelineProperty.PREFIX) ? name : PacelineProperty.PREFIX + name;
    PacelineProperty property = byNameIgnoringCase(full);
    if (property == null) {
      throw new ConfigurationException(List.of(unknown(full)));
    }
    if (!property.changeableInSession()) {
      throw new ConfigurationException(List.of("property '" + property.propertyName()
          + "' belongs to the cluster and cannot change in a session: set it in the URL"));
    }
    String problem = property.problemWith(value);
    if (problem != null) {
      throw new ConfigurationException(
          List.of("property '" + property.propertyName() + "': " + problem));
    }
    settings.put(property, value);
  }

  /** SQL folds names that are not quoted, so SET must find {@code paceline.whenstale}. */
  private static @Nullable PacelineProperty byNameIgnoringCase(String name) {
    for (PacelineProperty property : PacelineProperty.values()) {
      if (property.propertyName().equalsIgnoreCase(name)) {
        return property;
      }
    }
    return null;
  }

  static String unknown(String name) {
    if (PacelineProperty.RETIRED.contains(name)) {
      return "property '" + name + "' is no longer there: see CHANGELOG.md for what took its place";
    }
    String nearest = NearestName.of(
        name,
        Arrays.stream(PacelineProperty.values())
            .map(PacelineProperty::propertyName)
            .toList());
    return "property '" + name + "' is unknown; the nearest name is '" + nearest + "'";
  }
}
