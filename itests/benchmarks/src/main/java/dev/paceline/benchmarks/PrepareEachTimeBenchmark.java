package dev.paceline.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
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
 * How long does a read of one real server take whose statement is prepared for every execution?
 *
 * <p>{@code itests/benchmarks/run jmh PrepareEachTimeBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PrepareEachTimeBenchmark {

  /** Who reads. */
  @Param({"RAW", "HIKARI", "PACELINE", "AWS", "AWS_PARSER"})
  public Contender contender = Contender.RAW;

  private Source source;
  private Connection connection;

  /** Connects. */
  @Setup
  public void open() throws SQLException {
    source = contender.open(Target.servers().primary());
    connection = source.connection();
  }

  /** Prepare, execute, one row, close. */
  @Benchmark
  public int prepareAndRead() throws SQLException {
    return PointRead.preparing(connection, 1 + ThreadLocalRandom.current().nextInt(Target.ITEMS));
  }

  /** Disconnects. */
  @TearDown
  public void close() throws SQLException {
    connection.close();
    source.close();
  }
}
