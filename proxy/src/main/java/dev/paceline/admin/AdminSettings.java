package dev.paceline.admin;

import java.util.Set;

/**
 * Who may look at the proxy and command it by SQL. Immutable.
 *
 * @param database the name of the database that the proxy itself answers for
 * @param users may do everything
 * @param statsUsers may look only
 */
public record AdminSettings(String database, Set<String> users, Set<String> statsUsers) {

  private static final String PGBOUNCER = "pgbouncer";

  /** Nobody may. */
  public static final AdminSettings DEFAULT = new AdminSettings("paceline", Set.of(), Set.of());

  /** Copies what could change. */
  public AdminSettings {
    users = Set.copyOf(users);
    statsUsers = Set.copyOf(statsUsers);
  }

  /** Whether the proxy itself answers for a database. */
  public boolean isAdminDatabase(String name) {
    return name.equals(database) || name.equals(PGBOUNCER);
  }

  /** Whether a user may look. */
  public boolean mayLook(String user) {
    return users.contains(user) || statsUsers.contains(user);
  }

  /** Whether a user may do everything. */
  public boolean mayCommand(String user) {
    return users.contains(user);
  }
}
