package dev.paceline.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How many transactions of one update and a commit come through, with positions and floors ({@code PACELINE}) and without
 * ({@code PACELINE_ANY}), on a primary with two replicas? The servers do not wait for the disk (fsync is off): with a
 * disk a commit takes longer and the difference is less.
 *
 * <p>{@code itests/benchmarks/run jmh CommitBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CommitBenchmark {

  /** Who writes. */
  @Param({"RAW", "PACELINE_ANY", "PACELINE"})
  public Contender contender = Contender.RAW;

  private Source source;
  private Connection connection;
  private PreparedStatement update;

  /** Connects and prepares. */
  @Setup
  public void open() throws SQLException {
    source = contender.open(Target.servers());
    connection = source.connection();
    connection.setAutoCommit(false);
    update = connection.prepareStatement("UPDATE counter SET n = n + 1 WHERE id = ?");
  }

  /** BEGIN, UPDATE, COMMIT. */
  @Benchmark
  public int updateAndCommit() throws SQLException {
    update.setInt(1, 1);
    int count = update.executeUpdate();
    connection.commit();
    return count;
  }

  /** Disconnects. */
  @TearDown
  public void close() throws SQLException {
    update.close();
    connection.close();
    source.close();
  }
}
