package dev.paceline.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleBinaryOperator;

/**
 * A macro run: all contenders live in one JVM and take turns of a fraction of a second on the same servers, again and again. What disturbs the
 * machine disturbs neighbouring turns alike, so ratios within a round hold where the absolute figures of whole seconds do not. JMH's forks
 * ask the same questions the other way about.
 */
final class Turns {

  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int WARM_UP_ROUNDS = 15;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<Contender, List<Double>> perSecond = new EnumMap<>(Contender.class);
  private final Map<Contender, List<Double>> processorMicros = new EnumMap<>(Contender.class);

  /**
   * What came of one turn, of one thread or of all together.
   *
   * @param perSecond so often the work was done
   * @param processorMicros of the thread for doing it once; of several their mean
   */
  private record Outcome(double perSecond, double processorMicros) {}

  private Turns() {}

  /** One thing done once by one thread. */
  @FunctionalInterface
  interface Work {
    void once() throws SQLException;
  }

  /** Makes the work of one thread; its connection stays open until the process ends. */
  @FunctionalInterface
  interface Factory {
    Work on(Source source) throws SQLException;
  }

  /**
   * Runs.
   *
   * @param rounds in which every contender has one turn; those of the warm-up come before
   */
  static Turns run(
      Target target, List<Contender> contenders, int threads, int rounds, Factory factory)
      throws SQLException, InterruptedException {
    Turns turns = new Turns();
    Map<Contender, List<Work>> works = new EnumMap<>(Contender.class);
    for (Contender contender : contenders) {
      Source source = contender.open(target);
      List<Work> own = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        own.add(factory.on(source));
      }
      works.put(contender, own);
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
        for (int i = 0; i < contenders.size(); i++) {
          // Who goes first changes, so that nobody always follows the same one.
          Contender contender = contenders.get(Math.floorMod(i + round, contenders.size()));
          Outcome outcome = turn(pool, works.getOrDefault(contender, List.of()));
          if (round >= 0) {
            turns.took(contender, outcome);
          }
        }
      }
    } finally {
      pool.shutdownNow();
    }
    return turns;
  }

  private void took(Contender contender, Outcome outcome) {
    perSecond.computeIfAbsent(contender, c -> new ArrayList<>()).add(outcome.perSecond());
    processorMicros
        .computeIfAbsent(contender, c -> new ArrayList<>())
        .add(outcome.processorMicros());
  }

  private static Outcome turn(ExecutorService pool, List<Work> works)
      throws SQLException, InterruptedException {
    List<Future<Outcome>> outcomes = new ArrayList<>();
    for (Work work : works) {
      outcomes.add(pool.submit(() -> turn(work)));
    }
    double perSecond = 0;
    double micros = 0;
    for (Future<Outcome> outcome : outcomes) {
      try {
        perSecond += outcome.get().perSecond();
        micros += outcome.get().processorMicros() / works.size();
      } catch (ExecutionException e) {
        throw new SQLException("a turn failed", e);
      }
    }
    return new Outcome(perSecond, micros);
  }

  private static Outcome turn(Work work) throws SQLException {
    long started = System.nanoTime();
    long processor = THREADS.getCurrentThreadCpuTime();
    long count = 0;
    long now = started;
    while (now - started < TURN_NANOS) {
      work.once();
      count++;
      now = System.nanoTime();
    }
    processor = THREADS.getCurrentThreadCpuTime() - processor;
    return new Outcome(count * 1e9 / (now - started), processor / 1e3 / count);
  }

  /** Done by one contender in a second. */
  Spread perSecond(Contender contender) {
    return Spread.quartiles(of(perSecond, contender));
  }

  /** What one contender does in the time in which another does one, round by round: the quartiles. */
  Spread ratio(Contender one, Contender other) {
    return compare(perSecond, one, other, (a, b) -> a / b);
  }

  /** Microseconds of the client's processor that one contender needs above another, round by round: the quartiles. */
  Spread processorAdded(Contender by, Contender to) {
    return compare(processorMicros, by, to, (a, b) -> a - b);
  }

  private static Spread compare(
      Map<Contender, List<Double>> values,
      Contender one,
      Contender other,
      DoubleBinaryOperator how) {
    List<Double> ones = of(values, one);
    List<Double> others = of(values, other);
    List<Double> compared = new ArrayList<>();
    for (int i = 0; i < ones.size(); i++) {
      compared.add(how.applyAsDouble(ones.get(i), others.get(i)));
    }
    return Spread.quartiles(compared);
  }

  private static List<Double> of(Map<Contender, List<Double>> values, Contender contender) {
    List<Double> found = values.get(contender);
    if (found == null) {
      throw new IllegalArgumentException(contender + " had no turn");
    }
    return found;
  }
}
