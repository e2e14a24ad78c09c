package dev.paceline.clusterkit.postgresql;

import dev.paceline.clusterkit.ClusterKitException;
import dev.paceline.clusterkit.KitCache;
import dev.paceline.clusterkit.ServerUser;
import dev.paceline.clusterkit.Shell;
import dev.paceline.clusterkit.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Servers as processes of this machine, in a directory of their own for each cluster. */
final class EmbeddedHomes implements ServerHomes {

  private final Workspace workspace;
  private final ServerUser user;
  private final Path programs;
  private final boolean ownSession;

  private EmbeddedHomes(Workspace workspace, ServerUser user, Path programs, boolean ownSession) {
    this.workspace = workspace;
    this.user = user;
    this.programs = programs;
    this.ownSession = ownSession;
  }

  static EmbeddedHomes open(ServerUser user) {
    Path programs = EmbeddedBinaries.unpacked(cache(user));
    Workspace workspace = Workspace.create();
    try {
      user.owner().ifPresent(owner -> give(workspace.directory(), owner));
      return new EmbeddedHomes(
          workspace, user, programs, Files.isExecutable(Path.of("/usr/bin/setsid")));
    } catch (RuntimeException e) {
      workspace.close();
      throw e;
    }
  }

  @Override
  public ServerHome home(String name) {
    return new EmbeddedHome(name, workspace.directory(), programs, user, ownSession);
  }

  @Override
  public void close() {
    workspace.close();
  }

  /** Another user than root cannot look into root's home directory, where root's own cache is. */
  private static Path cache(ServerUser user) {
    if (user.owner().isEmpty() || System.getProperty("paceline.clusterkit.cache") != null) {
      return KitCache.directory("servers");
    }
    try {
      return Files.createDirectories(Path.of("/var/cache/paceline/servers"));
    } catch (IOException e) {
      throw new ClusterKitException("Cannot create a cache that " + user + " can read", e);
    }
  }

  private static void give(Path directory, String owner) {
    Shell.Result result =
        Shell.run(List.of("chown", owner, directory.toString()), directory, Duration.ofSeconds(10));
    if (result.exitCode() != 0) {
      throw new ClusterKitException(
          "Cannot give " + directory + " to " + owner + ": " + result.output());
    }
  }
}
