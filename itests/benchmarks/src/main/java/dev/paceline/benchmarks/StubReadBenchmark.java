package dev.paceline.benchmarks;

import dev.paceline.benchmarks.stub.StubDriver;
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
 * What do time and bytes of one execution (execute, one row, close) of a prepared point read come to, where the native driver does nothing?
 *
 * <p>{@code itests/benchmarks/run jmh StubReadBenchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StubReadBenchmark {

  /** Who reads. */
  @Param({"RAW", "HIKARI", "PACELINE", "AWS"})
  public Contender contender = Contender.RAW;

  private Source source;
  private PointRead read;

  /** Connects and prepares. */
  @Setup
  public void open() throws SQLException {
    source = contender.open(Target.stub());
    read = new PointRead(source.connection());
  }

  /** One execution. */
  @Benchmark
  public int read() throws SQLException {
    return read.once(42);
  }

  /** Disconnects. */
  @TearDown
  public void close() throws SQLException {
    read.close();
    source.close();
    StubDriver.uninstall();
  }
}
