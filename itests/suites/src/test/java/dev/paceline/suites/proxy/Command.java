package dev.paceline.suites.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
final class Command {

  private static final int PATIENCE_SECONDS = 60;

  /** What became of it: its exit code, and all that it wrote. */
  record Result(int exit, String output) {}

  private Command() {}

  /** Runs it there. What takes too long is killed. */
  static Result run(Path directory, List<String> command) throws IOException, InterruptedException {
    Path output = java.nio.file.Files.createTempFile(directory, "output", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IOException(command + " did not end: " + java.nio.file.Files.readString(output));
    }
    return new Result(
        process.exitValue(), java.nio.file.Files.readString(output, StandardCharsets.UTF_8));
  }
}
