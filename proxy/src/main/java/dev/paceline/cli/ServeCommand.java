package dev.paceline.cli;

import dev.paceline.server.ProxyServer;
import dev.paceline.server.ProxySettings;
import dev.paceline.settings.Problem;
import dev.paceline.settings.ProxySettingsReader;
import dev.paceline.settings.SettingsException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code paceline serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Listens as one PostgreSQL server in front of a cluster.",
      "SIGTERM ends it when the transactions that are open have ended, SIGINT at once; SIGHUP reads the file again."
    },
    footer = {
      "",
      "Exit codes: 0 it was told to end, or --check found nothing; 2 it could not run, or --check found something.",
      "",
      "Examples:",
      "  paceline serve -c paceline.yaml",
      "  paceline serve -c paceline.yaml --check",
      "  paceline serve --listen 127.0.0.1:6432 --cluster postgresql://db1:5432,db2:5432 --trust"
    })
final class ServeCommand implements Callable<Integer> {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "A YAML file with settings; proxy/conf/paceline.yaml is an example.")
  private @Nullable Path file;

  @Option(names = "--check", description = "Only tells what is wrong with the settings.")
  private boolean check;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where clients connect (default: 127.0.0.1:6432).")
  private @Nullable String listen;

  @Option(
      names = "--cluster",
      paramLabel = "postgresql://[USER@]HOST[:PORT][,...]",
      description =
          "Servers of the cluster; further ones are found from these. USER watches the cluster (default: postgres).")
  private @Nullable String cluster;

  @Option(names = "--trust", description = "Lets loopback clients in without a password.")
  private boolean trust;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "A setting of the file, such as pool.size=20 or paceline.freshness=session; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    ProxySettings settings;
    try {
      settings = settings();
    } catch (SettingsException e) {
      e.problems().forEach(err::println);
      err.flush();
      return CommandLine.ExitCode.USAGE;
    }
    if (check) {
      spec.commandLine().getOut().println("the settings are good");
      return CommandLine.ExitCode.OK;
    }
    return run(settings);
  }

  private int run(ProxySettings settings) throws InterruptedException {
    PacelineCommand.logEvents();
    try (ProxyServer proxy = ProxyServer.start(settings, this::reread)) {
      Signals.on("TERM", () -> proxy.askToEnd(/* atOnce= */ false));
      Signals.on("INT", () -> proxy.askToEnd(/* atOnce= */ true));
      Signals.on("HUP", () -> reload(proxy));
      spec.commandLine().getOut().println("listening on port " + proxy.port());
      spec.commandLine().getOut().flush();
      if (!proxy.awaitAsked()) {
        int ignored = proxy.drain();
      }
    } catch (UncheckedIOException e) {
      spec.commandLine().getErr().println("paceline: " + e.getMessage());
      spec.commandLine().getErr().flush();
      return CommandLine.ExitCode.USAGE;
    }
    return CommandLine.ExitCode.OK;
  }

  private static void reload(ProxyServer proxy) {
    try {
      List<String> ignored = proxy.reload();
    } catch (IllegalArgumentException e) {
      // It has been logged, and the proxy goes on as it is.
      return;
    }
  }

  private ProxySettings reread() {
    try {
      return settings();
    } catch (SettingsException e) {
      throw new IllegalArgumentException(
          e.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")), e);
    }
  }

  private ProxySettings settings() throws SettingsException {
    Map<String, Map<String, String>> commandLine = new LinkedHashMap<>();
    commandLine.put("--set", set);
    put(commandLine, "listen", listen);
    put(commandLine, "cluster", cluster);
    put(commandLine, "trust", trust ? "on" : null);
    return ProxySettingsReader.read(file, commandLine);
  }

  private static void put(
      Map<String, Map<String, String>> commandLine, String name, @Nullable String value) {
    if (value != null) {
      commandLine.put("--" + name, Map.of(name, value));
    }
  }
}
