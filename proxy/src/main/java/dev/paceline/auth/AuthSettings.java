package dev.paceline.auth;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How clients prove who they are. Immutable.
 *
 * @param type what is asked of everybody if there are no rules: {@code auth.type}
 * @param file users and their secrets, in PgBouncer's format {@code "user" "secret"}: {@code auth.file}; null for none. It is read
 *     again when it changes.
 * @param user as whom {@code query} is run, with the secret that the file has of this user: {@code auth.user}; null if secrets come
 *     from the file alone
 * @param query gives a user's name and secret, {@code $1} standing for the name that the client gave: {@code auth.query}. It runs on
 *     the primary.
 * @param database where {@code query} runs: {@code auth.database}
 * @param hba who is asked what; the first that matches counts, and who is matched by none is refused: {@code auth.hba}
 */
public record AuthSettings(
    AuthMethod type,
    @Nullable Path file,
    @Nullable String user,
    String query,
    String database,
    List<HbaRule> hba) {

  /**
   * Every name in it has its schema, so that nobody can put something else in its place. A role that may not log in, and one whose
   * password is not valid any more, has no secret.
   */
  public static final String DEFAULT_QUERY = "SELECT rolname, rolpassword FROM pg_catalog.pg_authid"
      + " WHERE rolname OPERATOR(pg_catalog.=) $1 AND rolcanlogin"
      + " AND (rolvaliduntil IS NULL"
      + " OR rolvaliduntil OPERATOR(pg_catalog.>) pg_catalog.clock_timestamp())";

  /** Nobody is known: who is not let in by a rule of trust is refused. */
  public static final AuthSettings DEFAULT =
      new AuthSettings(AuthMethod.SCRAM_SHA_256, null, null, DEFAULT_QUERY, "postgres", List.of());

  /** Copies the rules. */
  public AuthSettings {
    hba = List.copyOf(hba);
  }
}
