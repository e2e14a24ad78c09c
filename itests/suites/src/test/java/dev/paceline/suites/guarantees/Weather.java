package dev.paceline.suites.guarantees;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.time.Duration;
import java.util.List;

/** What five standbys suffer: one nothing, one a delayed link, two a delayed replay, one no replay at all; and turns. */
final class Weather {

  private Weather() {}

  /** Gives each standby its trouble; another turn gives it to the next one. */
  static void set(PostgresCluster cluster, int turn) {
    List<PostgresNode> standbys = cluster.standbys();
    for (int i = 0; i < standbys.size(); i++) {
      PostgresNode standby = standbys.get(i);
      clear(standby);
      switch ((i + turn) % 5) {
        case 1 -> standby.replicationRelay().delay(Duration.ofMillis(50));
        case 2 -> standby.applyDelay(Duration.ofMillis(500));
        case 3 -> standby.applyDelay(Duration.ofSeconds(2));
        case 4 -> standby.pauseReplay();
        default -> {} // the one in good health
      }
    }
  }

  static void clear(PostgresCluster cluster) {
    cluster.standbys().forEach(Weather::clear);
  }

  private static void clear(PostgresNode standby) {
    standby.resumeReplay();
    standby.replicationRelay().heal();
    standby.applyDelay(Duration.ZERO);
  }
}
