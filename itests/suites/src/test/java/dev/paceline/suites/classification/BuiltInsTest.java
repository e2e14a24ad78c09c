package dev.paceline.suites.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.dialect.postgresql.PostgresqlDialect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the lists of what a server brings along to a real one: where they differ, the queries here make them anew. */
@ClusterTest(standbys = 1)
class BuiltInsTest {
  private static final String FUNCTIONS = """
      SELECT string_agg(line, E'\\n' ORDER BY line COLLATE "C") FROM (
        SELECT p.proname || ' ' || CASE WHEN bool_or(p.provolatile = 'v') THEN 'v' WHEN bool_or(p.provolatile = 's') THEN 's' ELSE 'i' END AS line
        FROM pg_proc p
        WHERE p.pronamespace IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND p.oid < 16384
        GROUP BY p.proname) f
      """;

  private static final String KEYWORDS =
      "SELECT string_agg(word || ' ' || catcode::text, E'\\n' ORDER BY word COLLATE \"C\") FROM pg_get_keywords()";

  private static final String OPERATORS =
      "SELECT string_agg(DISTINCT oprname, E'\\n') FROM pg_operator WHERE oid < 16384";

  @Test
  void functions_areThoseOfTheServer(PostgresCluster cluster) throws IOException {
    List<String> server = cluster.primary().query(FUNCTIONS).lines().toList();

    assertThat(resource("functions.txt")).containsExactlyInAnyOrderElementsOf(server);
  }

  @Test
  void keywords_areThoseOfTheServer(PostgresCluster cluster) throws IOException {
    List<String> server = cluster.primary().query(KEYWORDS).lines().toList();

    assertThat(resource("keywords.txt")).containsExactlyInAnyOrderElementsOf(server);
  }

  @Test
  void operators_ofTheServer_areKnown(PostgresCluster cluster) {
    assertThat(cluster.primary().query(OPERATORS).lines())
        .allSatisfy(symbol -> assertThat(PostgresqlDialect.INSTANCE.builtIns().operator(symbol))
            .as(symbol)
            .isEqualTo(dev.paceline.dialect.Effect.NONE));
  }

  private static List<String> resource(String name) throws IOException {
    try (InputStream in = PostgresqlDialect.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
