package dev.paceline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.postgresql.PostgresqlDialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the transcripts in {@code src/test/resources/sql}: a statement, then {@code =>} with its route, class and reason, then a line each for what
 * else is worth saying. A transcript that is right looks the same when it is written anew from the plans.
 */
class TranscriptTest {
  private static final List<String> TRANSCRIPTS = List.of(
      "reads.txt", "writes.txt", "hidden-writes.txt", "lexing.txt", "session.txt", "paceline.txt");

  private final StatementAnalyzer analyzer =
      new StatementAnalyzer(PostgresqlDialect.INSTANCE, task -> {});

  @TestFactory
  Stream<DynamicTest> plans_areThoseOfTheTranscript() {
    return TRANSCRIPTS.stream().map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
  }

  private void check(String name) {
    String expected = read(name);
    assertThat(written(expected)).isEqualTo(expected);
  }

  /** The transcript with the answers that the plans give now. */
  private String written(String transcript) {
    List<String> out = new ArrayList<>();
    List<String> statement = new ArrayList<>();
    LexicalSettings settings = LexicalSettings.DEFAULT;
    for (String line : transcript.split("\n", -1)) {
      if (line.startsWith("=>")) {
        out.addAll(answer(String.join("\n", statement), settings));
        statement.clear();
      } else if (line.startsWith("# standard_conforming_strings off")) {
        settings = LexicalSettings.BACKSLASHES;
        out.add(line);
      } else if (!line.startsWith("   ")) {
        out.add(line);
        if (!line.isEmpty() && !line.startsWith("# ")) {
          statement.add(line);
        }
      }
    }
    return String.join("\n", out);
  }

  private List<String> answer(String sql, LexicalSettings settings) {
    StatementPlan plan = analyzer.plan(unescape(sql), settings);
    List<String> lines = new ArrayList<>();
    lines.add("=> " + plan.route().name().toLowerCase(Locale.ROOT) + " "
        + plan.statementClass().name().toLowerCase(Locale.ROOT) + ": " + plan.reason());
    add(lines, "reads", names(plan.tablesRead()));
    add(lines, "writes", names(plan.tablesWritten()));
    add(lines, "calls", String.join(", ", new TreeSet<>(plan.functions())));
    add(lines, "locks rows", plan.locksRows() ? "yes" : "");
    add(lines, "statements", plan.statementCount() > 1 ? "" + plan.statementCount() : "");
    add(lines, "parameters", plan.parameterCount() > 0 ? "" + plan.parameterCount() : "");
    plan.transactionControls().forEach(control -> add(lines, "transaction", control.toString()));
    plan.sessionEffects().forEach(effect -> add(lines, "session", effect.toString()));
    add(
        lines,
        "paceline",
        plan.pacelineStatement() == null ? "" : plan.pacelineStatement().toString());
    add(lines, "hints", plan.hints().isEmpty() ? "" : plan.hints().toString());
    return lines;
  }

  private static String names(Iterable<TableName> tables) {
    TreeSet<String> names = new TreeSet<>();
    tables.forEach(table -> names.add(table.toString()));
    return String.join(", ", names);
  }

  private static void add(List<String> lines, String what, String value) {
    if (!value.isEmpty()) {
      lines.add("   " + what + ": " + value);
    }
  }

  /** Characters that no editor shows are written as {@code {name}}. */
  private static String unescape(String sql) {
    return sql.replace("{bom}", "\ufeff")
        .replace("{nul}", "\0")
        .replace("{lone surrogate}", "\ud800")
        .replace("{nothing}", "")
        .replace("{newline}", "\n")
        .replace("{carriage return}", "\r")
        .replace("{no-break space}", "\u00a0");
  }

  private static String read(String name) {
    try (InputStream in = TranscriptTest.class.getResourceAsStream("/sql/" + name)) {
      assertThat(in).as("transcript %s", name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
