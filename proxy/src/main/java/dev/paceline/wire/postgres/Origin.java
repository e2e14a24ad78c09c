package dev.paceline.wire.postgres;

/** On whose account something was sent to a server, and so whose the answer is. */
public enum Origin {
  /** The client sent it, and gets all of the answer. */
  CLIENT,

  /**
   * The proxy sent it in the middle of what the client sent, for example a Parse before the client's Bind. The answer is the proxy's,
   * but an error is the client's: the server skips the rest of what the client sent because of it.
   */
  ON_BEHALF,

  /**
   * The proxy sent it for itself, as a Query, or with a Sync of its own behind it. All of the answer is the proxy's. A Sync alone is only
   * for ending what a client has begun and left.
   */
  OWN
}
