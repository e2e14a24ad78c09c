package dev.paceline.clusterkit.relay;

/** Which way bytes flow through a relay. */
public enum Direction {
  /** From the side that connected to the side that listens. */
  TO_SERVER,
  /** From the side that listens to the side that connected. */
  TO_CLIENT
}
