package dev.paceline.cli;

import dev.paceline.dialect.Dialect;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.postgresql.PostgresqlDialect;
import dev.paceline.sql.StatementAnalyzer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code paceline explain}: statements in, route and reason out. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Says where each statement may run, and why. Nothing is run, and nothing is connected to without --catalogue.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every statement was read",
      "1:some input could not be read; the rest was",
      "2:wrong options"
    })
final class ExplainCommand implements Callable<Integer> {
  /** What goes in and out. */
  enum Format {
    /** Statements that end with a semicolon in; a table out. */
    TEXT,
    /** One {"id":..,"sql":..} a line in; one {"id":..,"route":..,"reason":..} a line out. */
    JSONL
  }

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--dialect",
      defaultValue = "postgresql",
      paramLabel = "NAME",
      description = "Whose SQL it is: postgresql (the default).")
  private String dialect = "postgresql";

  @Option(
      names = "--format",
      defaultValue = "text",
      description =
          "text: statements that end with a semicolon, and a table. jsonl: one {\"id\":..,\"sql\":..} a line, and"
              + " one {\"id\":..,\"route\":\"primary|replica|session\",\"reason\":..} a line.")
  private Format format = Format.TEXT;

  @Option(
      names = "--catalogue",
      paramLabel = "URL",
      description =
          "A JDBC URL of the database that the statements are for: its functions, views and so on are then known.")
  private @Nullable String catalogue;

  @Option(
      names = "--backslashes",
      description =
          "The session has standard_conforming_strings off: a backslash escapes in a plain literal.")
  private boolean backslashes;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "What to read; standard input without one or for -.")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException, SQLException {
    StatementAnalyzer analyzer = new StatementAnalyzer(dialect(), task -> {});
    if (catalogue != null) {
      analyzer.catalogue(CatalogueLoader.load(dialect(), catalogue));
    }
    Explainer explainer = new Explainer(
        analyzer, backslashes ? LexicalSettings.BACKSLASHES : LexicalSettings.DEFAULT);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8))) {
      boolean allRead = switch (format) {
        case TEXT -> new TextExplain(explainer).run(in, out);
        case JSONL -> new JsonLinesExplain(explainer).run(in, out, err);
      };
      return allRead ? 0 : 1;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private Dialect dialect() {
    if (!dialect.equals("postgresql")) {
      throw new ParameterException(
          spec.commandLine(), "--dialect " + dialect + ": only postgresql is understood");
    }
    return PostgresqlDialect.INSTANCE;
  }

  private InputStream open() throws IOException {
    if (file == null || file.toString().equals("-")) {
      return System.in;
    }
    if (!Files.isReadable(file)) {
      throw new ParameterException(
          spec.commandLine(), "cannot read " + file + ": no such file, or no right to read it");
    }
    return Files.newInputStream(file);
  }
}
