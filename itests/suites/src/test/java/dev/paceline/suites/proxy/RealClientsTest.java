package dev.paceline.suites.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that people use with PostgreSQL, as they are. Those that are not installed are skipped, and it is said which. */
@ClusterTest(standbys = 1)
class RealClientsTest {

  private final PostgresCluster cluster;

  @TempDir
  Path directory;

  private TestProxy proxy;

  RealClientsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void start() {
    proxy = TestProxy.of(cluster);
  }

  @AfterEach
  void stop() {
    ServerSide.awaitQuiet(cluster);
    proxy.close();
    Leaks.assertNone();
  }

  @Test
  void psql_describesCopiesAndFails() throws Exception {
    assumeThereIs("psql", "--version");
    Path data = Files.writeString(directory.resolve("data.csv"), "1,one\n2,\"two, quoted\"\n");
    Path script = Files.writeString(directory.resolve("script.sql"), """
        DROP TABLE IF EXISTS psql_things;
        CREATE TABLE psql_things (id int PRIMARY KEY, name text);
        \\copy psql_things FROM '%s' WITH (FORMAT csv)
        \\d psql_things
        SELECT * FROM psql_things ORDER BY id \\gdesc
        SELECT * FROM psql_things ORDER BY id;
        INSERT INTO psql_things VALUES (1, 'again');
        \\copy (SELECT * FROM psql_things ORDER BY id DESC) TO STDOUT
        BEGIN;
        SELEKT;
        SELECT 1;
        ROLLBACK;
        DO 'BEGIN RAISE NOTICE ''noted''; END';
        \\set FETCH_COUNT 2
        SELECT * FROM generate_series(1, 5);
        DROP TABLE psql_things;
        """.formatted(data));

    Command.Result direct = psql(cluster.primary().port(), script);
    Command.Result through = psql(proxy.port(), script);

    assertThat(through).isEqualTo(direct);
    assertThat(direct.output()).contains("two, quoted", "psql_things_pkey", "SELEKT", "noted");
  }

  private Command.Result psql(int port, Path script) throws Exception {
    return Command.run(
        directory,
        List.of(
            "psql",
            "-X",
            "-a",
            "-f",
            script.toString(),
            "-d",
            uri(port, PostgresCluster.DATABASE)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended", "prepared"})
  void pgbench_losesNothing(String protocol) throws Exception {
    assumeThereIs("pgbench", "--version");
    String database = uri(proxy.port(), PostgresCluster.DATABASE);
    Command.Result made =
        Command.run(directory, List.of("pgbench", "-i", "-q", "-s", "1", "-I", "dtgp", database));
    assertThat(made.exit()).as(made.output()).isZero();

    Command.Result run = Command.run(
        directory,
        List.of(
            "pgbench",
            "-n",
            "-M",
            protocol,
            "-c",
            "4",
            "-j",
            "1",
            "-t",
            "100",
            "-b",
            "tpcb-like@1",
            "-b",
            "select-only@3",
            database));

    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(run.output())
        .contains("number of transactions actually processed: 400/400")
        .contains("number of failed transactions: 0");
    assertThat(cluster.primary().query("SELECT sum(bbalance) FROM pgbench_branches"))
        .isEqualTo(cluster.primary().query("SELECT coalesce(sum(delta), 0) FROM pgbench_history"));
  }

  @Test
  void psycopg2_transactionsCopyAndServerSideCursors() throws Exception {
    python("psycopg2", "/clients/psycopg2_client.py");
  }

  @Test
  void psycopg3_pipelinesAndPreparedStatements() throws Exception {
    python("psycopg", "/clients/psycopg3_client.py");
  }

  private void python(String module, String script) throws Exception {
    // The system's own: packages of the distribution are not there for any other.
    String python =
        Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";
    assumeThereIs(python, "-c", "import " + module);
    Path file = directory.resolve("client.py");
    copy(script, file);
    Command.Result run = Command.run(
        directory, List.of(python, file.toString(), uri(proxy.port(), PostgresCluster.DATABASE)));
    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(run.output()).endsWith("all is well\n");
  }

  @Test
  void nodePostgres_queriesAndTransactions() throws Exception {
    assumeThereIs("node", "--version");
    assumeThereIs("npm", "--version");
    Path modules = Path.of("target", "node").toAbsolutePath();
    Files.createDirectories(modules);
    if (!Files.exists(modules.resolve("node_modules/pg"))) {
      Command.Result install = Command.run(
          modules, List.of("npm", "install", "--no-audit", "--no-fund", "--prefix", ".", "pg@8"));
      Assumptions.assumeTrue(
          install.exit() == 0, () -> "npm cannot fetch node-postgres: " + install.output());
    }
    Path file = modules.resolve("client.js");
    copy("/clients/node_postgres_client.js", file);
    Command.Result run = Command.run(
        modules, List.of("node", file.toString(), uri(proxy.port(), PostgresCluster.DATABASE)));
    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(run.output()).endsWith("all is well\n");
  }

  private static void copy(String resource, Path file) throws IOException {
    try (var in = RealClientsTest.class.getResourceAsStream(resource)) {
      Files.write(file, in.readAllBytes());
    }
  }

  private static String uri(int port, String database) {
    return "postgresql://" + PostgresCluster.USER + "@127.0.0.1:" + port + "/" + database
        + "?sslmode=disable";
  }

  private void assumeThereIs(String... command) throws Exception {
    boolean there;
    try {
      there = Command.run(directory, List.of(command)).exit() == 0;
    } catch (IOException e) {
      there = false;
    }
    Assumptions.assumeTrue(there, () -> "not installed: " + String.join(" ", command));
  }
}
