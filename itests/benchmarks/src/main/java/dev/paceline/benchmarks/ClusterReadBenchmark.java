package dev.paceline.benchmarks;

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
 * How many prepared point reads of a primary and two replicas come through, beside pgjdbc on the primary alone?
 *
 * <p>{@code itests/benchmarks/run jmh ClusterReadBenchmark -t 8}
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ClusterReadBenchmark {

  /** What all threads share. */
  @State(Scope.Benchmark)
  public static class Shared {

    /** Who reads. */
    @Param({"RAW", "PACELINE"})
    public Contender contender = Contender.RAW;

    private Source source;

    /** Opens pools. */
    @Setup
    public void open() throws SQLException {
      source = contender.open(Target.servers());
    }

    /** Closes pools. */
    @TearDown
    public void close() throws SQLException {
      source.close();
    }
  }

  /** What each thread has. */
  @State(Scope.Thread)
  public static class Mine {

    private PointRead read;

    /** Connects and prepares. */
    @Setup
    public void open(Shared shared) throws SQLException {
      read = new PointRead(shared.source.connection());
    }

    /** Disconnects. */
    @TearDown
    public void close() throws SQLException {
      read.close();
    }
  }

  /** One execution. */
  @Benchmark
  public int read(Mine mine) throws SQLException {
    return mine.read.once(1 + ThreadLocalRandom.current().nextInt(Target.ITEMS));
  }
}
