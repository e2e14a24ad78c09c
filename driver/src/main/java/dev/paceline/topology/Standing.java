package dev.paceline.topology;

/** Whether a node may be used. The transitions stand in {@link TopologyMachine}. */
public enum Standing {
  /** In service: a replica that gets reads, or the primary. */
  IN,
  /** A replica that is behind by more than the limit, or follows a history that cannot be compared. */
  LAGGING,
  /** A replica that was out and was found good once; it has to be good again before it gets reads. */
  RETURNING,
  /** Does not answer. */
  DOWN,
  /** Refused by identity: another cluster, an old primary of a forked history, or a second name of a known server. */
  FOREIGN,
  /** Nothing is known yet, or not enough. */
  UNKNOWN
}
