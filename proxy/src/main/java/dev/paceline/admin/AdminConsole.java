package dev.paceline.admin;

import dev.paceline.cluster.Answers;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands the admin database's commands. Thread-safe. */
public final class AdminConsole {

  private static final Pattern COMMAND = Pattern.compile(
      "\\s*(\\w+)(?:\\s+(?:\"([^\"]+)\"|([\\w.-]+)))?(?:\\s+(\\w+))?\\s*;?\\s*",
      Pattern.CASE_INSENSITIVE);

  private static final List<String> HELP = List.of(
      "SHOW HELP|CONFIG|DATABASES|POOLS|CLIENTS|SERVERS|STATS|STATS_TOTALS|STATS_AVERAGES|LISTS|STATE|VERSION",
      "SHOW PACELINE.NODES",
      "PAUSE [database]: takes server connections away as they come free, and returns when there are none",
      "RESUME [database]",
      "KILL [database]: ends its clients at once, and pauses it",
      "DISABLE database, ENABLE database: lets no new client in, or lets them in again",
      "RELOAD: reads the settings again",
      "SHUTDOWN [WAIT_FOR_CLIENTS]: ends the proxy at once, or with patience");

  private final Overseer overseer;
  private final AdminStats stats = new AdminStats(System.nanoTime());

  /** Makes a console of a proxy. */
  public AdminConsole(Overseer overseer) {
    this.overseer = overseer;
  }

  /** A period of the averages ends. */
  public void sample() {
    var ignored = overseer.census().thenAccept(census -> stats.sample(census, System.nanoTime()));
  }

  Overseer overseer() {
    return overseer;
  }

  /** Whether a command only shows something. */
  static boolean isShow(String sql) {
    return sql.strip().toLowerCase(Locale.ROOT).startsWith("show");
  }

  /** Does what is said. */
  CompletionStage<AdminReply> run(String user, String sql) {
    Matcher matcher = COMMAND.matcher(sql);
    if (!matcher.matches()) {
      return failed(
          "42601", "this is no command of the admin database: SHOW HELP tells what there is");
    }
    String verb = matcher.group(1).toUpperCase(Locale.ROOT);
    String name = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
    String object = name == null ? Overseer.ALL : name;
    if (verb.equals("SHOW")) {
      return show(object.toUpperCase(Locale.ROOT));
    }
    if (verb.equals("SET")) {
      return failed("0A000", "settings change in the file: RELOAD reads it again");
    }
    if (!overseer.admin().mayCommand(user)) {
      return failed(
          "42501", "user \"" + user + "\" may use SHOW only: admin.users names who may do more");
    }
    return command(verb, object);
  }

  private CompletionStage<AdminReply> command(String verb, String database) {
    return switch (verb) {
      case "PAUSE" -> overseer.pause(database).thenApply(done -> AdminReply.done(verb));
      case "RESUME" -> overseer.resume(database).thenApply(done -> AdminReply.done(verb));
      case "KILL" -> overseer.kill(database).thenApply(done -> AdminReply.done(verb));
      case "DISABLE", "ENABLE" -> {
        if (database.isEmpty()) {
          yield failed("42601", verb + " needs the name of a database");
        }
        overseer.enable(database, verb.equals("ENABLE"));
        yield CompletableFuture.completedFuture(AdminReply.done(verb));
      }
      case "RELOAD" -> reload();
      case "SHUTDOWN" -> {
        overseer.shutdown(/* atOnce= */ database.isEmpty());
        yield CompletableFuture.completedFuture(AdminReply.done(verb));
      }
      default -> failed("42601", "there is no command " + verb + ": SHOW HELP tells what there is");
    };
  }

  private CompletionStage<AdminReply> reload() {
    try {
      return CompletableFuture.completedFuture(AdminReply.done("RELOAD", overseer.reload()));
    } catch (IllegalArgumentException e) {
      return failed("22023", String.valueOf(e.getMessage()));
    }
  }

  /** What {@code SHOW} gives for a word in upper case. */
  CompletionStage<AdminReply> show(String what) {
    return switch (what) {
      case "POOLS" -> table(census -> AdminTables.pools(census, overseer.poolMode()));
      case "CLIENTS" -> table(AdminTables::clients);
      case "SERVERS" -> table(AdminTables::servers);
      case "DATABASES" ->
        table(census -> AdminTables.databases(census, overseer.settings(), overseer.poolMode()));
      case "LISTS" -> table(AdminTables::lists);
      case "STATS" -> table(census -> stats.stats(census, true, true));
      case "STATS_TOTALS" -> table(census -> stats.stats(census, true, false));
      case "STATS_AVERAGES" -> table(census -> stats.stats(census, false, true));
      case "STATE" ->
        table(census -> AdminReply.table(
            List.of("key", "value"),
            List.of(
                List.of("active", census.paused().isEmpty() ? "yes" : "no"),
                List.of("paused", census.paused().isEmpty() ? "no" : "yes"),
                List.of("suspended", "no"))));
      case "CONFIG" -> reply(AdminTables.config(overseer.settings()));
      case "VERSION" ->
        reply(AdminReply.table(List.of("version"), List.of(List.of(overseer.version()))));
      case "HELP", "" ->
        reply(AdminReply.table(List.of("help"), HELP.stream().map(List::of).toList()));
      case "PACELINE.NODES" -> reply(nodes());
      default -> parameter(what);
    };
  }

  private AdminReply nodes() {
    if (overseer.clusters().isEmpty()) {
      return AdminReply.failed("08001", "no node of the cluster has been reached yet");
    }
    Answers answers = Answers.nodes(overseer.clusters().get(0));
    return AdminReply.table(answers.columns(), answers.rows());
  }

  /** What drivers ask for when they connect, and settings by name. */
  private CompletionStage<AdminReply> parameter(String what) {
    String fixed = switch (what) {
      case "TRANSACTION_ISOLATION", "TRANSACTION" -> "read committed";
      case "STANDARD_CONFORMING_STRINGS" -> "on";
      case "CLIENT_ENCODING" -> "UTF8";
      default -> null;
    };
    if (fixed != null) {
      return reply(
          AdminReply.table(List.of(what.toLowerCase(Locale.ROOT)), List.of(List.of(fixed))));
    }
    for (ShownSetting setting : overseer.settings()) {
      if (setting.name().equalsIgnoreCase(what)) {
        return reply(AdminReply.table(List.of(setting.name()), List.of(List.of(setting.value()))));
      }
    }
    return failed(
        "42704", "there is nothing called " + what + " to show: SHOW HELP tells what there is");
  }

  private CompletionStage<AdminReply> table(Function<Census, AdminReply> table) {
    return overseer.census().thenApply(table);
  }

  private static CompletionStage<AdminReply> reply(AdminReply reply) {
    return CompletableFuture.completedFuture(reply);
  }

  private static CompletionStage<AdminReply> failed(String sqlState, String message) {
    return reply(AdminReply.failed(sqlState, message));
  }
}
