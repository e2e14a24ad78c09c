package dev.paceline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacelineCommandTest {

  @Test
  void version_isThatOfTheBuild() {
    assertThat(CommandRun.of("--version").out())
        .matches("(?s)paceline \\d+\\.\\d+\\.\\d+.*Java .*");
  }

  @Test
  void unknownCommand_endsWith2AndNamesTheNearest() {
    CommandRun run = CommandRun.of("doctro");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("doctro").contains("paceline doctor");
  }

  @Test
  void wrongUrl_endsWith2AndSaysAllThatIsWrong() {
    CommandRun run =
        CommandRun.of("nodes", "postgresql://a/b?paceline.maxLga=1s&paceline.balancer=best");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("paceline.maxLga")
        .contains("paceline.maxLag")
        .contains("'best'");
  }

  @Test
  void nodes_nobodyThere_endsWith2AndNamesTheNode() {
    CommandRun run = CommandRun.of("nodes", "postgresql://127.0.0.1:1/none");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("127.0.0.1:1").contains("08001");
  }

  @Test
  void demo_tooShort_isRefused() {
    CommandRun run = CommandRun.of("demo", "--duration", "5s");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("15s at least");
  }
}
