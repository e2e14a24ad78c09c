package dev.paceline.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that was probably meant. */
public final class NearestName {

  private NearestName() {}

  /**
   * The candidate that differs least from what was written, case ignored.
   *
   * @param candidates at least one
   */
  public static String of(String written, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> distance(written, candidate)))
        .orElseThrow();
  }

  /** Levenshtein's distance, case ignored. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int same =
            Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1))
                ? 0
                : 1;
        int next = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + same);
        diagonal = row[j];
        row[j] = next;
      }
    }
    return row[right.length()];
  }
}
