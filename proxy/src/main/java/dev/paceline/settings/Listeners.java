package dev.paceline.settings;

import dev.paceline.config.NearestName;
import dev.paceline.server.L4Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The entries of a list of places to listen at: one where SQL is spoken, and any number that only pass bytes on. */
final class Listeners {

  private static final Pattern ENTRY = Pattern.compile("listen\\[(\\d+)\\]\\.(.+)");
  private static final List<String> NAMES = List.of("address", "mode", "role");

  private final List<Problem> problems;
  private final Map<Integer, Entry> entries = new TreeMap<>();
  private boolean sqlForgotten;

  private static final class Entry {
    @Nullable
    Given first;

    String address = "";
    String mode = "sql";
    L4Listener.Role role = L4Listener.Role.ANY;
  }

  Listeners(List<Problem> problems) {
    this.problems = problems;
  }

  /** Whether a value is of such an entry; then it is taken. */
  boolean take(Given given) {
    Matcher matcher = ENTRY.matcher(given.name());
    if (!matcher.matches()) {
      return false;
    }
    Entry entry = entries.computeIfAbsent(Integer.valueOf(matcher.group(1)), n -> new Entry());
    entry.first = entry.first == null ? given : entry.first;
    String value = given.value();
    switch (matcher.group(2)) {
      case "address" -> {
        entry.address = value;
        check(given, ProxyProperty.isAddress(value), ProxyProperty.LISTEN.allowed());
      }
      case "mode" -> {
        entry.mode = value;
        check(given, value.equals("sql") || value.equals("l4"), "sql or l4");
      }
      case "role" -> {
        check(given, value.matches("primary|replica|any"), "primary, replica or any");
        entry.role = value.matches("primary|replica|any") ? L4Listener.Role.of(value) : entry.role;
      }
      default ->
        problems.add(given.problem("'" + given.name() + "' is unknown; the nearest name is '"
            + NearestName.of(matcher.group(2), NAMES) + "'"));
    }
    return true;
  }

  private void check(Given given, boolean good, String allowed) {
    if (!good) {
      problems.add(
          given.problem("'" + given.name() + "': '" + given.value() + "' is not " + allowed));
    }
  }

  /** The command line says where SQL is spoken. */
  void forgetSql() {
    sqlForgotten = true;
  }

  /** Where SQL is spoken; null if no entry says. */
  @Nullable
  String sqlAddress() {
    if (sqlForgotten) {
      return null;
    }
    return entries.values().stream()
        .filter(entry -> entry.mode.equals("sql"))
        .map(entry -> entry.address)
        .findFirst()
        .orElse(null);
  }

  /** Tells what the entries lack together. */
  void check() {
    long sql =
        entries.values().stream().filter(entry -> entry.mode.equals("sql")).count();
    for (Entry entry : entries.values()) {
      Given first = entry.first;
      if (first != null && entry.address.isEmpty()) {
        problems.add(first.problem("this entry of 'listen' has no address"));
      } else if (first != null && sql > 1 && entry.mode.equals("sql")) {
        problems.add(first.problem("'listen' can have one entry of mode sql only"));
      }
    }
  }

  List<L4Listener> l4() {
    List<L4Listener> found = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.mode.equals("l4")) {
        found.add(new L4Listener(Addresses.socket(entry.address), entry.role));
      }
    }
    return found;
  }
}
