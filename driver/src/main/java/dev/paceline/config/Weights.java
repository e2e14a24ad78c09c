package dev.paceline.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code paceline.weights}. */
final class Weights {

  private static final int MAX = 1000;

  private Weights() {}

  /** Names of nodes ({@code host:port}) or hosts to weights, in the order written. */
  static Map<String, Integer> parse(String text) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      if (pair.isBlank()) {
        continue;
      }
      int equals = pair.lastIndexOf('=');
      String weight = equals < 0 ? "" : pair.substring(equals + 1).strip();
      if (!weight.matches("\\d{1,4}")
          || Integer.parseInt(weight) > MAX
          || pair.substring(0, equals).isBlank()) {
        throw new IllegalArgumentException(
            "'" + pair.strip() + "' is not host:port=weight with a weight of 0 to " + MAX);
      }
      weights.put(pair.substring(0, equals).strip(), Integer.valueOf(weight));
    }
    return weights;
  }
}
