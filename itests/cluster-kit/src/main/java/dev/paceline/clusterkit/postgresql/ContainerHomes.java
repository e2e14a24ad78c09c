package dev.paceline.clusterkit.postgresql;

import dev.paceline.clusterkit.ClusterKitException;
import dev.paceline.clusterkit.Workspace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/**
 * Servers in containers, one for each, with host networking (on Docker Desktop it must be switched on in its settings).
 *
 * <p>The image needs PostgreSQL's programs on the path, a user {@code postgres} and a shell; the official images have these.
 */
final class ContainerHomes implements ServerHomes {

  private static final String IMAGE = "paceline.clusterkit.postgres.image";

  private final String image;
  private final Workspace workspace;
  private final Deque<ContainerHome> homes = new ArrayDeque<>();

  private ContainerHomes(String image, Workspace workspace) {
    this.image = image;
    this.workspace = workspace;
  }

  static ContainerHomes open() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new ClusterKitException(
          "No Docker engine answers, so no server can be started in a container:"
              + " start one, or use embedded servers");
    }
    return new ContainerHomes(image(), Workspace.create());
  }

  /** The image that is used: the system property, else the environment variable, else the official one. */
  static String image() {
    String fromEnvironment = System.getenv(IMAGE.replace('.', '_').toUpperCase(Locale.ROOT));
    return System.getProperty(IMAGE, fromEnvironment == null ? "postgres:18" : fromEnvironment);
  }

  @Override
  public ServerHome home(String name) {
    ServerContainer container =
        new ServerContainer(DockerImageName.parse(image), homes.peekFirst());
    ContainerHome home = new ContainerHome(name, container);
    homes.addLast(home);
    container.start();
    // If this JVM is killed and Testcontainers' own reaper is switched off, the watchdog is what is
    // left.
    workspace.atEnd("docker rm --force --volumes " + container.getContainerId());
    home.prepare();
    return home;
  }

  /** The first container owns the volume of all, so it goes last. */
  @Override
  public void close() {
    try {
      while (!homes.isEmpty()) {
        homes.removeLast().close();
      }
    } finally {
      workspace.close();
    }
  }
}
