package dev.paceline.cli;

import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code paceline}: the door of the command line. */
@Command(
    name = "paceline",
    mixinStandardHelpOptions = true,
    versionProvider = PacelineVersion.class,
    description = "Reads go to replicas that are fresh enough: tools around the Paceline driver.",
    subcommands = {
      DemoCommand.class,
      NodesCommand.class,
      ServeCommand.class,
      DoctorCommand.class,
      ExplainCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 all is well; 1 the command found something wrong; 2 it could not run.",
      "PACELINE_DEBUG=1 in the environment shows log lines and stack traces.",
      "",
      "Try:  paceline demo"
    })
public final class PacelineCommand implements Runnable {

  private static final boolean DEBUG = System.getenv("PACELINE_DEBUG") != null;

  /** Held here: the JDK keeps only weak references to loggers, and with them their levels. */
  private static final Logger ROOT = Logger.getLogger("");

  @Spec
  private CommandSpec spec = CommandSpec.create();

  PacelineCommand() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");
    LogManager.getLogManager();
    ROOT.setLevel(DEBUG ? Level.INFO : Level.OFF);
    System.exit(commandLine().execute(arguments));
  }

  /** A command that runs for long says what happens: a line each on standard error. */
  static void logEvents() {
    ROOT.setLevel(Level.INFO);
  }

  static CommandLine commandLine() {
    return new CommandLine(new PacelineCommand())
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(PacelineCommand::failed)
        .setParameterExceptionHandler(PacelineCommand::misused);
  }

  /** Without a subcommand there is nothing to do but to say what there is. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int failed(Exception e, CommandLine commandLine, ParseResult parsed) {
    PrintWriter err = commandLine.getErr();
    err.println("paceline: " + Messages.of(e));
    if (DEBUG) {
      e.printStackTrace(err);
    }
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static int misused(ParameterException e, String[] arguments) {
    CommandLine commandLine = e.getCommandLine();
    PrintWriter err = commandLine.getErr();
    err.println("paceline: " + e.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("Try '" + commandLine.getCommandSpec().qualifiedName() + " --help'.");
    }
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }
}
