package dev.paceline.clusterkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * As whom servers run. Database servers refuse to run as root, so as root they get a user namespace of their own, in which
 * they are nobody, or else really become another user.
 *
 * @param prefix the words before each command; empty when nothing is needed
 * @param owner the user that must own the servers' directories, if it is not the user of this JVM
 */
public record ServerUser(List<String> prefix, Optional<String> owner) {

  private static final Duration QUICK = Duration.ofSeconds(10);

  public ServerUser {
    prefix = List.copyOf(prefix);
  }

  /** The user of this JVM. */
  public static ServerUser same() {
    return new ServerUser(List.of(), Optional.empty());
  }

  /** Nobody, in a user namespace: files stay the caller's own. */
  public static ServerUser namespace() {
    return new ServerUser(List.of("unshare", "-U", "--"), Optional.empty());
  }

  /** Another user of this system, by name; only root can do that. */
  public static ServerUser other(String name) {
    return new ServerUser(
        List.of("setpriv", "--reuid=" + name, "--regid=" + groupOf(name), "--clear-groups", "--"),
        Optional.of(name));
  }

  /** The first of these ways that works here. */
  public static ServerUser detect() {
    if (!isRoot()) {
      return same();
    }
    List<String> refused = new ArrayList<>();
    if (namespace().works(refused)) {
      return namespace();
    }
    for (String name : List.of("postgres", "nobody")) {
      if (exists(name) && other(name).works(refused)) {
        return other(name);
      }
    }
    throw new ClusterKitException(
        "Database servers do not run as root, and no other way works here: " + refused
            + ". Run as an ordinary user, or allow user namespaces (sysctl user.max_user_namespaces)");
  }

  /** The command as it must be started to run as this user. */
  public List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  /** Whether a command can be run in this way; if not, why is added to the list. */
  boolean works(List<String> refused) {
    try {
      Shell.Result result = Shell.run(command(List.of("true")), Path.of("/"), QUICK);
      if (result.exitCode() != 0) {
        refused.add(prefix + ": " + result.output());
      }
      return result.exitCode() == 0;
    } catch (ClusterKitException e) {
      refused.add(prefix + ": " + e.getMessage());
      return false;
    }
  }

  /** Whether this JVM runs as root: what it creates belongs to user 0. */
  public static boolean isRoot() {
    try {
      Path probe = Files.createTempFile("paceline-probe", "");
      try {
        return Integer.valueOf(0).equals(Files.getAttribute(probe, "unix:uid"));
      } finally {
        Files.delete(probe);
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false; // a system without Unix users has no root either
    }
  }

  private static boolean exists(String name) {
    return Shell.run(List.of("id", "-u", name), Path.of("/"), QUICK).exitCode() == 0;
  }

  private static String groupOf(String name) {
    return Shell.run(List.of("id", "-g", name), Path.of("/"), QUICK).output();
  }
}
