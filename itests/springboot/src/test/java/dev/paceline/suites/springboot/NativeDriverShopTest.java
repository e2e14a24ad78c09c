package dev.paceline.suites.springboot;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.util.Set;

/** The application as it was: one server and its native driver. */
class NativeDriverShopTest extends ShopContract {

  NativeDriverShopTest(PostgresCluster cluster) {
    super(cluster);
  }

  @Override
  String database() {
    return "shop_native";
  }

  @Override
  String url() {
    return cluster.primary().url(database());
  }

  @Override
  Set<Integer> portsOfReads() {
    return Set.of(cluster.primary().port());
  }
}
