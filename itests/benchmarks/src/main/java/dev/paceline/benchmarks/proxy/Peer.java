package dev.paceline.benchmarks.proxy;

import dev.paceline.cli.PacelineCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Something that listens where pgbench can connect, perhaps in a process of its own. */
final class Peer implements AutoCloseable {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** Linux counts processor time in hundredths of a second, see proc(5) and sysconf(_SC_CLK_TCK). */
  private static final double TICKS_PER_SECOND = 100;

  private final String name;
  private final int port;
  private final @Nullable Process process;

  private Peer(String name, int port, @Nullable Process process) {
    this.name = name;
    this.port = port;
    this.process = process;
  }

  /** The server itself. */
  static Peer direct(int port) {
    return new Peer("direct", port, null);
  }

  /** Paceline with its defaults, in front of these servers. */
  static Peer paceline(String name, List<Integer> servers, String... settings) throws IOException {
    int port = freePort();
    List<String> command = java("-Xmx512m", PacelineCommand.class.getName(), "serve");
    command.addAll(List.of("--listen", "127.0.0.1:" + port, "--trust", "--cluster"));
    command.add("postgresql://"
        + String.join(",", servers.stream().map(s -> "127.0.0.1:" + s).toList()));
    for (String setting : settings) {
      command.add("--set");
      command.add(setting);
    }
    return started(name, port, command);
  }

  static Peer forwarder(int server) throws IOException {
    int port = freePort();
    List<String> command = java("-Xmx512m", NettyForwarder.class.getName());
    command.addAll(List.of(String.valueOf(port), "127.0.0.1", String.valueOf(server)));
    return started("Netty forwarder", port, command);
  }

  /** PgBouncer in a pool mode; null if it is not installed. */
  static @Nullable Peer pgbouncer(int server, String user, String database, String mode)
      throws IOException {
    Path program = Path.of("/usr/sbin/pgbouncer");
    if (!Files.isExecutable(program)) {
      return null;
    }
    int port = freePort();
    Path work = Files.createTempDirectory("paceline-pgbouncer");
    Path users = work.resolve("users.txt");
    Files.writeString(users, '"' + user + "\" \"\"\n");
    Path config = work.resolve("pgbouncer.ini");
    Files.writeString(
        config, """
        [databases]
        %s = host=127.0.0.1 port=%d
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = trust
        auth_file = %s
        pool_mode = %s
        default_pool_size = 32
        max_client_conn = 12000
        logfile = %s
        """.formatted(database, server, port, users, mode, work.resolve("log")));
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name", "").equals("root")) {
      // It does not run as root.
      run("chown", "-R", "postgres", work.toString());
      command.addAll(List.of("setpriv", "--reuid=postgres", "--clear-groups"));
    }
    command.addAll(List.of(program.toString(), config.toString()));
    return started("PgBouncer (" + mode + " mode)", port, command);
  }

  private static void run(String... command) throws IOException {
    try {
      int code = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IOException(String.join(" ", command) + " ended with " + code);
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  private static List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static Peer started(String name, int port, List<String> command) throws IOException {
    Path log = Files.createTempFile("paceline-benchmark", ".log");
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() - deadline < 0 && process.isAlive()) {
      try (Socket tried = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new Peer(name, port, tried.isConnected() ? process : null);
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
    process.destroyForcibly();
    throw new IOException(name + " does not listen: " + Files.readString(log));
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  /** Seconds of processor time that its process has used, user and system; 0 for one without a process of its own. */
  double processorSeconds() throws IOException {
    if (process == null) {
      return 0;
    }
    String stat = Files.readString(
        Path.of("/proc", String.valueOf(process.pid()), "stat"), StandardCharsets.US_ASCII);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** Resident memory of its process in bytes. */
  long residentBytes() throws IOException {
    if (process == null) {
      return 0;
    }
    for (String line :
        Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    return 0;
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
    }
  }
}
