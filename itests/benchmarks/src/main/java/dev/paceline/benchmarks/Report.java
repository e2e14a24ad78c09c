package dev.paceline.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The table of a run: what was asked, what was promised, and what came out. */
public final class Report {

  private static final List<String> HEAD = List.of("what", "bar", "measured", "spread", "");

  private final List<List<String>> lines = new ArrayList<>();

  public Report() {
    lines.add(HEAD);
  }

  /** A figure that has no bar. */
  public void figure(String what, Spread spread, String unit) {
    add(what, "", spread, unit, "");
  }

  /** A figure that may be so large at most. */
  public void atMost(double bar, String what, Spread spread, String unit) {
    add(what, "<= " + plain(bar) + unit, spread, unit, spread.median() <= bar ? "met" : "MISSED");
  }

  /** A figure that must be so large at least. */
  public void atLeast(double bar, String what, Spread spread, String unit) {
    add(what, ">= " + plain(bar) + unit, spread, unit, spread.median() >= bar ? "met" : "MISSED");
  }

  /** Words. */
  public void note(String what, String words) {
    lines.add(List.of(what, "", words, "", ""));
  }

  private void add(String what, String bar, Spread spread, String unit, String verdict) {
    lines.add(List.of(what, bar, spread.middle() + unit, spread.range(), verdict));
  }

  private static String plain(double bar) {
    return bar == Math.rint(bar) ? String.valueOf((long) bar) : String.valueOf(bar);
  }

  /** With columns padded by spaces. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < line.size(); i++) {
        row.append(line.get(i)).append(" ".repeat(width(i) - line.get(i).length() + 2));
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
  }

  /** As a table for Markdown. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append("| ").append(String.join(" | ", lines.get(i))).append(" |\n");
      if (i == 0) {
        text.append("|---".repeat(HEAD.size())).append("|\n");
      }
    }
    return text.toString();
  }
}
