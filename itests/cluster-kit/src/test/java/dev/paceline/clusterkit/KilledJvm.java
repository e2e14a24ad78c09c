package dev.paceline.clusterkit;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.io.IOException;
import java.util.stream.Collectors;

/** A program that starts a cluster, says where, and waits to be killed. */
public final class KilledJvm {

  private KilledJvm() {}

  public static void main(String[] args) throws IOException {
    PostgresCluster cluster = PostgresCluster.builder().standbys(2).start();
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
