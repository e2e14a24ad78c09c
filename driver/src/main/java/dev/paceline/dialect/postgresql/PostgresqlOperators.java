package dev.paceline.dialect.postgresql;

import java.util.Set;
import java.util.stream.Collectors;

/** The operators that are known to only read. */
final class PostgresqlOperators {
  private static final Set<String> KNOWN = Resource.lines("operators.txt", "-- ").stream()
      .flatMap(line -> java.util.Arrays.stream(line.split(" ", -1)))
      .collect(Collectors.toUnmodifiableSet());

  private PostgresqlOperators() {}

  static boolean known(String symbol) {
    return KNOWN.contains(symbol);
  }

  static boolean known(String text, int start, int end) {
    return KNOWN.contains(text.substring(start, end));
  }
}
