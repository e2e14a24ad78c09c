package dev.paceline.dialect.postgresql;

import dev.paceline.dialect.BuiltIns;
import dev.paceline.dialect.Effect;
import dev.paceline.dialect.KeywordKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What every PostgreSQL server brings along, from lists made from a real one and rules made by hand. */
final class PostgresqlBuiltIns implements BuiltIns {
  private final Map<String, Effect> functions = new HashMap<>(8192);
  private final Map<String, KeywordKind> keywords = readKeywords();
  private final EffectRules relations = new EffectRules("relations.txt");
  private final Set<String> extensionFunctions =
      Set.copyOf(Resource.lines("extension-functions.txt", "#"));
  private final Set<String> settings = Set.copyOf(Resource.lines("settings-of-server.txt", "#"));

  PostgresqlBuiltIns() {
    EffectRules rules = new EffectRules("function-rules.txt");
    for (String line : Resource.lines("functions.txt", "#")) {
      int space = line.indexOf(' ');
      String name = line.substring(0, space);
      Effect rule = rules.of(name);
      Effect byVolatility = line.charAt(space + 1) == 'v' ? Effect.WRITE : Effect.NONE;
      functions.put(name, rule == null ? byVolatility : rule);
    }
    for (String type : Resource.lines("types.txt", "#")) {
      functions.putIfAbsent(type, Effect.NONE);
    }
  }

  private static Map<String, KeywordKind> readKeywords() {
    Map<String, KeywordKind> keywords = new HashMap<>(1024);
    for (String line : Resource.lines("keywords.txt", "#")) {
      int space = line.indexOf(' ');
      keywords.put(
          line.substring(0, space),
          switch (line.charAt(space + 1)) {
            case 'R' -> KeywordKind.RESERVED;
            case 'C' -> KeywordKind.COLUMN_NAME;
            case 'T' -> KeywordKind.TYPE_OR_FUNCTION;
            default -> KeywordKind.UNRESERVED;
          });
    }
    return keywords;
  }

  @Override
  public KeywordKind keyword(String word) {
    return keywords.getOrDefault(word, KeywordKind.NAME);
  }

  @Override
  public Effect function(String name) {
    return functions.getOrDefault(name, Effect.UNKNOWN);
  }

  @Override
  public boolean harmlessExtensionFunction(String name) {
    return extensionFunctions.contains(name);
  }

  @Override
  public Effect operator(String symbol) {
    return PostgresqlOperators.known(symbol) ? Effect.NONE : Effect.UNKNOWN;
  }

  @Override
  public Effect relation(String name) {
    if (!name.startsWith("pg_")) {
      return Effect.NONE;
    }
    Effect rule = relations.of(name);
    return rule == null ? Effect.NONE : rule;
  }

  @Override
  public boolean settingOfServer(String name) {
    return settings.contains(name);
  }

  @Override
  public boolean systemSchema(String name) {
    return name.equals("pg_catalog") || name.equals("information_schema");
  }

  @Override
  public boolean systemRelation(String name) {
    return name.startsWith("pg_");
  }
}
