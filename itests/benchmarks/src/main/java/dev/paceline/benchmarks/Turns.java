package dev.paceline.benchmarks;

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

/**
 * A macro run: all contenders live in one JVM and take turns of a fraction of a second on the same servers, again and again. What disturbs the
 * machine disturbs neighbouring turns alike, so ratios within a round hold where the absolute figures of whole seconds do not. JMH's forks
 * ask the same questions the other way about.
 */
final class Turns {

  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int WARM_UP_ROUNDS = 15;

  private final Map<Contender, List<Double>> perSecond = new EnumMap<>(Contender.class);

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
          double rate = turn(pool, works.getOrDefault(contender, List.of()));
          if (round >= 0) {
            turns.perSecond.computeIfAbsent(contender, c -> new ArrayList<>()).add(rate);
          }
        }
      }
    } finally {
      pool.shutdownNow();
    }
    return turns;
  }

  private static double turn(ExecutorService pool, List<Work> works)
      throws SQLException, InterruptedException {
    List<Future<Double>> rates = new ArrayList<>();
    for (Work work : works) {
      rates.add(pool.submit(() -> rate(work)));
    }
    double sum = 0;
    for (Future<Double> rate : rates) {
      try {
        sum += rate.get();
      } catch (ExecutionException e) {
        throw new SQLException("a turn failed", e);
      }
    }
    return sum;
  }

  private static double rate(Work work) throws SQLException {
    long started = System.nanoTime();
    long count = 0;
    long now = started;
    while (now - started < TURN_NANOS) {
      work.once();
      count++;
      now = System.nanoTime();
    }
    return count * 1e9 / (now - started);
  }

  /** Done by one contender in a second. */
  Spread perSecond(Contender contender) {
    return Spread.quartiles(of(contender));
  }

  /** What one contender does in the time in which another does one, round by round: the quartiles. */
  Spread ratio(Contender one, Contender other) {
    List<Double> ones = of(one);
    List<Double> others = of(other);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ones.size(); i++) {
      ratios.add(ones.get(i) / others.get(i));
    }
    return Spread.quartiles(ratios);
  }

  private List<Double> of(Contender contender) {
    List<Double> rates = perSecond.get(contender);
    if (rates == null) {
      throw new IllegalArgumentException(contender + " had no turn");
    }
    return rates;
  }
}
