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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How long is it from the first line of a fresh JVM's {@code main} to the first row of the first query? Each measurement is a JVM of its own, the
 * contenders take turns.
 *
 * <p>{@code itests/benchmarks/run cold}
 */
final class ColdStart {

  private static final List<Contender> CONTENDERS =
      List.of(Contender.RAW, Contender.PACELINE, Contender.AWS);

  /** What Paceline does not bring along. */
  private static final List<String> TOOLS = List.of(
      "cluster-kit", "jmh", "jopt-simple", "commons-", "jsqlparser", "/xz", "testcontainers");

  private ColdStart() {}

  /** Milliseconds of every start, by contender. */
  static Map<Contender, List<Double>> measure(Target target, int starts)
      throws IOException, InterruptedException {
    Map<Contender, List<Double>> all = new EnumMap<>(Contender.class);
    for (int i = 0; i < starts; i++) {
      for (Contender contender : CONTENDERS) {
        double millis = start(contender, contender.url(target));
        all.computeIfAbsent(contender, c -> new ArrayList<>()).add(millis);
      }
    }
    return all;
  }

  private static double start(Contender contender, String url)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath(contender),
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

  /** What an application with this driver would have: DriverManager loads every driver that it finds. */
  private static String classPath(Contender contender) {
    String separator = System.getProperty("path.separator");
    return Pattern.compile(separator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> needs(contender, entry))
        .collect(Collectors.joining(separator));
  }

  private static boolean needs(Contender contender, String entry) {
    if (entry.contains("benchmarks") || entry.contains("/org/postgresql/")) {
      return true;
    }
    boolean aws = entry.contains("aws-advanced-jdbc-wrapper");
    boolean tool = TOOLS.stream().anyMatch(entry::contains);
    return switch (contender) {
      case RAW -> false;
      case AWS -> aws || entry.contains("slf4j");
      case PACELINE -> !aws && !tool;
      case HIKARI, PACELINE_ANY, AWS_PARSER ->
        throw new IllegalArgumentException(contender + " does not take part");
    };
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
