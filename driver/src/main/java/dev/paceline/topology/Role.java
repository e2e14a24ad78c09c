package dev.paceline.topology;

/** What a server says it is. */
public enum Role {
  /** Accepts writes. */
  PRIMARY,
  /** Replays another server's writes. */
  REPLICA,
  /** Has not answered yet, or what it answered is in doubt. */
  UNKNOWN
}
