package dev.paceline.clusterkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the kit keeps what outlives a cluster: unpacked server programs and port leases, one directory for each user.
 *
 * <p>Chosen by the system property {@code paceline.clusterkit.cache}, else {@code $XDG_CACHE_HOME/paceline}, else
 * {@code ~/.cache/paceline}.
 */
public final class KitCache {

  private KitCache() {}

  /** The directory of this name in the cache, created if it was not there. */
  public static Path directory(String name) {
    Path directory = root().resolve(name);
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new ClusterKitException(
          "Cannot create the cache directory " + directory
              + ": set the system property paceline.clusterkit.cache to one that can be written",
          e);
    }
  }

  private static Path root() {
    String configured = System.getProperty("paceline.clusterkit.cache");
    if (configured != null) {
      return Path.of(configured).toAbsolutePath();
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base = xdg == null || xdg.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(xdg);
    return base.toAbsolutePath().resolve("paceline");
  }
}
