package dev.paceline.dialect.postgresql;

import dev.paceline.dialect.Effect;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules of the form {@code name effect} or {@code prefix* effect}: an exact name wins over a prefix, a longer prefix over a shorter one. */
final class EffectRules {
  private final Map<String, Effect> exact = new HashMap<>();
  private final Map<String, Effect> prefixes = new LinkedHashMap<>();

  EffectRules(String file) {
    for (String line : Resource.lines(file, "#")) {
      List<String> parts = List.of(line.split(" ", -1));
      Effect effect = Effect.valueOf(parts.get(1).toUpperCase(Locale.ROOT));
      String name = parts.get(0);
      if (name.endsWith("*")) {
        prefixes.put(name.substring(0, name.length() - 1), effect);
      } else {
        exact.put(name, effect);
      }
    }
  }

  @Nullable
  Effect of(String name) {
    Effect known = exact.get(name);
    if (known != null) {
      return known;
    }
    int longest = -1;
    for (Map.Entry<String, Effect> rule : prefixes.entrySet()) {
      if (name.startsWith(rule.getKey()) && rule.getKey().length() > longest) {
        longest = rule.getKey().length();
        known = rule.getValue();
      }
    }
    return known;
  }
}
