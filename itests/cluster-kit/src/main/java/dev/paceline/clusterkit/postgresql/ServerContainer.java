package dev.paceline.clusterkit.postgresql;

import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.ExecConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A container that does nothing by itself: servers are started in it, so that they can be killed and started again without the
 * container's end. All containers of a cluster share the volume of its first one, so that one server's files can be copied
 * to another.
 */
final class ServerContainer extends GenericContainer<ServerContainer> {

  /** The volume. */
  static final String WORK = "/paceline";

  /** Marks all containers of this kit, for people who look at their engine. */
  static final String LABEL = "dev.paceline.clusterkit";

  private static final long SHARED_MEMORY = 256L * 1024 * 1024;

  /** Waits for its children, so none of them stays a zombie. */
  private static final String IDLE = "trap 'exit 0' TERM INT; while :; do sleep 1 & wait; done";

  ServerContainer(DockerImageName image, @Nullable ContainerHome first) {
    super(image);
    withLabel(LABEL, "server");
    withNetworkMode("host");
    withSharedMemorySize(SHARED_MEMORY);
    withCreateContainerCmdModifier(
        create -> create.withEntrypoint("sh", "-c", IDLE).withCmd());
    if (first == null) {
      withCreateContainerCmdModifier(create -> create.withVolumes(new Volume(WORK)));
    } else {
      withVolumesFrom(first.container(), BindMode.READ_WRITE);
    }
  }

  /** Runs a script in the container's shell as one of its users. */
  ExecResult run(String user, String script) throws IOException, InterruptedException {
    return execInContainer(
        StandardCharsets.UTF_8,
        ExecConfig.builder()
            .user(user)
            .command(new String[] {"sh", "-ec", script})
            .build());
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
