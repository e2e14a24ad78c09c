package dev.paceline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoCommandTest {

  @Test
  void demo_plain_keepsItsPromisesAndLeavesNothing() throws IOException {
    Set<Path> before = workspaces();

    CommandRun run = CommandRun.of("demo", "--duration", "15s", "--plain");

    assertThat(run.out()).doesNotContain("\u001b").contains("jdbc:paceline:postgresql://");
    assertThat(run.out()).doesNotContain("FAILED");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(workspaces()).isSubsetOf(before);
  }

  private static Set<Path> workspaces() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("paceline-"))
          .collect(Collectors.toSet());
    }
  }
}
