package dev.paceline.clusterkit.postgresql;

import dev.paceline.clusterkit.ClusterKitException;
import dev.paceline.clusterkit.Shell;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.testcontainers.containers.Container.ExecResult;

/** A server in a container of its own. Its processes are reached by the container's shell. */
final class ContainerHome implements ServerHome, AutoCloseable {

  private static final String USER = "postgres";

  /**
   * Shell functions over /proc: images for containers have it, but not all have ps. The name of a program may have blanks and
   * parentheses, so the fields of a stat line are counted from the last parenthesis: state, then parent.
   */
  private static final String FUNCTIONS = """
      field() { read -r line < "/proc/$1/stat" || return 0; set -- $2 ${line##*) }; shift "$1"; echo "$1"; } 2>/dev/null
      alive() { case "$(field "$1" 1)" in ""|Z|X) return 1;; esac; }
      children() { for d in /proc/[0-9]*; do p=${d#/proc/}; [ "$(field "$p" 2)" != "$1" ] || echo "$p"; done; }
      """;

  private final String name;
  private final ServerContainer container;
  private volatile String programs = "";
  private volatile String pid = "";

  ContainerHome(String name, ServerContainer container) {
    this.name = name;
    this.container = container;
  }

  ServerContainer container() {
    return container;
  }

  /** Makes the volume the server user's own, and finds the programs. */
  void prepare() {
    run("root", "chown " + USER + " " + ServerContainer.WORK);
    programs =
        run("d=$(command -v postgres || ls /usr/lib/postgresql/*/bin/postgres); dirname \"$d\"")
            + "/";
  }

  @Override
  public String data() {
    return ServerContainer.WORK + "/" + name;
  }

  @Override
  public String programs() {
    return programs;
  }

  @Override
  public String run(String script) {
    return run(USER, script);
  }

  @Override
  public void start(List<String> arguments) {
    String words = arguments.stream().map(Shell::quote).collect(Collectors.joining(" "));
    pid = run("cd " + ServerContainer.WORK + "; " + programs + "postgres " + words + " >> "
        + logFile() + " 2>&1 < /dev/null & echo $!");
  }

  @Override
  public boolean isRunning() {
    return !pid.isEmpty()
        && run(FUNCTIONS + "if alive " + pid + "; then echo yes; fi").equals("yes");
  }

  @Override
  public void signal(Signal signal) {
    send("kill -" + signal + " " + pid);
  }

  @Override
  public void signalAll(Signal signal) {
    switch (signal) {
      case CONT -> send("kill -CONT $(children " + pid + ") " + pid);
      // Once the first process stands still it makes no new children, so the list of them is
      // complete.
      case STOP -> send("kill -STOP " + pid + "; kill -STOP $(children " + pid + ")");
      case INT, QUIT, KILL ->
        send(
            "kill -STOP " + pid + "; c=$(children " + pid + "); kill -" + signal + " $c " + pid
                + "; for p in $c; do n=0; while alive $p && [ $n -lt 20 ]; do n=$((n+1)); sleep 0.1; done; done");
    }
  }

  @Override
  public String log(int lines) {
    return run("tail -n " + lines + " " + logFile() + " 2>&1 || true");
  }

  @Override
  public void close() {
    container.stop();
  }

  private String logFile() {
    return ServerContainer.WORK + "/" + name + ".log";
  }

  /** A process that ended meanwhile is no failure. */
  private void send(String script) {
    if (!pid.isEmpty()) {
      run("set +e\n" + FUNCTIONS + script + " 2>/dev/null\nexit 0");
    }
  }

  private String run(String user, String script) {
    try {
      ExecResult result = container.run(user, script);
      if (result.getExitCode() != 0) {
        throw new ClusterKitException(name + ": exit code " + result.getExitCode()
            + " in its container from " + script + ": " + result.getStdout() + result.getStderr());
      }
      return result.getStdout().strip();
    } catch (IOException e) {
      throw new ClusterKitException(name + ": cannot run a script in its container", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterKitException(name + ": interrupted while a script ran in its container", e);
    }
  }
}
