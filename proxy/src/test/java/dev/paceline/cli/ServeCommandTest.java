package dev.paceline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {

  @TempDir
  private Path directory = Path.of("");

  @Test
  void check_goodFile_endsWithZero() {
    CommandRun run = CommandRun.of("serve", "-c", "conf/paceline.yaml", "--check");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void check_badFile_tellsEveryLineAndEndsWithTwo() throws IOException {
    Path file = Files.writeString(directory.resolve("bad.yaml"), "cluster: db1\npool: {sise: 5}\n");

    CommandRun run = CommandRun.of("serve", "-c", file.toString(), "--check", "--set", "threads=x");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines().toList())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).startsWith(file + ":1: 'cluster'"))
        .anySatisfy(line -> assertThat(line).startsWith(file + ":2: 'pool.sise'"))
        .anySatisfy(line -> assertThat(line).startsWith("--set: 'threads'"));
  }

  @Test
  void serve_withoutACluster_endsWithTwo() {
    CommandRun run = CommandRun.of("serve", "--listen", "127.0.0.1:0");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'cluster' is missing");
  }
}
