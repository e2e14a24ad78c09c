package dev.paceline.suites.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.sql.Catalogue;
import dev.paceline.sql.Route;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ClusterTest(standbys = 1)
class CatalogueTest {

  private static Route route(Running running, String sql) {
    return running.cluster.analyzer().plan(sql, LexicalSettings.DEFAULT).route();
  }

  private static void await(Running running, String sql, Route route) {
    Await.until(
        sql + " to be " + route, Duration.ofSeconds(30), () -> route(running, sql) == route);
  }

  @Test
  void functionOfTheDatabase_isJudgedByItsVolatility(PostgresCluster servers) throws Exception {
    try (Running running = Running.on(servers)) {
      running.awaitPrimary(servers.primary());
      running.commit("CREATE OR REPLACE FUNCTION judged(int) RETURNS int STABLE LANGUAGE sql"
          + " AS 'SELECT $1 + 1'");
      running.cluster.catalogueChanged();
      await(running, "SELECT judged(1)", Route.REPLICA);
      running.commit("CREATE OR REPLACE FUNCTION judged(int) RETURNS int VOLATILE LANGUAGE sql"
          + " AS 'SELECT $1 + 1'");
      running.cluster.catalogueChanged();
      await(running, "SELECT judged(1)", Route.PRIMARY);
    }
  }

  @Test
  void changeBySomebodyElse_isNoticed(PostgresCluster servers) throws Exception {
    try (Running running = Running.on(servers)) {
      running.awaitPrimary(servers.primary());
      Await.until(
          "the catalogue to be loaded",
          Running.SOON,
          () -> running.cluster.analyzer().catalogue() != Catalogue.none());
      assertThat(route(running, "SELECT elsewhere(1)")).isEqualTo(Route.PRIMARY);
      servers
          .node("n1")
          .execute("CREATE OR REPLACE FUNCTION elsewhere(int) RETURNS int IMMUTABLE LANGUAGE sql"
              + " AS 'SELECT $1 + 1'");
      await(running, "SELECT elsewhere(1)", Route.REPLICA);
    }
  }
}
