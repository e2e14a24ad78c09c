package dev.paceline.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One benchmark class, run some times over. Each round runs every contender once, in a JVM of its own, one after the other: what disturbs the
 * machine for a while disturbs neighbours alike, so ratios are taken within a round and then compared across rounds.
 */
final class Rounds {

  private static final String BYTES = "gc.alloc.rate.norm";

  /** Scores in the order of rounds, by contender, or by method where there are no contenders. */
  private final Map<String, List<Double>> scores = new TreeMap<>();

  private final Map<String, List<Double>> bytes = new TreeMap<>();

  private Rounds() {}

  /**
   * How long to run.
   *
   * @param rounds how often each contender gets its turn
   * @param warmUp iterations of a second that are thrown away
   * @param measured iterations of a second that count
   */
  record Length(int rounds, int warmUp, int measured) {

    /** How many turns a contender has in a macro run: about as many as fit into the same time. */
    int turns() {
      return rounds * measured * 5;
    }
  }

  /**
   * Runs.
   *
   * @param benchmark its class
   * @param hosts of the servers, empty if it needs none
   * @param only the contenders that run; none for those that the class names
   */
  static Rounds run(Class<?> benchmark, Length length, int threads, String hosts, Contender... only)
      throws RunnerException {
    Rounds rounds = new Rounds();
    for (int i = 0; i < length.rounds(); i++) {
      System.err.println(benchmark.getSimpleName() + ", " + threads + " thread(s), round " + (i + 1)
          + " of " + length.rounds());
      for (RunResult result :
          new Runner(options(benchmark, length, threads, hosts, only).build()).run()) {
        rounds.take(result);
      }
    }
    return rounds;
  }

  private static ChainedOptionsBuilder options(
      Class<?> benchmark, Length length, int threads, String hosts, Contender... only) {
    ChainedOptionsBuilder options = new OptionsBuilder()
        .include("\\." + benchmark.getSimpleName() + "\\.")
        .forks(1)
        .threads(threads)
        .warmupIterations(length.warmUp())
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(length.measured())
        .measurementTime(TimeValue.seconds(1))
        .addProfiler(GCProfiler.class)
        .jvmArgsAppend("-Xms512m", "-Xmx512m", "-D" + Target.HOSTS + "=" + hosts)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
    if (only.length > 0) {
      options.param("contender", names(only));
    }
    return options;
  }

  private static String[] names(Contender... contenders) {
    List<String> names = new ArrayList<>();
    for (Contender contender : contenders) {
      names.add(contender.name());
    }
    return names.toArray(new String[0]);
  }

  private void take(RunResult result) {
    String contender = result.getParams().getParam("contender");
    String name = contender != null ? contender : result.getPrimaryResult().getLabel();
    // The median of the iterations: one that something else disturbed must not decide.
    add(scores, name, result.getPrimaryResult().getStatistics().getPercentile(50));
    Result<?> allocated = result.getSecondaryResults().get(BYTES);
    if (allocated != null) {
      add(bytes, name, allocated.getScore());
    }
  }

  private static void add(Map<String, List<Double>> values, String name, double value) {
    values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
  }

  Spread score(String name) {
    return Spread.of(all(scores, name));
  }

  /** One contender's score divided by another's, round by round. */
  Spread ratio(Contender of, Contender to) {
    return compare(scores, of, to, (a, b) -> a / b);
  }

  /** What one contender's score is above another's, round by round. */
  Spread added(Contender by, Contender to) {
    return compare(scores, by, to, (a, b) -> a - b);
  }

  /** What one contender allocates for each operation above another, round by round. */
  Spread bytesAdded(Contender by, Contender to) {
    return compare(bytes, by, to, (a, b) -> a - b);
  }

  private static Spread compare(
      Map<String, List<Double>> values, Contender one, Contender other, DoubleBinaryOperator how) {
    List<Double> ones = all(values, one.name());
    List<Double> others = all(values, other.name());
    List<Double> compared = new ArrayList<>();
    for (int i = 0; i < ones.size(); i++) {
      compared.add(how.applyAsDouble(ones.get(i), others.get(i)));
    }
    return Spread.of(compared);
  }

  private static List<Double> all(Map<String, List<Double>> values, String name) {
    List<Double> found = values.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "nothing was measured of " + name + ", only of " + values.keySet());
    }
    return found;
  }
}
