package dev.paceline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code paceline nodes --watch}, which shows the nodes again and again until it is ended. */
@ClusterTest(standbys = 1)
class NodesWatchTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private final PostgresCluster cluster;
  private final PostgresNode replica;

  private Thread running = new Thread(() -> {});

  NodesWatchTest(PostgresCluster cluster) {
    this.cluster = cluster;
    this.replica = cluster.node("n2");
  }

  private void watch(Writer out) {
    String url = "postgresql://" + cluster.hosts() + "/" + PostgresCluster.DATABASE + "?user="
        + PostgresCluster.USER;
    running = new Thread(() -> exitCode.complete(PacelineCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .execute("nodes", url, "--watch")));
    running.start();
  }

  @AfterEach
  void end() throws InterruptedException {
    running.interrupt();
    running.join(SOON.toMillis());
    assertThat(running.isAlive()).as("the command ends when it is interrupted").isFalse();
  }

  private static List<String> frames(StringWriter out) {
    return Arrays.stream(out.toString().split("(?m)^node +role", -1)).skip(1).toList();
  }

  private String line(String frame) {
    String name = replica.clientRelay().host() + ":" + replica.clientRelay().port();
    return frame.lines().filter(l -> l.startsWith(name)).findFirst().orElse("");
  }

  private void awaitFrame(StringWriter out, String standing) {
    int before = frames(out).size();
    Await.until(
        "a later frame with the replica " + standing,
        SOON,
        () -> frames(out).stream()
            .skip(before)
            .anyMatch(frame -> line(frame).contains(" " + standing + " ")),
        out::toString);
  }

  @Test
  void nodeGoesAndReturns_laterFramesShowIt_andInterruptionEndsIt() throws Exception {
    StringWriter out = new StringWriter();
    watch(out);
    awaitFrame(out, "in");
    replica.clientRelay().cut();
    awaitFrame(out, "down");
    replica.clientRelay().heal();
    awaitFrame(out, "in");
    running.interrupt();
    assertThat(exitCode.get(20, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void nobodyReadsItAnyMore_endsByItself() throws Exception {
    watch(new Writer() {
      private int written;

      @Override
      public void write(char[] text, int from, int length) throws IOException {
        written += length;
        if (written > 500) {
          throw new IOException("Broken pipe");
        }
      }

      @Override
      public void flush() {
        // Nothing is kept back.
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    });
    assertThat(exitCode.get(20, TimeUnit.SECONDS)).isZero();
  }
}
