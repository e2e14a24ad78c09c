package dev.paceline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Socket;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoCommandTest {

  private static final Pattern NODE = Pattern.compile("psql -h (\\S+) -p (\\d+) ");

  @Test
  void demo_plain_keepsItsPromisesAndLeavesNoServer() {
    CommandRun run = CommandRun.of("demo", "--duration", "15s", "--plain");

    assertThat(run.out()).doesNotContain("\u001b").contains("jdbc:paceline:postgresql://");
    assertThat(run.out()).doesNotContain("FAILED");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    List<MatchResult> nodes = NODE.matcher(run.out()).results().toList();
    assertThat(nodes).as("the proxy and three servers").hasSize(4);
    for (MatchResult node : nodes) {
      assertThatThrownBy(() -> new Socket(node.group(1), Integer.parseInt(node.group(2))).close())
          .as(node.group())
          .isInstanceOf(ConnectException.class);
    }
  }
}
