package dev.paceline.clusterkit.postgresql;

import java.util.List;

/**
 * The place one server lives in: a data directory, a log, a shell as the server's user, and the server's processes. All homes of
 * a cluster see each other's directories.
 */
interface ServerHome {

  /** What can be sent to processes. */
  enum Signal {
    STOP,
    CONT,
    INT,
    QUIT,
    KILL
  }

  /** The data directory, as the server sees it. */
  String data();

  /** Where the server's programs are, as the server sees it, ending in a slash. */
  String programs();

  /** Runs a shell script as the server's user, and returns what it wrote; a script that fails is an exception. */
  String run(String script);

  /** Starts the server program in the background with these arguments; its output goes to the log. */
  void start(List<String> arguments);

  /** Whether the server's first process is there. */
  boolean isRunning();

  /** Sends a signal to the server's first process. */
  void signal(Signal signal);

  /** Sends a signal to all processes of the server. */
  void signalAll(Signal signal);

  /** The end of the log, at most so many lines. */
  String log(int lines);
}
