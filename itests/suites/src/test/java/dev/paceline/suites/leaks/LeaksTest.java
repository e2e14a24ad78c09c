package dev.paceline.suites.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Threads, connections and memory are flat while connections come and go and while there is load, and nothing is left after
 * the last close. {@code -Dpaceline.proof=full} runs ten minutes of load.
 */
@ClusterTest(standbys = 2)
class LeaksTest {

  private static final int CYCLES = 100_000;
  private static final Duration LOAD = "full".equals(System.getProperty("paceline.proof"))
      ? Duration.ofMinutes(10)
      : Duration.ofSeconds(10);
  private static final int THREADS = 8;

  /** What caches may still grow by after the first look. */
  private static final long HEAP_SLACK = 16 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final System.Logger LOG = System.getLogger(LeaksTest.class.getName());

  private final PostgresCluster cluster;
  private final String url;

  LeaksTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.url = "jdbc:paceline:postgresql://" + cluster.directHosts()
        + "/test?user=postgres&ApplicationName=leaks&paceline.pool.linger=200ms";
  }

  /** What is there now. */
  private record Footprint(List<String> threads, int sessions, long heap) {}

  @Test
  void openAndClose_again_leavesEverythingFlat() throws SQLException {
    try (Connection keeper = DriverManager.getConnection(url)) {
      warmUp(keeper);
      cycles(CYCLES / 10);
      Footprint before = footprint();
      cycles(CYCLES);
      Footprint after = footprint();
      assertFlat("cycles", before, after);
    }
    assertNothingLeft();
  }

  @Test
  void openAndClose_ofTheWholeCluster_leavesNothing() throws SQLException {
    for (int i = 0; i < 20; i++) {
      try (Connection connection = DriverManager.getConnection(url)) {
        assertThat(query(connection, "SELECT 1")).isEqualTo("1");
      }
      if (i % 5 == 0) {
        assertNothingLeft();
      }
    }
    assertNothingLeft();
  }

  @Test
  void load_leavesEverythingFlat() throws Exception {
    try (Connection keeper = DriverManager.getConnection(url)) {
      execute(keeper, "DROP TABLE IF EXISTS leaks");
      execute(keeper, "CREATE TABLE leaks (k int PRIMARY KEY, v int)");
      execute(keeper, "INSERT INTO leaks SELECT k, 0 FROM generate_series(0, 99) k");
      warmUp(keeper);
      load(LOAD.dividedBy(2));
      Footprint before = footprint();
      load(LOAD.dividedBy(2));
      Footprint after = footprint();
      assertFlat("load", before, after);
    }
    assertNothingLeft();
  }

  private static void assertFlat(String what, Footprint before, Footprint after) {
    LOG.log(System.Logger.Level.INFO, "{0} - before {1}, after {2}", what, before, after);
    assertThat(after.threads()).isEqualTo(before.threads());
    assertThat(after.sessions())
        .as("connections, %s", before)
        .isLessThanOrEqualTo(before.sessions() + THREADS);
    assertThat(after.heap()).as("heap, %s", before).isLessThanOrEqualTo(before.heap() + HEAP_SLACK);
  }

  private void cycles(int count) throws SQLException {
    for (int i = 0; i < count; i++) {
      try (Connection connection = DriverManager.getConnection(url)) {
        // Every hundredth does something, and now and then leaves it to close() to clean up.
        if (i % 100 == 0) {
          connection.setAutoCommit(i % 200 != 0);
          connection.setReadOnly(i % 300 == 0);
          ResultSet left = connection.createStatement().executeQuery("SELECT 1");
          assertThat(left.next()).isTrue();
        }
      }
    }
  }

  private void load(Duration time) throws Exception {
    long start = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Random random = new Random(t);
      running.add(threads.submit(() -> {
        while (System.nanoTime() - start < time.toNanos()) {
          try (Connection connection = DriverManager.getConnection(url)) {
            for (int i = 0; i < 20; i++) {
              operate(connection, random);
            }
          }
        }
        return null;
      }));
    }
    for (Future<?> thread : running) {
      thread.get();
    }
    threads.shutdown();
  }

  private static void operate(Connection connection, Random random) throws SQLException {
    int key = random.nextInt(100);
    switch (random.nextInt(5)) {
      case 0 -> {
        try (PreparedStatement update =
            connection.prepareStatement("UPDATE leaks SET v = v + 1 WHERE k = ?")) {
          update.setInt(1, key);
          update.executeUpdate();
        }
      }
      case 1 -> // a text never seen before, so that caches of texts are full and stay so
        query(
            connection,
            "SELECT v FROM leaks WHERE k = " + key + " AND v > -"
                + random.nextInt(Integer.MAX_VALUE));
      case 2 -> {
        connection.setAutoCommit(false);
        query(connection, "SELECT count(*) FROM leaks");
        connection.rollback();
        connection.setAutoCommit(true);
      }
      default -> {
        try (PreparedStatement select =
            connection.prepareStatement("SELECT v FROM leaks WHERE k = ?")) {
          select.setInt(1, key);
          select.executeQuery().next();
        }
      }
    }
  }

  /** Fills pools and caches, so that what comes after can be compared. */
  private void warmUp(Connection keeper) throws SQLException {
    for (int i = 0; i < 200; i++) {
      query(keeper, "SELECT " + i);
    }
    cluster.awaitInSync();
  }

  private Footprint footprint() {
    List<String> threads = threadsAtRest();
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      heap = Math.min(
          heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return new Footprint(threads, sessions(), heap);
  }

  private void assertNothingLeft() {
    Await.until(
        "all threads to end",
        PATIENCE,
        () -> threads().isEmpty(),
        () -> "still there: " + threads());
    Await.until(
        "all connections to end", PATIENCE, () -> sessions() == 0, () -> "there are " + sessions());
  }

  /**
   * The threads once those have ended that only wait for more work: HikariCP's adder and closer of a pool, which bear the
   * name of its housekeeper and live 5 s longer than their work, and the one that analyses statements, which lives 2 s
   * longer. Of every name one is left then.
   */
  private static List<String> threadsAtRest() {
    Await.until(
        "threads without work to end",
        PATIENCE,
        () -> Set.copyOf(threads()).size() == threads().size()
            && threads().stream().noneMatch(name -> name.startsWith("paceline-plans-")),
        () -> "still there: " + threads());
    return threads();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("paceline-") && !name.startsWith("paceline-relays"))
        .sorted()
        .toList();
  }

  /** The driver's connections to all servers: the application's and the monitor's. */
  private int sessions() {
    int count = 0;
    for (PostgresNode node : cluster.nodes()) {
      count += Integer.parseInt(
          node.query("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
              + " AND pid <> pg_backend_pid() AND application_name <> 'cluster-kit'"));
    }
    return count;
  }

  private static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
