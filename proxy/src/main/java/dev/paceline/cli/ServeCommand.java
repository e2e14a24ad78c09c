package dev.paceline.cli;

import dev.paceline.config.HostAndPort;
import dev.paceline.server.ProxyServer;
import dev.paceline.server.ProxySettings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code paceline serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Listens as one PostgreSQL server in front of a cluster.",
    footer = {
      "",
      "Exit codes: 0 it was told to end; 2 it could not run.",
      "",
      "Example:",
      "  paceline serve --listen 127.0.0.1:6432 --cluster postgresql://db1:5432,db2:5432 --trust"
    })
final class ServeCommand implements Callable<Integer> {

  private static final String SCHEME = "postgresql://";

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where clients connect (default: ${DEFAULT-VALUE}).")
  private String listen = "127.0.0.1:6432";

  @Option(
      names = "--cluster",
      required = true,
      paramLabel = "postgresql://[USER@]HOST[:PORT][,...]",
      description =
          "Servers of the cluster; further ones are found from these. USER watches the cluster (default: postgres).")
  private String cluster = "";

  @Option(names = "--trust", description = "Lets loopback clients in without a password.")
  private boolean trust;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "A setting, such as pool.size=20 or paceline.freshness=session; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      end.countDown();
      awaitQuietly(closed);
    }));
    try (ProxyServer proxy = ProxyServer.start(settings())) {
      spec.commandLine().getOut().println("listening on port " + proxy.port());
      spec.commandLine().getOut().flush();
      end.await();
    } finally {
      closed.countDown();
    }
    return 0;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ProxySettings settings() {
    if (!cluster.startsWith(SCHEME)) {
      throw new ParameterException(
          spec.commandLine(), "--cluster must begin with " + SCHEME + ", not be '" + cluster + "'");
    }
    String rest = cluster.substring(SCHEME.length());
    int at = rest.lastIndexOf('@');
    String user = at < 0 ? "postgres" : rest.substring(0, at);
    String hosts = rest.substring(at + 1);
    int slash = hosts.indexOf('/');
    List<HostAndPort> seeds = new ArrayList<>();
    for (String host : (slash < 0 ? hosts : hosts.substring(0, slash)).split(",", -1)) {
      seeds.add(HostAndPort.parse(host, 5432));
    }
    Map<String, String> properties = new LinkedHashMap<>(set);
    int poolSize = number(properties.remove("pool.size"), 20);
    int threads = number(properties.remove("threads"), 1);
    HostAndPort where = HostAndPort.parse(listen, 6432);
    return new ProxySettings(
        new InetSocketAddress(where.host(), where.port()),
        seeds,
        user,
        properties,
        trust,
        poolSize,
        threads);
  }

  private int number(@org.jspecify.annotations.Nullable String text, int otherwise) {
    try {
      return text == null ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ParameterException(spec.commandLine(), "not a number: " + text, e);
    }
  }
}
