package dev.paceline.clusterkit;

import dev.paceline.clusterkit.postgresql.Launch;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A program that starts a cluster, says where, and waits to be killed. */
public final class KilledJvm {

  private KilledJvm() {}

  /** Starts this program, with its cluster where the launch says. */
  public static Process start(Launch launch) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KilledJvm.class.getName(),
            launch.name())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Waits for the line in which it says where, and gives its words: READY, three ports, and the primary's data directory. */
  public static List<String> awaitReady(Process jvm) throws IOException {
    try (BufferedReader out = jvm.inputReader(StandardCharsets.UTF_8)) {
      return List.of(out.lines()
          .filter(line -> line.startsWith("READY "))
          .findFirst()
          .orElseThrow()
          .split(" ", -1));
    }
  }

  public static void main(String[] args) throws IOException {
    PostgresCluster cluster =
        PostgresCluster.builder().standbys(2).launch(Launch.valueOf(args[0])).start();
    cluster.node("n3").pause();
    String ports = cluster.nodes().stream()
        .map(PostgresNode::port)
        .map(Object::toString)
        .collect(Collectors.joining(" "));
    System.out.println("READY " + ports + " " + cluster.primary().query("SHOW data_directory"));
    System.out.flush();
    if (System.in.read() < 0) {
      return;
    }
    System.exit(1);
  }
}
