package dev.paceline.benchmarks;

import java.util.List;
import java.util.Locale;

/** The median of some rounds, and the least and the greatest of them, or of their middle half. */
public record Spread(double median, double least, double greatest) {

  public static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(size - 1));
  }

  /** With the first and the third quartile: of many short rounds some always meet a disturbance. */
  public static Spread quartiles(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    return new Spread(of(values).median(), sorted.get(size / 4), sorted.get(size - 1 - size / 4));
  }

  /** A number with as many digits as mean something. */
  static String number(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size < 10 ? "%.3f" : size < 1000 ? "%.1f" : "%,.0f", value);
  }

  String middle() {
    return number(median);
  }

  String range() {
    return number(least) + " to " + number(greatest);
  }
}
