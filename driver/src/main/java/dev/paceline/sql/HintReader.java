package dev.paceline.sql;

import dev.paceline.sql.Hints.Place;
import java.util.Locale;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Reads the options of a hint comment. */
final class HintReader {
  private Place place = Place.ANY;
  private @Nullable String freshness;
  private @Nullable String node;
  private boolean cache = true;
  private @Nullable String problem;

  private HintReader() {}

  static Hints read(@Nullable String text) {
    if (text == null) {
      return Hints.NONE;
    }
    HintReader reader = new HintReader();
    StringTokenizer options = new StringTokenizer(text, ", \t\r\n\f");
    while (options.hasMoreTokens()) {
      reader.option(options.nextToken());
    }
    return new Hints(reader.place, reader.freshness, reader.node, reader.cache, reader.problem);
  }

  private void option(String option) {
    int equals = option.indexOf('=');
    String name = (equals < 0 ? option : option.substring(0, equals)).toLowerCase(Locale.ROOT);
    String value = equals < 0 ? "" : option.substring(equals + 1);
    switch (name) {
      case "primary" -> place(Place.PRIMARY, option);
      case "replica" -> place(Place.REPLICA, option);
      case "freshness" -> freshness = given(value, option);
      case "node" -> node = given(value, option);
      case "cache" -> {
        if (value.equalsIgnoreCase("off")) {
          cache = false;
        } else if (!value.equalsIgnoreCase("on")) {
          wrong(option, "cache=on or cache=off");
        }
      }
      default -> wrong(option, "primary, replica, freshness=..., node=... or cache=off");
    }
  }

  private void place(Place asked, String option) {
    if (place != Place.ANY && place != asked) {
      wrong(option, "primary or replica, not both");
    } else if (option.indexOf('=') >= 0) {
      wrong(option, "the word alone");
    } else {
      place = asked;
    }
  }

  private @Nullable String given(String value, String option) {
    if (value.isEmpty()) {
      wrong(option, "a value after the =");
      return null;
    }
    return value;
  }

  private void wrong(String option, String allowed) {
    if (problem == null) {
      problem = "hint " + option + ": expected " + allowed;
    }
  }
}
