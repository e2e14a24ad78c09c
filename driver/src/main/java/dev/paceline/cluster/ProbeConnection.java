package dev.paceline.cluster;

import dev.paceline.config.HostAndPort;
import dev.paceline.dialect.postgresql.PostgresqlTopologyQueries;
import dev.paceline.position.Lineage;
import dev.paceline.position.Lsn;
import dev.paceline.topology.NodeReport;
import dev.paceline.topology.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The monitor's one connection to a server, and the questions that go over it. Used by one thread at a time. */
final class ProbeConnection implements AutoCloseable {

  private static final Lsn NOTHING = new Lsn(0);

  private final Connection connection;
  private @Nullable PreparedStatement flushed;
  private @Nullable PreparedStatement inserted;
  private int segmentSize = 16 << 20;

  ProbeConnection(Connection connection, long timeoutNanos) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      // The connect properties know whole seconds only.
      connection.setNetworkTimeout(Runnable::run, (int) Math.max(1, timeoutNanos / 1_000_000));
      statement.execute(PostgresqlTopologyQueries.PREPARE_CONNECTION);
    } catch (SQLException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * A position and the role of its server.
   *
   * @param quiet whether a primary had no unfinished transaction that could have written
   */
  record Sample(Role role, Lsn position, boolean quiet) {}

  /** A server that replicates from the asked one, as far as it is told. */
  record Downstream(String host, String applicationName) {}

  /**
   * The full set of questions.
   *
   * @param asynchronousCommit whether acknowledged commits may not be flushed yet, as far as is known
   */
  ServerFacts probe(boolean asynchronousCommit) throws SQLException {
    ServerFacts told = probe(connection, asynchronousCommit);
    segmentSize = told.segmentSize();
    return told;
  }

  /** The full set of questions over any connection. */
  static ServerFacts probe(Connection connection, boolean asynchronousCommit) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(PostgresqlTopologyQueries.PROBE)) {
      if (!row.next()) {
        throw new SQLException("the server answered the probe with no row", "08000");
      }
      return facts(row, asynchronousCommit);
    }
  }

  private static ServerFacts facts(ResultSet row, boolean asynchronousCommit) throws SQLException {
    Role role = row.getBoolean(1) ? Role.REPLICA : Role.PRIMARY;
    String systemIdentifier = row.getString(2);
    if (systemIdentifier == null) {
      throw new SQLException("the server does not tell its system identifier", "55000");
    }
    Lineage lineage = new Lineage(systemIdentifier, Integer.parseUnsignedInt(row.getString(4), 16));
    int segmentSize = (int) row.getLong(9);
    boolean asynchronous = asynchronousCommit || row.getString(8).equals("off");
    Lsn position = asynchronous && role == Role.PRIMARY
        ? Lsn.normaliseInsert(position(row.getString(15)), segmentSize)
        : position(row.getString(3));
    NodeReport report =
        new NodeReport(role, lineage, position, row.getString(5), row.getBoolean(6));
    return new ServerFacts(
        report,
        row.getString(14),
        address(row.getString(12), row.getInt(13)),
        address(row.getString(10), row.getInt(11)),
        segmentSize,
        asynchronous,
        row.getString(7).equals("on"));
  }

  private static @Nullable HostAndPort address(@Nullable String host, int port) {
    // A sender host that begins with a slash is a directory of Unix sockets.
    return host == null || host.isBlank() || host.startsWith("/") || port < 1
        ? null
        : new HostAndPort(host, port);
  }

  private static Lsn position(@Nullable String text) {
    // A standby that has not replayed anything yet says null.
    return text == null ? NOTHING : Lsn.parse(text);
  }

  /**
   * Where the server is.
   *
   * @param asynchronousCommit whether acknowledged commits may not be flushed yet
   */
  Sample sample(boolean asynchronousCommit) throws SQLException {
    try (ResultSet row = statement(asynchronousCommit).executeQuery()) {
      if (!row.next()) {
        throw new SQLException("the server answered a sample with no row", "08000");
      }
      Lsn position = position(row.getString(2));
      return row.getBoolean(1)
          ? new Sample(Role.REPLICA, position, false)
          : new Sample(
              Role.PRIMARY,
              asynchronousCommit ? Lsn.normaliseInsert(position, segmentSize) : position,
              row.getBoolean(3));
    }
  }

  private PreparedStatement statement(boolean asynchronousCommit) throws SQLException {
    PreparedStatement statement = asynchronousCommit ? inserted : flushed;
    if (statement == null) {
      statement = connection.prepareStatement(
          asynchronousCommit
              ? PostgresqlTopologyQueries.SAMPLE_INSERTED
              : PostgresqlTopologyQueries.SAMPLE_FLUSHED);
      if (asynchronousCommit) {
        inserted = statement;
      } else {
        flushed = statement;
      }
    }
    return statement;
  }

  List<Downstream> downstreams() throws SQLException {
    List<Downstream> downstreams = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(PostgresqlTopologyQueries.DOWNSTREAMS)) {
      while (row.next()) {
        String name = row.getString(2);
        downstreams.add(new Downstream(row.getString(1), name == null ? "" : name));
      }
    }
    return downstreams;
  }

  /** Differs whenever something was created, changed or dropped that decides where statements may run. */
  String catalogueFingerprint() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(PostgresqlTopologyQueries.CATALOGUE_FINGERPRINT)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is of no use any more: how it ends does not matter.
      ClusterLog.debug("monitor", "a connection did not close", e);
    }
  }
}
