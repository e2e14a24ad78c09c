package dev.paceline.wire.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The start-up parameter {@code options}: command-line arguments of a server process in one text. They are divided by white space; a
 * backslash takes the next character as it is. Understood are {@code -c name=value}, {@code -cname=value} and {@code --name=value}, in
 * whose names a hyphen stands for an underscore.
 */
final class StartupOptions {

  private StartupOptions() {}

  /**
   * The settings in their order; of several with one name the last.
   *
   * @throws ProtocolViolation if there is anything else in it
   */
  static Map<String, String> parse(String options) {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> arguments = split(options);
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("-c")) {
        i++;
        if (i == arguments.size()) {
          throw refused("-c has no setting behind it");
        }
        put(settings, arguments.get(i));
      } else if (argument.startsWith("-c")) {
        put(settings, argument.substring(2));
      } else if (argument.startsWith("--") && argument.length() > 2) {
        put(settings, argument.substring(2));
      } else {
        throw refused("only -c name=value and --name=value are understood, not " + argument);
      }
    }
    return settings;
  }

  /** The arguments without their escapes. A backslash at the very end stands for nothing, as in PostgreSQL. */
  static List<String> split(String options) {
    List<String> arguments = new ArrayList<>();
    StringBuilder argument = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < options.length(); i++) {
      char c = options.charAt(i);
      if (isSpace(c)) {
        if (inside) {
          arguments.add(argument.toString());
          argument.setLength(0);
        }
        inside = false;
        continue;
      }
      inside = true;
      if (c != '\\') {
        argument.append(c);
      } else if (i + 1 < options.length()) {
        i++;
        argument.append(options.charAt(i));
      }
    }
    if (inside) {
      arguments.add(argument.toString());
    }
    return arguments;
  }

  private static void put(Map<String, String> settings, String setting) {
    int equals = setting.indexOf('=');
    if (equals <= 0) {
      throw refused(setting + " has no value");
    }
    String name = setting.substring(0, equals).replace('-', '_');
    settings.remove(name);
    settings.put(name, setting.substring(equals + 1));
  }

  /** As isspace() of C. */
  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static ProtocolViolation refused(String why) {
    return new ProtocolViolation(
        SqlStates.SYNTAX_ERROR, "the start-up parameter options cannot be read: " + why);
  }
}
