package dev.paceline.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.postgresql.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "looks for processes in /proc")
class WatchdogTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  @Timeout(120)
  void killedJvm_leavesNoServerNoDirectoryAndNoPort() throws Exception {
    Process jvm = KilledJvm.start(Launch.EMBEDDED);
    try {
      List<String> words = KilledJvm.awaitReady(jvm);
      Path work = Path.of(words.get(4)).getParent();
      assertThat(work.getFileName().toString()).startsWith("paceline-");
      // Three first processes, one of them stopped by SIGSTOP, with their children, and no doubt
      // about how they are found.
      assertThat(processesIn(work)).hasSizeGreaterThan(12);

      jvm.destroyForcibly().waitFor();

      Await.until("the directory to go", SOON, () -> !Files.exists(work));
      Await.until("the processes to go", SOON, () -> processesIn(work).isEmpty());
      for (int i = 1; i <= 3; i++) {
        assertFree(Integer.parseInt(words.get(i)));
      }
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void close_killsWhatRunsInsideAndRunsWhatWasAsked() throws Exception {
    Path proof = Files.createTempFile("paceline-proof", "");
    Workspace workspace = Workspace.create();
    Process inside = new ProcessBuilder("sleep", "600")
        .directory(workspace.directory().toFile())
        .start();
    Process outside =
        new ProcessBuilder("sleep", "600").directory(Path.of("/").toFile()).start();
    try {
      Files.writeString(workspace.directory().resolve("file"), "content");
      workspace.atEnd("echo first >> " + proof);
      workspace.atEnd("echo second >> " + proof);
      workspace.close();
      assertThat(workspace.directory()).doesNotExist();
      assertThat(inside.waitFor()).isNotZero();
      assertThat(outside.isAlive()).isTrue();
      assertThat(proof).hasContent("second\nfirst\n");
      workspace.close();
    } finally {
      inside.destroyForcibly();
      outside.destroyForcibly();
      Files.delete(proof);
    }
  }

  private static void assertFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      assertThat(socket.isBound()).isTrue();
    }
  }

  private static List<Path> processesIn(Path directory) {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes.filter(p -> works(p, directory)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean works(Path process, Path directory) {
    try {
      // The link of a removed directory ends in " (deleted)", which still begins with it.
      return process.getFileName().toString().matches("[0-9]+")
          && Files.readSymbolicLink(process.resolve("cwd"))
              .toString()
              .startsWith(directory.toString());
    } catch (IOException e) {
      return false;
    }
  }
}
