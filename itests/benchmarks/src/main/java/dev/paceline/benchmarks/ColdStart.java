package dev.paceline.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long is it from the first line of a fresh JVM's {@code main} to the first row of the first query? Each measurement is a JVM of its own, the
 * contenders take turns.
 *
 * <p>{@code itests/benchmarks/run cold}
 */
final class ColdStart {

  private static final List<Contender> CONTENDERS =
      List.of(Contender.RAW, Contender.PACELINE, Contender.AWS);

  private ColdStart() {}

  /** Milliseconds of every start, by contender. */
  static Map<Contender, List<Double>> measure(Target target, int starts)
      throws IOException, InterruptedException {
    Map<Contender, List<Double>> all = new EnumMap<>(Contender.class);
    for (int i = 0; i < starts; i++) {
      for (Contender contender : CONTENDERS) {
        double millis = start(contender.url(target));
        all.computeIfAbsent(contender, c -> new ArrayList<>()).add(millis);
      }
    }
    return all;
  }

  private static double start(String url) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            url)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    String answer;
    try (var output = process.inputReader()) {
      answer = output.readLine();
    }
    int code = process.waitFor();
    if (code != 0 || answer == null) {
      throw new IOException("the cold start of " + url + " failed with exit code " + code);
    }
    return Long.parseLong(answer) / 1e6;
  }

  /** What runs in the fresh JVM. */
  static final class Child {

    private Child() {}

    /**
     * Connects, asks and prints the nanoseconds it took.
     *
     * @param arguments the URL
     */
    public static void main(String[] arguments) throws SQLException {
      long started = System.nanoTime();
      try (Connection connection = DriverManager.getConnection(arguments[0]);
          PreparedStatement statement = connection.prepareStatement(PointRead.SQL)) {
        statement.setInt(1, 1);
        try (ResultSet rows = statement.executeQuery()) {
          if (!rows.next() || rows.getInt(1) != 1) {
            throw new SQLException("the row is missing");
          }
          System.out.println(System.nanoTime() - started);
        }
      }
    }
  }
}
