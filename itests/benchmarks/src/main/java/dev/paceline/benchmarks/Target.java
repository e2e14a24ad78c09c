package dev.paceline.benchmarks;

import dev.paceline.benchmarks.stub.StubDriver;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The servers that a benchmark runs against.
 *
 * @param hosts {@code host:port}, comma separated, the primary first
 */
record Target(String hosts) {

  /** Names servers that are there already, so that forks of one run share them: {@code host:port,...}, the primary first. */
  static final String HOSTS = "paceline.benchmarks.hosts";

  /** So many rows are in the table {@code item}. */
  static final int ITEMS = 10_000;

  private static final int COUNTERS = 64;

  /** The stub driver's nodes. */
  static Target stub() throws SQLException {
    StubDriver.install();
    return new Target(StubDriver.HOSTS);
  }

  /** The servers that are named, or a fresh cluster with two standbys that goes with this JVM. */
  static Target servers() throws SQLException {
    String named = System.getProperty(HOSTS);
    return named != null ? new Target(named) : fresh();
  }

  private static Target fresh() throws SQLException {
    PostgresCluster cluster = PostgresCluster.builder().standbys(2).start();
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "benchmarks-end"));
    return filled(cluster);
  }

  /** The cluster, with the benchmarks' tables in it. */
  static Target filled(PostgresCluster cluster) throws SQLException {
    Target target = new Target(cluster.directHosts());
    try (Connection connection = DriverManager.getConnection(target.primary().url());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL)");
      statement.execute(
          "INSERT INTO item SELECT i, 'name ' || i FROM generate_series(1, " + ITEMS + ") i");
      statement.execute(
          "CREATE TABLE counter (id int PRIMARY KEY, n bigint NOT NULL) WITH (fillfactor = 20)");
      statement.execute(
          "INSERT INTO counter SELECT i, 0 FROM generate_series(1, " + COUNTERS + ") i");
      statement.execute("VACUUM ANALYZE");
      statement.execute("CHECKPOINT");
    }
    cluster.awaitInSync(Duration.ofSeconds(20));
    return target;
  }

  /** The primary alone. */
  Target primary() {
    return new Target(hosts.split(",", 2)[0]);
  }

  /** Every node alone, the primary first. */
  List<Target> each() {
    List<Target> each = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      each.add(new Target(host));
    }
    return each;
  }

  /** pgjdbc's URL of these hosts. */
  String url() {
    return url("jdbc:postgresql://");
  }

  /** The URL of a driver that takes pgjdbc's URLs under another prefix. */
  String url(String prefix) {
    return prefix + hosts + "/" + PostgresCluster.DATABASE + "?user=" + PostgresCluster.USER;
  }
}
