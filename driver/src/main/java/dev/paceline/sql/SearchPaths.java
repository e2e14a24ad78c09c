package dev.paceline.sql;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Judges the values of {@code search_path}. */
final class SearchPaths {
  private SearchPaths() {}

  /**
   * Whether names may stop meaning what the server brings along: its own schema is searched first unless the path gives it another place, and
   * temporary objects are on the primary.
   *
   * @param from the first token of the value
   */
  static boolean hidesBuiltIns(Statement statement, int from) {
    for (int i = from; i < statement.to(); i++) {
      if (hidesBuiltIns(statement.tokens().raw(i), i == from)) {
        return true;
      }
    }
    return false;
  }

  /** The same for the text of one element or of a whole list. */
  static boolean hidesBuiltIns(String value, boolean first) {
    String folded = value.toLowerCase(Locale.ROOT);
    int own = folded.indexOf("pg_catalog");
    return folded.contains("pg_temp") || own > 1 || (own >= 0 && !first);
  }

  /** The schemas of a list as a server shows it; without {@code $user}, which the roles tell. */
  static Set<String> schemas(String list) {
    Set<String> schemas = new HashSet<>();
    for (String element : list.split(",", -1)) {
      String name = element.strip().replace("\"", "").replace("'", "");
      if (!name.isEmpty() && !name.equals("$user")) {
        schemas.add(name);
      }
    }
    return schemas;
  }
}
