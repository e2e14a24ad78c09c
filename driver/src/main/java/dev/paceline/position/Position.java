package dev.paceline.position;

/**
 * A point in a replication stream: everything up to it has happened. Positions are partially ordered, and only those of
 * one {@link Lineage} may be compared. Immutable.
 */
public sealed interface Position permits Lsn {

  /**
   * Whether everything that {@code other} stands for is contained in this position.
   *
   * @param other a position of the same lineage
   */
  boolean covers(Position other);

  /** As the server writes it. */
  String text();

  /**
   * Bytes of the stream from this position to {@code later}.
   *
   * @return zero or more (zero also when {@code later} is not later), or -1 where the stream does not count bytes
   */
  long bytesTo(Position later);
}
