package dev.paceline.cli;

import dev.paceline.sql.StatementPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Statements in, as a script has them; one line for each out. */
final class TextExplain {
  private static final int MAX_SQL = 60;

  private final Explainer explainer;

  TextExplain(Explainer explainer) {
    this.explainer = explainer;
  }

  /** Always true: any text is read. */
  boolean run(BufferedReader in, PrintWriter out) throws IOException {
    String text = in.lines().collect(Collectors.joining("\n"));
    List<String> statements = explainer.analyzer().split(text, explainer.settings());
    out.printf(
        Locale.ROOT, "%-8s %-12s %-" + MAX_SQL + "s %s%n", "ROUTE", "CLASS", "STATEMENT", "REASON");
    for (String sql : statements) {
      StatementPlan plan = explainer.plan(sql);
      out.printf(
          Locale.ROOT,
          "%-8s %-12s %-" + MAX_SQL + "s %s%n",
          Explainer.word(plan.route()),
          plan.statementClass().name().toLowerCase(Locale.ROOT),
          shorten(sql),
          Explainer.reason(plan));
    }
    return true;
  }

  private static String shorten(String sql) {
    String line = sql.strip().replaceAll("\\s+", " ");
    return line.length() <= MAX_SQL ? line : line.substring(0, MAX_SQL - 3) + "...";
  }
}
