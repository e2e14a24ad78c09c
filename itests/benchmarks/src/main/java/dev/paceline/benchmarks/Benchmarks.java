package dev.paceline.benchmarks;

import dev.paceline.benchmarks.proxy.ProxyBenchmarks;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Runs the questions and prints their table.
 *
 * <p>{@code itests/benchmarks/run [--rounds N] [--seconds N] [stub|server|cluster|plans|prepare|parts|cold|commit|turn]...} or
 * {@code itests/benchmarks/run jmh <JMH's own arguments>}
 */
public final class Benchmarks {

  private Benchmarks() {}

  /**
   * Runs what is asked for; everything if nothing is.
   *
   * @param arguments as the class tells
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("jmh")) {
      org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    if (arguments.length > 0 && arguments[0].equals("proxy")) {
      ProxyBenchmarks.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    int rounds = 3;
    int seconds = 3;
    List<Questions> questions = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
        case "--seconds" -> seconds = Integer.parseInt(arguments[++i]);
        default -> questions.add(Questions.valueOf(arguments[i].toUpperCase(Locale.ROOT)));
      }
    }
    Report report = new Report();
    run(
        questions.isEmpty() ? List.of(Questions.values()) : questions,
        new Rounds.Length(rounds, /* warmUp= */ 2, seconds),
        report);
    System.out.println(report.text());
    System.out.println(report.markdown());
  }

  static void run(List<Questions> questions, Rounds.Length length, Report report) throws Exception {
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(2).start()) {
      Target target = Target.filled(cluster);
      for (Questions question : questions) {
        question.ask(target, length, report);
      }
    }
  }
}
