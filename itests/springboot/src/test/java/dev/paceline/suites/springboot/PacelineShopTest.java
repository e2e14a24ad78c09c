package dev.paceline.suites.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The same application with another URL: its reads run on the standbys. */
class PacelineShopTest extends ShopContract {

  PacelineShopTest(PostgresCluster cluster) {
    super(cluster);
  }

  @Override
  String database() {
    return "shop_paceline";
  }

  @Override
  String url() {
    return "jdbc:paceline:postgresql://" + cluster.hosts() + "/" + database();
  }

  @Override
  Set<Integer> portsOfReads() {
    return cluster.standbys().stream().map(PostgresNode::port).collect(Collectors.toSet());
  }

  @Test
  void showRoute_namesTheNodeOfTheLastStatement() {
    assertThat(jdbc.queryForList("SHOW paceline.nodes")).hasSize(3);
  }
}
