package dev.paceline.clusterkit.postgresql;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.ClusterKitException;
import dev.paceline.clusterkit.Node;
import dev.paceline.clusterkit.postgresql.ServerHome.Signal;
import dev.paceline.clusterkit.relay.Relay;
import dev.paceline.clusterkit.relay.RelayLoop;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL server of a cluster. */
public final class PostgresNode implements Node {

  /** How long a start, stop, promotion or first contact may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** serialization_failure, as a standby calls it when it cancels what stands in the way of replay. */
  private static final String CONFLICT_WITH_RECOVERY = "40001";

  private static final int LOG_LINES = 40;

  /** The kit's own connections: at the server itself, never waiting for ever. */
  private static final String OWN =
      "&connectTimeout=5&socketTimeout=60&loginTimeout=10&ApplicationName=cluster-kit";

  /** There from the beginning, before the database of the cluster is. */
  private static final String MAINTENANCE = "postgres";

  private static final String RECEIVED_TIMELINE = "SELECT received_tli FROM pg_stat_wal_receiver";

  /** The control file shows a new timeline only after the next checkpoint; the name of the current log file, at once. */
  private static final String WRITTEN_TIMELINE =
      "SELECT ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int";

  private static final Duration DIVERGED = Duration.ofSeconds(2);

  private final PostgresCluster cluster;
  private final NodeAddress address;
  private final ServerHome home;
  private final ServerFiles files;
  private final Relay clientRelay;
  private final Relay replicationRelay;
  private volatile @Nullable PostgresNode upstream;
  private volatile boolean paused;

  PostgresNode(PostgresCluster cluster, NodeAddress address, ServerHome home, RelayLoop loop) {
    this.cluster = cluster;
    this.address = address;
    this.home = home;
    this.files = new ServerFiles(home, address, cluster.spec());
    clientRelay = loop.relay(address.clientSide(), address.server());
    replicationRelay = loop.relay(address.replicationSide(), address.server());
    clientRelay.serverDown(true);
    replicationRelay.serverDown(true);
    if (cluster.spec().ownAddresses()) {
      replicationRelay.connectFrom(address.origin());
    }
  }

  @Override
  public String name() {
    return address.name();
  }

  @Override
  public String host() {
    return address.host();
  }

  @Override
  public int port() {
    return address.port();
  }

  @Override
  public Relay clientRelay() {
    return clientRelay;
  }

  @Override
  public Relay replicationRelay() {
    return replicationRelay;
  }

  @Override
  public String url() {
    return url(PostgresCluster.DATABASE);
  }

  /** The native driver's URL of another database, through the client relay. */
  public String url(String database) {
    return address.url(database, /* direct= */ false);
  }

  @Override
  public String directUrl() {
    return address.url(PostgresCluster.DATABASE, /* direct= */ true);
  }

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url());
  }

  @Override
  public Connection connectDirect() throws SQLException {
    return DriverManager.getConnection(directUrl());
  }

  @Override
  public void execute(String... statements) {
    run(PostgresCluster.DATABASE, statements);
  }

  /** The first column of the first row of a query at the server itself, as PostgreSQL writes it; "" for null or no row. */
  public String query(String sql) {
    return query(PostgresCluster.DATABASE, sql);
  }

  /** Whether this server replicates from another one. */
  public boolean isStandby() {
    return upstream != null;
  }

  @Override
  public synchronized void start() {
    if (home.isRunning()) {
      return;
    }
    paused = false;
    home.start(List.of("-D", home.data()));
    Await.until(
        name() + " (" + host() + ":" + port() + ") to answer",
        PATIENCE,
        () -> {
          if (!home.isRunning()) {
            throw new Await.Hopeless("the server ended");
          }
          return !query(MAINTENANCE, "SELECT pg_is_in_recovery()").isEmpty();
        },
        this::log);
    clientRelay.serverDown(false);
  }

  @Override
  public synchronized void stop() {
    stop(Signal.INT);
  }

  /** Stops the server at once, with no checkpoint: it recovers at the next start, and standbys may miss its last commits. */
  public synchronized void stopImmediately() {
    stop(Signal.QUIT);
  }

  @Override
  public synchronized void kill() {
    home.signalAll(Signal.KILL);
    awaitEnd();
  }

  @Override
  public synchronized void pause() {
    if (!home.isRunning()) {
      throw new ClusterKitException(name() + " does not run, so it cannot be paused");
    }
    home.signalAll(Signal.STOP);
    paused = true;
  }

  @Override
  public synchronized void resume() {
    home.signalAll(Signal.CONT);
    paused = false;
  }

  @Override
  public synchronized void restart() {
    stop();
    start();
  }

  @Override
  public boolean isRunning() {
    return home.isRunning();
  }

  @Override
  public synchronized void promote() {
    if (!isStandby()) {
      throw new ClusterKitException(name() + " is no standby, so it cannot be promoted");
    }
    if (!query("SELECT pg_promote(true, " + PATIENCE.toSeconds() + ")").equals("t")) {
      throw failed("was not promoted within " + PATIENCE.toSeconds() + " s", null);
    }
    upstream = null;
    replicationRelay.serverDown(true);
    cluster.promoted(this);
  }

  @Override
  public synchronized void pauseReplay() {
    execute("SELECT pg_wal_replay_pause()");
    await(
        "to pause its replay",
        () -> query("SELECT pg_get_wal_replay_pause_state()").equals("paused"));
  }

  @Override
  public synchronized void resumeReplay() {
    execute("SELECT pg_wal_replay_resume()");
  }

  @Override
  public synchronized void applyDelay(Duration delay) {
    alterSystem("recovery_min_apply_delay", delay.toMillis() + "ms");
  }

  /** Sets a server setting that a running server can take on, on this node alone. */
  public synchronized void alterSystem(String setting, String value) {
    execute(
        "ALTER SYSTEM SET " + setting + " = '" + value.replace("'", "''") + "'",
        "SELECT pg_reload_conf()");
    await(
        "to read its configuration again",
        () -> query("SELECT coalesce((SELECT setting = reset_val AND NOT pending_restart"
                + " AND sourcefile LIKE '%postgresql.auto.conf' FROM pg_settings WHERE name = '"
                + setting + "'), false)")
            .equals("t"));
  }

  @Override
  public synchronized void reclone(Node from) {
    PostgresNode source = ofThisCluster(from);
    if (home.isRunning()) {
      kill();
    }
    cloneAndStart(source);
    awaitStreaming();
  }

  @Override
  public synchronized void follow(Node newUpstream) {
    PostgresNode source = ofThisCluster(newUpstream);
    if (!isStandby()) {
      throw new ClusterKitException(name() + " was a primary and may have commits that "
          + newUpstream.name() + " has not, so it cannot follow: use reclone");
    }
    replicateFrom(source);
    awaitStreaming();
  }

  @Override
  public String log() {
    return "--- end of the log of " + name() + ":\n" + home.log(LOG_LINES);
  }

  @Override
  public String toString() {
    return name() + "(" + host() + ":" + port() + ")";
  }

  /** Makes this the first primary of a new cluster. */
  void initialize() {
    files.initialize();
    start();
    run(MAINTENANCE, "CREATE DATABASE " + PostgresCluster.DATABASE);
  }

  /** Copies a running server and starts the copy as its standby. */
  void cloneAndStart(PostgresNode source) {
    // The backup lives as long as the session that began it.
    try (Connection backup = source.own(MAINTENANCE)) {
      first(backup, "SELECT pg_backup_start('clone', true)");
      files.copyFrom(source.home);
      files.finishStandby(first(backup, "SELECT labelfile FROM pg_backup_stop(false)"));
    } catch (SQLException e) {
      throw failed("cannot be cloned from " + source, e);
    }
    replicateFrom(source);
    start();
  }

  void awaitStreaming() {
    PostgresNode source = upstream;
    if (source == null) {
      throw new ClusterKitException(name() + " has no upstream to stream from");
    }
    String streams =
        "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND application_name = '"
            + name() + "'";
    long start = System.nanoTime();
    await("to stream from " + source, () -> {
      if (source.query(streams).equals("1") && source.timeline().equals(query(RECEIVED_TIMELINE))) {
        return true;
      }
      // The first lines may be about the upstream before; the complaint is repeated several times a
      // second.
      if (System.nanoTime() - start > DIVERGED.toNanos()
          && home.log(4).contains("before current recovery point")) {
        throw new Await.Hopeless(
            "it has changes that " + source.name() + " does not have: use reclone");
      }
      return false;
    });
  }

  /** The timeline that this server writes, or receives if it is a standby itself. */
  private String timeline() {
    return query(isStandby() ? RECEIVED_TIMELINE : WRITTEN_TIMELINE);
  }

  boolean isIntact(boolean asStandby) {
    return home.isRunning()
        && !paused
        && asStandby == isStandby()
        && !clientRelay.isFaulty()
        && !replicationRelay.isFaulty()
        && (!asStandby
            || query("SELECT pg_get_wal_replay_pause_state() = 'not paused'"
                    + " AND current_setting('recovery_min_apply_delay') = '0'")
                .equals("t"));
  }

  private void stop(Signal signal) {
    if (home.isRunning()) {
      if (paused) {
        resume();
      }
      home.signal(signal);
    }
    awaitEnd();
  }

  private void awaitEnd() {
    await("to end", () -> !home.isRunning());
    paused = false;
    clientRelay.serverDown(true);
  }

  private void replicateFrom(PostgresNode source) {
    upstream = source;
    replicationRelay.retarget(source.address.server());
    replicationRelay.serverDown(false);
  }

  private PostgresNode ofThisCluster(Node node) {
    if (node == this || !(node instanceof PostgresNode other) || other.cluster != cluster) {
      throw new IllegalArgumentException(node + " is not another node of the cluster of " + this);
    }
    return other;
  }

  private void run(String database, String... statements) {
    String ignored = ask(database, String.join("; ", statements), connection -> {
      try (Statement statement = connection.createStatement()) {
        for (String sql : statements) {
          statement.execute(sql);
        }
        return "";
      }
    });
  }

  private String query(String database, String sql) {
    return ask(database, sql, connection -> first(connection, sql));
  }

  /** What is asked over one connection. */
  @FunctionalInterface
  private interface Question {
    String ask(Connection connection) throws SQLException;
  }

  /** A standby that replays a conflicting change ends whatever runs there: that was not meant for us. */
  private String ask(String database, String sql, Question question) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Connection connection = own(database)) {
        return question.ask(connection);
      } catch (SQLException e) {
        if (!isStandby()
            || !CONFLICT_WITH_RECOVERY.equals(e.getSQLState())
            || System.nanoTime() - deadline > 0) {
          throw failed("cannot run " + sql, e);
        }
      }
    }
  }

  private Connection own(String database) throws SQLException {
    return DriverManager.getConnection(address.url(database, /* direct= */ true) + OWN);
  }

  private static String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      String value = rows.next() ? rows.getString(1) : null;
      return value == null ? "" : value;
    }
  }

  private void await(String what, Await.Condition condition) {
    Await.until(name() + " " + what, PATIENCE, condition, this::log);
  }

  private ClusterKitException failed(String what, @Nullable SQLException cause) {
    String reason = cause == null ? "" : ": " + cause.getMessage();
    return new ClusterKitException(this + " " + what + reason + "\n" + log(), cause);
  }
}
