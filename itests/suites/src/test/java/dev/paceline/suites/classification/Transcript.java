package dev.paceline.suites.classification;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads transcripts. A statement stands on lines of its own, {@code ----} ends it, and the next line tells the truth:
 *
 * <pre>
 * select id from orders for update
 * ----
 * primary 25006
 * </pre>
 *
 * The truth, the standby's SQLSTATE, the primary's where it is not 00000, {@code bound} where the text has parameters, and after a
 * colon a remark. A character that would not survive an editor stands as its code, {@code ⟪000D⟫}. Lines that begin with {@code #}
 * between statements are comments; no statement begins so.
 */
public final class Transcript {
  private static final String DIRECTORY = "/classification/postgresql";
  private static final String END_OF_STATEMENT = "----";
  private static final Pattern CODE = Pattern.compile("⟪([0-9A-F]{4})⟫");

  private Transcript() {}

  /** The schema that the statements speak about. */
  static String schema() {
    return read(directory().resolve("schema.sql"));
  }

  /** All statements of all transcripts. */
  public static List<RecordedStatement> all() {
    try (Stream<Path> files = Files.list(directory())) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .sorted()
          .flatMap(file -> of(file).stream())
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("the transcripts cannot be listed", e);
    }
  }

  private static Path directory() {
    URL url = Objects.requireNonNull(Transcript.class.getResource(DIRECTORY), DIRECTORY);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(url + " is not a directory", e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  private static List<RecordedStatement> of(Path file) {
    String part = file.getFileName().toString().replace(".txt", "");
    List<RecordedStatement> statements = new ArrayList<>();
    List<String> text = new ArrayList<>();
    String[] lines = read(file).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      if (line.equals(END_OF_STATEMENT)) {
        String sql = decode(String.join("\n", text));
        statements.add(statement(part, i + 1 - text.size(), sql, lines[++i]));
        text.clear();
      } else if (!text.isEmpty() || !(line.isEmpty() || line.startsWith("#"))) {
        text.add(line);
      }
    }
    if (!text.isEmpty()) {
      throw new IllegalArgumentException(part + " ends in the middle of a statement");
    }
    return statements;
  }

  private static RecordedStatement statement(String part, int line, String sql, String verdict) {
    int colon = verdict.indexOf(" : ");
    String remark = colon < 0 ? "" : verdict.substring(colon + 3);
    List<String> words =
        new ArrayList<>(List.of((colon < 0 ? verdict : verdict.substring(0, colon)).split(" ")));
    boolean bound = words.remove("bound");
    String standby = words.get(1);
    String primary = words.size() > 2 ? words.get(2) : RecordedStatement.FINE;
    Truth truth = Truth.valueOf(words.get(0).toUpperCase(Locale.ROOT));
    return new RecordedStatement(part, line, sql, truth, standby, primary, bound, remark);
  }

  private static String decode(String text) {
    return CODE.matcher(text)
        .replaceAll(code -> java.util.regex.Matcher.quoteReplacement(
            Character.toString(Integer.parseInt(code.group(1), 16))));
  }
}
