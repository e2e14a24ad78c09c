package dev.paceline.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What users read about the proxy's settings is what it does. */
class ProxySettingsTableTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "proxy.md");

  @Test
  void document_listsEverySettingWithItsDefault() throws IOException {
    List<String> rows =
        Arrays.stream(ProxyProperty.values()).map(ProxySettingsTableTest::row).toList();
    List<String> known = Files.readAllLines(DOCUMENT).stream()
        .filter(line -> rows.stream().anyMatch(row -> sameName(row, line)))
        .toList();

    assertThat(known)
        .as(
            "the table of docs/proxy.md; it should be%n%s",
            rows.stream().collect(Collectors.joining("\n")))
        .isEqualTo(rows);
  }

  private static boolean sameName(String row, String line) {
    return line.startsWith(row.substring(0, row.indexOf('`', 3) + 1));
  }

  private static String row(ProxyProperty property) {
    return "| `" + property.propertyName() + "` | "
        + (property.defaultValue().isEmpty() ? "" : "`" + property.defaultValue() + "`") + " | "
        + (property.isReloadable() ? "*reload* " : "") + property.description()
        + " Allowed: " + property.allowed() + ". |";
  }
}
