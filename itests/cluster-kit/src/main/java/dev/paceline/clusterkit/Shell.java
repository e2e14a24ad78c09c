package dev.paceline.clusterkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs short commands of the operating system, bounded in time. */
public final class Shell {

  private Shell() {}

  /** How a command ended: its exit code and all that it wrote. */
  public record Result(int exitCode, String output) {}

  /**
   * Runs a command to its end. The output goes through a file, so a background child that keeps it open holds nobody up.
   *
   * @throws ClusterKitException if it cannot be started, or is not over in time (then it is killed)
   */
  public static Result run(List<String> command, Path directory, Duration atMost) {
    Path output = null;
    try {
      output = Files.createTempFile("paceline-out", ".txt");
      Process process = new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectInput(ProcessBuilder.Redirect.from(nothing().toFile()))
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new ClusterKitException("Killed after " + atMost.toMillis() + " ms: " + command
            + "; its output: " + Files.readString(output));
      }
      return new Result(
          process.exitValue(),
          new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new ClusterKitException(
          "Cannot run " + command + " in " + directory + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterKitException("Interrupted while running " + command, e);
    } finally {
      delete(output);
    }
  }

  /** Puts text between single quotes, so that a shell takes it literally. */
  public static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static Path nothing() {
    return Path.of("/dev/null");
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A stray empty file in the temporary directory is not worth a failure.
    }
  }
}
