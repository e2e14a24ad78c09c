package dev.paceline.session;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server settings that a session has changed, in the order in which it changed them. Immutable: a physical connection
 * remembers the one that is in effect there, and comparing references tells that nothing differs.
 *
 * <p>A setting is kept as the SQL that makes it and the SQL that undoes it, so that values need no interpretation.
 */
public final class Settings {

  /** A session as it was opened. */
  public static final Settings NONE = new Settings(Map.of());

  static final String ROLE = "role";
  static final String SESSION_AUTHORIZATION = "session_authorization";

  private record Setting(String set, String reset) {}

  private final Map<String, Setting> byName;

  private Settings(Map<String, Setting> byName) {
    this.byName = byName;
  }

  /**
   * The same with one setting changed.
   *
   * @param name in lower case
   * @param set SQL that makes it, without a semicolon
   * @param reset SQL that undoes it, without a semicolon
   */
  public Settings with(String name, String set, String reset) {
    Map<String, Setting> changed = new LinkedHashMap<>(byName);
    // To the end of the order: a role may be allowed to set what the one before it was not.
    changed.remove(name);
    if (name.equals(SESSION_AUTHORIZATION)) {
      // The server resets the role as well.
      changed.remove(ROLE);
    }
    changed.put(name, new Setting(set, reset));
    return new Settings(changed);
  }

  /** The same with a setting as the server had it. */
  public Settings without(String name) {
    if (!byName.containsKey(name)) {
      return this;
    }
    Map<String, Setting> changed = new LinkedHashMap<>(byName);
    changed.remove(name);
    return changed.isEmpty() ? NONE : new Settings(changed);
  }

  /** These, and those of {@code base} that are not among them. */
  Settings over(Settings base) {
    if (byName.keySet().containsAll(base.byName.keySet())) {
      return this;
    }
    Map<String, Setting> all = new LinkedHashMap<>(base.byName);
    byName.forEach((name, setting) -> {
      all.remove(name);
      all.put(name, setting);
    });
    return all.equals(base.byName) ? base : new Settings(all);
  }

  /** What {@code RESET ALL} leaves: the role and the session's user. */
  Settings afterResetAll() {
    Map<String, Setting> left = new LinkedHashMap<>(byName);
    left.keySet().removeIf(name -> !name.equals(ROLE) && !name.equals(SESSION_AUTHORIZATION));
    return left.isEmpty() ? NONE : new Settings(left);
  }

  /** The SQL that makes a setting, or null if the session has not changed it. */
  public @Nullable String sql(String name) {
    Setting setting = byName.get(name);
    return setting == null ? null : setting.set();
  }

  /** Whether nothing was changed. */
  public boolean isEmpty() {
    return byName.isEmpty();
  }

  /**
   * What brings a physical connection to these settings in one round trip.
   *
   * @param applied what is in effect there
   * @return statements joined by semicolons; empty if nothing differs
   */
  public String sqlFrom(Settings applied) {
    if (applied == this || applied.byName.equals(byName)) {
      return "";
    }
    StringBuilder sql = new StringBuilder();
    boolean identity = differs(applied, ROLE) || differs(applied, SESSION_AUTHORIZATION);
    if (identity) {
      // Undo as the user that logged in: the present role may not be allowed to.
      append(sql, applied, ROLE);
      append(sql, applied, SESSION_AUTHORIZATION);
    }
    applied.byName.forEach((name, setting) -> {
      if (!isIdentity(name) && !byName.containsKey(name)) {
        sql.append(sql.isEmpty() ? "" : "; ").append(setting.reset());
      }
    });
    byName.forEach((name, setting) -> {
      boolean again = isIdentity(name) ? identity : !setting.equals(applied.byName.get(name));
      if (again) {
        sql.append(sql.isEmpty() ? "" : "; ").append(setting.set());
      }
    });
    return sql.toString();
  }

  private static void append(StringBuilder sql, Settings applied, String name) {
    Setting setting = applied.byName.get(name);
    if (setting != null) {
      sql.append(sql.isEmpty() ? "" : "; ").append(setting.reset());
    }
  }

  private boolean differs(Settings applied, String name) {
    Setting mine = byName.get(name);
    Setting theirs = applied.byName.get(name);
    return mine == null ? theirs != null : !mine.equals(theirs);
  }

  private static boolean isIdentity(String name) {
    return name.equals(ROLE) || name.equals(SESSION_AUTHORIZATION);
  }

  @Override
  public String toString() {
    return sqlFrom(NONE);
  }
}
