package dev.paceline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users read about settings is what the driver does. */
class SettingsTableTest {

  private static final Path README = Path.of("..", "README.md");

  @Test
  void readme_listsEverySettingWithItsDefault() throws IOException {
    List<String> inReadme = Files.readAllLines(README).stream()
        .filter(line -> line.startsWith("| `paceline."))
        .toList();

    assertThat(inReadme)
        .as("the table of README.md; it should be%n%s", table())
        .isEqualTo(rows().toList());
  }

  private static String table() {
    return Stream.concat(Stream.of("| setting | default | meaning |", "|---|---|---|"), rows())
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> rows() {
    return Arrays.stream(PacelineProperty.values()).map(SettingsTableTest::row);
  }

  private static String row(PacelineProperty property) {
    return "| `" + property.propertyName() + "` | "
        + (property.defaultValue().isEmpty() ? "" : "`" + property.defaultValue() + "`") + " | "
        + (property.changeableInSession() ? "*session* " : "") + property.description()
        + " Allowed: " + property.allowed() + ". |";
  }
}
