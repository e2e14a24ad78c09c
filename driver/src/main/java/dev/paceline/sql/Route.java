package dev.paceline.sql;

/** Where a text may run, as far as the text alone decides. The later, the stronger. */
public enum Route {
  /** Any replica that is fresh enough may run it. */
  REPLICA,
  /** It runs where the session is, or is kept by Paceline; a replica does not refuse it. */
  SESSION,
  /** Only the primary may run it. */
  PRIMARY;

  /** The stronger of two. */
  Route and(Route other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
