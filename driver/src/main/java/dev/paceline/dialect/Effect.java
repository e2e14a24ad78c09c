package dev.paceline.dialect;

/** What a server's own function, relation or setting means for the place where a statement may run. The later, the stronger. */
public enum Effect {
  /** It answers the same on a replica as on the primary. */
  NONE,
  /** It belongs to the session: its answer is that of the physical connection, or it changes that connection. */
  SESSION,
  /** Nothing is known of it. */
  UNKNOWN,
  /** It answers about the server that runs it, so that a replica would answer something else. */
  SERVER,
  /** It writes, locks, or does what a replica refuses. */
  WRITE
}
