package dev.paceline.cluster;

import dev.paceline.config.HostAndPort;
import dev.paceline.config.PacelineConfig;
import dev.paceline.config.PacelineProperty;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What two configurations must have in common to share a cluster: everything but what each session may choose. Holds
 * credentials, so it shows nothing.
 */
final class ClusterKey {

  private record Parts(
      String dialect,
      Set<HostAndPort> seeds,
      String database,
      Map<String, String> nativeProperties,
      Map<PacelineProperty, String> settings) {}

  private final Parts parts;

  ClusterKey(PacelineConfig config) {
    Map<PacelineProperty, String> settings = new EnumMap<>(PacelineProperty.class);
    config.settings().forEach((property, value) -> {
      if (!property.changeableInSession()) {
        settings.put(property, value);
      }
    });
    this.parts = new Parts(
        config.dialect(),
        Set.copyOf(config.seeds()),
        config.database(),
        config.nativeProperties(),
        Map.copyOf(settings));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClusterKey key && parts.equals(key.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return parts.dialect() + " " + parts.seeds();
  }
}
