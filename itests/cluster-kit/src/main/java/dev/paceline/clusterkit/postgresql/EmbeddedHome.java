package dev.paceline.clusterkit.postgresql;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.ClusterKitException;
import dev.paceline.clusterkit.ServerUser;
import dev.paceline.clusterkit.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server as a child process of this JVM. */
final class EmbeddedHome implements ServerHome {

  private static final Duration SCRIPT = Duration.ofMinutes(2);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String name;
  private final Path work;
  private final Path programs;
  private final ServerUser user;
  private final boolean ownSession;
  private volatile @Nullable Process server;

  EmbeddedHome(String name, Path work, Path programs, ServerUser user, boolean ownSession) {
    this.name = name;
    this.work = work;
    this.programs = programs;
    this.user = user;
    this.ownSession = ownSession;
  }

  @Override
  public String data() {
    return work.resolve(name).toString();
  }

  @Override
  public String programs() {
    return programs.resolve("bin") + "/";
  }

  @Override
  public String run(String script) {
    Shell.Result result = Shell.run(user.command(List.of("sh", "-ec", script)), work, SCRIPT);
    if (result.exitCode() != 0) {
      throw new ClusterKitException(
          name + ": exit code " + result.exitCode() + " from " + script + ": " + result.output());
    }
    return result.output();
  }

  @Override
  public void start(List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (ownSession) {
      command.add("setsid"); // Ctrl-C in a terminal is for this JVM, not for its servers
    }
    command.addAll(user.command(List.of(programs() + "postgres")));
    command.addAll(arguments);
    try {
      server = new ProcessBuilder(command)
          .directory(work.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
          .start();
    } catch (IOException e) {
      throw new ClusterKitException(name + ": cannot run " + command, e);
    }
  }

  @Override
  public boolean isRunning() {
    Process process = server;
    return process != null && process.isAlive();
  }

  @Override
  public void signal(Signal signal) {
    Process process = server;
    if (process != null && process.isAlive()) {
      send(signal, List.of(process.toHandle()));
    }
  }

  @Override
  public void signalAll(Signal signal) {
    Process process = server;
    if (process == null || !process.isAlive()) {
      return;
    }
    if (signal == Signal.CONT) {
      send(signal, process.descendants().toList());
      send(signal, List.of(process.toHandle()));
      return;
    }
    // Once the first process stands still it makes no new children, so the list of them is
    // complete.
    send(Signal.STOP, List.of(process.toHandle()));
    List<ProcessHandle> children = process.descendants().toList();
    send(signal, children);
    if (signal != Signal.STOP) {
      send(signal, List.of(process.toHandle()));
    }
    if (signal == Signal.KILL) {
      // A new server refuses to start while one process of the old one still has its shared memory.
      Await.until(
          "the processes of " + name + " to end",
          PATIENCE,
          () -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Override
  public String log(int lines) {
    try (Stream<String> log = Files.lines(logFile(), StandardCharsets.ISO_8859_1)) {
      List<String> all = log.toList();
      return all.subList(Math.max(0, all.size() - lines), all.size()).stream()
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  private Path logFile() {
    return work.resolve(name + ".log");
  }

  private void send(Signal signal, List<ProcessHandle> processes) {
    if (!processes.isEmpty()) {
      String pids =
          processes.stream().map(p -> Long.toString(p.pid())).collect(Collectors.joining(" "));
      // A process that ended meanwhile is no failure.
      Shell.run(List.of("sh", "-c", "kill -" + signal + " " + pids), work, SCRIPT);
    }
  }
}
