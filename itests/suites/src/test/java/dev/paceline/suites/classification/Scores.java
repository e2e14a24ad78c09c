package dev.paceline.suites.classification;

import dev.paceline.dialect.LexicalSettings;
import dev.paceline.sql.Route;
import dev.paceline.sql.StatementAnalyzer;
import dev.paceline.sql.StatementPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** How a classifier's verdicts compare to the truth. */
final class Scores {

  /** The figures of some statements. */
  static final class Figures {
    private int statements;
    private int parsed;
    private int forReplicas;
    private int parsedForReplicas;
    private int recognised;

    double useful() {
      return share(recognised, forReplicas);
    }

    private static double share(int part, int whole) {
      return whole == 0 ? 100 : 100.0 * part / whole;
    }

    private void add(RecordedStatement statement, StatementPlan plan) {
      statements++;
      parsed += plan.parsedByCalcite() ? 1 : 0;
      if (statement.truth() == Truth.REPLICA) {
        forReplicas++;
        parsedForReplicas += plan.parsedByCalcite() ? 1 : 0;
        recognised += plan.route() == Route.PRIMARY ? 0 : 1;
      }
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%5d statements, Calcite parses %.1f %%; a replica can run %d: Calcite parses %.1f %%, recognised %d (%.1f %%)",
          statements,
          share(parsed, statements),
          forReplicas,
          share(parsedForReplicas, forReplicas),
          recognised,
          useful());
    }
  }

  private final Map<String, Figures> parts = new TreeMap<>();
  private final Figures all = new Figures();
  private final List<String> unsafe = new ArrayList<>();
  private final List<String> leaking = new ArrayList<>();
  private final List<String> missed = new ArrayList<>();

  static Scores of(
      StatementAnalyzer analyzer,
      List<RecordedStatement> statements,
      Predicate<RecordedStatement> chosen) {
    Scores scores = new Scores();
    statements.stream().filter(chosen).forEach(statement -> {
      analyzer.plan(statement.sql(), LexicalSettings.DEFAULT);
      scores.add(statement, analyzer.plan(statement.sql(), LexicalSettings.DEFAULT));
    });
    return scores;
  }

  private void add(RecordedStatement statement, StatementPlan plan) {
    all.add(statement, plan);
    parts.computeIfAbsent(statement.part(), part -> new Figures()).add(statement, plan);
    String line = statement + " got " + plan;
    switch (statement.truth()) {
      case PRIMARY -> {
        if (plan.route() != Route.PRIMARY) {
          unsafe.add(line);
        }
      }
      case SESSION -> {
        if (plan.route() == Route.REPLICA) {
          leaking.add(line);
        }
      }
      case REPLICA -> {
        if (plan.route() == Route.PRIMARY) {
          missed.add(line);
        }
      }
    }
  }

  /** Statements for the primary that would have gone elsewhere. */
  List<String> unsafe() {
    return unsafe;
  }

  /** Statements that change the session and were taken for plain reads. */
  List<String> leaking() {
    return leaking;
  }

  /** Statements that a replica could have run. */
  List<String> missed() {
    return missed;
  }

  Figures all() {
    return all;
  }

  String table() {
    StringBuilder table = new StringBuilder();
    parts.forEach(
        (part, figures) -> table.append(String.format(Locale.ROOT, "  %-18s %s%n", part, figures)));
    return table.append(String.format(Locale.ROOT, "  %-18s %s", "all", all)).toString();
  }
}
