package dev.paceline.clusterkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A temporary directory in which servers live, and a watchdog that ends them and removes it, however this JVM ends.
 *
 * <p>The watchdog is a shell that reads from a pipe of this JVM. When the pipe closes (by {@link #close}, or because the JVM
 * is gone, even by kill -9), it kills every process whose current directory is below the workspace and removes the
 * workspace. Normal and abnormal ends take the same way, so the way is well trodden.
 */
public final class Workspace implements AutoCloseable {

  private static final int CLOSE_SECONDS = 60;

  /**
   * Reads commands until the pipe closes, then runs them, the last first. Signals that a terminal sends to all its
   * processes must not end the watchdog before the servers. A process is known by its current directory: servers and their
   * children keep it, and a recycled process number cannot hit a stranger.
   */
  private static final String WATCHDOG = """
      trap '' HUP INT TERM QUIT
      cd /
      work=$1
      todo=
      while IFS= read -r line; do todo="$line
      $todo"; done
      eval "$todo" </dev/null >/dev/null 2>&1
      inside() {
        if [ -d /proc/self ]; then
          ls -ld /proc/[0-9]*/cwd 2>/dev/null | while read -r line; do
            case "$line" in *" -> $work"|*" -> $work/"*|*" -> $work (deleted)")
              pid=${line%%/cwd -> *}
              echo "${pid##*/}";;
            esac
          done
        else
          ps -axo pid=,args= | while read -r pid args; do case "$args" in *"$work"*) [ "$pid" = $$ ] || echo "$pid";; esac; done
        fi
      }
      for try in 1 2 3 4 5 6 7 8 9 10; do
        pids=$(inside)
        [ -z "$pids" ] || kill -9 $pids 2>/dev/null
        rm -rf "$work" 2>/dev/null
        [ -z "$pids" ] && [ ! -e "$work" ] && exit 0
        sleep 0.1
      done
      exit 1
      """;

  private final Path directory;
  private final Process watchdog;
  private final OutputStream pipe;

  private Workspace(Path directory, Process watchdog) {
    this.directory = directory;
    this.watchdog = watchdog;
    this.pipe = watchdog.getOutputStream();
  }

  /** Makes a new, empty workspace. */
  public static Workspace create() {
    try {
      Path directory = Files.createTempDirectory("paceline-").toRealPath();
      Process watchdog = new ProcessBuilder(
              List.of("sh", "-c", WATCHDOG, "paceline-watchdog", directory.toString()))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return new Workspace(directory, watchdog);
    } catch (IOException e) {
      throw new ClusterKitException(
          "Cannot make a workspace in " + System.getProperty("java.io.tmpdir"), e);
    }
  }

  /** The directory: absolute, without symbolic links. */
  public Path directory() {
    return directory;
  }

  /** Has a shell command run at the end as well, before processes are killed; for what lives outside of the directory. */
  public synchronized void atEnd(String command) {
    try {
      pipe.write((command + "\n").getBytes(StandardCharsets.UTF_8));
      pipe.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The watchdog of " + directory + " is gone", e);
    }
  }

  /** Kills what runs in the workspace and removes it; returns when both are done. A second call does nothing. */
  @Override
  public synchronized void close() {
    try {
      pipe.close();
    } catch (IOException e) {
      // The watchdog has gone already; the exit code below tells how.
    }
    try {
      if (!watchdog.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new ClusterKitException(
            "The watchdog is still clearing " + directory + " after " + CLOSE_SECONDS + " s");
      }
      if (watchdog.exitValue() != 0) {
        throw new ClusterKitException(
            "The watchdog could not clear " + directory + ": processes in it do not end, or its"
                + " files cannot be removed (exit code " + watchdog.exitValue() + ")");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the watchdog goes on by itself
    }
  }
}
