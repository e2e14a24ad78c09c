package dev.paceline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  @TempDir
  private Path directory;

  @Test
  void jsonl_goodLines_areAnsweredWithTheirIds() throws IOException {
    CommandRun run = explain("""
        {"id": 1, "sql": "select 1"}
        {"id": "two", "sql": "select nextval('s')"}

        {"sql": "begin", "id": 3}
        """, "--dialect", "postgresql", "--format", "jsonl");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "{\"id\":1,\"route\":\"replica\",\"reason\":\"SELECT\"}",
            "{\"id\":\"two\",\"route\":\"primary\",\"reason\":\"function nextval is only for the primary\"}",
            "{\"id\":3,\"route\":\"session\",\"reason\":\"BEGIN\"}");
  }

  @Test
  void jsonl_badLines_areNamedAndDoNotStopTheRest() throws IOException {
    CommandRun run = explain("""
        {"id": 1, "sql":
        [1]
        {"id": 3}
        {"sql": "select 1"}
        {"id": 5, "sql": "select 1"}
        """, "--format", "jsonl");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("line 1: no JSON", "line 2: not an object", "line 3: \"sql\"", "line 4: \"id\"");
    assertThat(run.out().lines())
        .containsExactly("{\"id\":5,\"route\":\"replica\",\"reason\":\"SELECT\"}");
  }

  @Test
  void text_statements_areSplitWhereTheServerSplitsThem() throws IOException {
    CommandRun run = explain("select ';'; -- ;\nupdate t set a = 1;");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(3);
    assertThat(run.out()).contains("replica  read ", "primary  write");
  }

  @Test
  void dialect_unknown_isRefused() throws IOException {
    CommandRun run = explain("select 1", "--dialect", "oracle");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--dialect oracle");
  }

  private CommandRun explain(String input, String... options) throws IOException {
    Path file = Files.writeString(directory.resolve("statements"), input);
    String[] arguments = new String[options.length + 2];
    arguments[0] = "explain";
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[arguments.length - 1] = file.toString();
    return CommandRun.of(arguments);
  }
}
