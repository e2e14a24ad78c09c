package dev.paceline.cluster;

import dev.paceline.config.HostAndPort;
import dev.paceline.config.Ticker;
import dev.paceline.dialect.CatalogueQuery;
import dev.paceline.dialect.Dialect;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.postgresql.PostgresqlTopologyQueries;
import dev.paceline.sql.Catalogue;
import dev.paceline.sql.CatalogueBuilder;
import dev.paceline.sql.StatementAnalyzer;
import dev.paceline.topology.Node;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Topology;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Prepares what no statement has to wait for. Loads what the database has of functions, views and tables, and loads it again when that changes, on a thread that nobody
 * waits for. Until the first load, and whenever one fails, statements are judged with what is known: less is then sent to
 * replicas, never more.
 */
final class CatalogueLoader implements Runnable {

  /** A catalogue that takes longer is given up: statements are then judged without it. */
  private static final long LOAD_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long the application's start has the processor to itself, but for the catalogue. */
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Loading takes at most this share of the time, however often the catalogue changes. */
  private static final int REST_FACTOR = 10;

  /** A name that nobody knows is looked for again at most so often: it may never come. */
  private static final long MISS_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final Monitor monitor;
  private final Dialect dialect;
  private final StatementAnalyzer analyzer;
  private final ClusterManagement management;
  private final BackgroundExecutor background;
  private final Ticker ticker;
  private final Thread thread;

  /** Counts what was told by {@link #changed}: a catalogue that was read before the last of them is not published. */
  private final AtomicLong changes = new AtomicLong();

  private volatile long missedAt;
  private volatile boolean met;
  private volatile boolean wanted = true;
  private volatile boolean closed;
  private volatile String fingerprint = "";
  private volatile @Nullable Connection connection;

  CatalogueLoader(
      String name,
      Monitor monitor,
      Dialect dialect,
      StatementAnalyzer analyzer,
      ClusterManagement management,
      BackgroundExecutor background,
      Ticker ticker) {
    this.management = management;
    this.background = background;
    this.name = name;
    this.monitor = monitor;
    this.dialect = dialect;
    this.analyzer = analyzer;
    this.ticker = ticker;
    this.missedAt = ticker.nanos() - MISS_NANOS;
    this.thread = new Thread(this, "paceline-catalogue-" + name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The first node was reached: the real work may begin. */
  void met() {
    met = true;
    LockSupport.unpark(thread);
  }

  /** A statement of this process has created, changed or dropped something: until that is known, nothing is. */
  void changed() {
    changes.incrementAndGet();
    analyzer.catalogue(Catalogue.none());
    reload();
  }

  /** A statement named something that is not known. */
  void missed() {
    long now = ticker.nanos();
    if (now - missedAt > MISS_NANOS) {
      missedAt = now;
      reload();
    }
  }

  private void reload() {
    wanted = true;
    LockSupport.unpark(thread);
  }

  /** Compares with what was loaded last. */
  void fingerprint(String now) {
    if (!now.equals(fingerprint)) {
      reload();
    }
  }

  @Override
  public void run() {
    // While the first node is being reached there is time to load what the first statement and the
    // first lease need.
    analyzer.plan("SELECT a FROM b WHERE c = 1", LexicalSettings.DEFAULT);
    NodePool.preload();
    while (!closed && !met) {
      LockSupport.park(this);
    }
    boolean prepared = false;
    while (!closed) {
      if (!wanted) {
        LockSupport.park(this);
        continue;
      }
      wanted = false;
      long started = ticker.nanos();
      boolean loaded = load();
      wanted |= !loaded;
      long pause = loaded ? REST_FACTOR * (ticker.nanos() - started) : RETRY_NANOS;
      pause(prepared ? pause : Math.max(pause, SETTLE_NANOS));
      if (!prepared && !closed) {
        // The catalogue decides where statements go, these only how fast and how visibly: they must
        // not take the processor from the first of them.
        prepared = true;
        management.register();
        background.open();
        analyzer.warmUp();
      }
    }
  }

  private void pause(long nanos) {
    long until = ticker.nanos() + nanos;
    for (long left = nanos; left > 0 && !closed; left = until - ticker.nanos()) {
      LockSupport.parkNanos(this, left);
    }
  }

  private boolean load() {
    Node node = source(monitor.topology());
    if (node == null) {
      return false;
    }
    long started = ticker.nanos();
    try (Connection open =
        monitor.connector().openForMonitor(new HostAndPort(node.host(), node.port()), LOAD_NANOS)) {
      connection = open;
      if (closed) {
        return true;
      }
      publish(open);
      ClusterLog.debug(
          name,
          "catalogue loaded (node=" + node + ", ms="
              + TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - started) + ")",
          null);
      return true;
    } catch (SQLException | RuntimeException e) {
      if (!closed) {
        ClusterLog.warn(
            name,
            "the catalogue could not be loaded (node=" + node + ", why=" + e.getMessage()
                + "): functions and views of the database are not known");
      }
      return false;
    } finally {
      connection = null;
    }
  }

  private void publish(Connection open) throws SQLException {
    CatalogueBuilder builder = new CatalogueBuilder(dialect);
    long known = changes.get();
    try (Statement statement = open.createStatement()) {
      statement.execute(PostgresqlTopologyQueries.PREPARE_CONNECTION);
      // Before the rows: what changes in between is loaded again, not missed.
      String before = one(statement, PostgresqlTopologyQueries.CATALOGUE_FINGERPRINT);
      for (CatalogueQuery query : dialect.catalogueQueries()) {
        rows(statement, query, builder);
      }
      fingerprint = before;
    }
    analyzer.catalogue(builder.build());
    if (changes.get() != known) {
      // Something changed while it was read: this may be from before.
      analyzer.catalogue(Catalogue.none());
    }
  }

  private static String one(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }

  private static void rows(Statement statement, CatalogueQuery query, CatalogueBuilder builder)
      throws SQLException {
    try (ResultSet row = statement.executeQuery(query.sql())) {
      while (row.next()) {
        @Nullable String[] columns = new @Nullable String[query.columns()];
        for (int i = 0; i < columns.length; i++) {
          columns[i] = row.getString(i + 1);
        }
        builder.row(query.name(), columns);
      }
    }
  }

  /** The primary, or else any replica: an old catalogue is better than none. */
  private static @Nullable Node source(Topology topology) {
    NodeState primary = topology.primary();
    if (primary != null) {
      return primary.node();
    }
    return topology.replicas().isEmpty() ? null : topology.replicas().get(0).node();
  }

  void close() {
    closed = true;
    LockSupport.unpark(thread);
    Connection open = connection;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        ClusterLog.debug(name, "a connection did not close", e);
      }
    }
  }

  void awaitEnd(long deadline) {
    Threads.join(thread, deadline - ticker.nanos());
  }
}
