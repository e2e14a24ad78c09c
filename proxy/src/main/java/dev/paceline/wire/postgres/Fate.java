package dev.paceline.wire.postgres;

/** What has become of something that was sent to a server. */
public enum Fate {
  /** The server did it: for a Parse or a Close it is certain now that the statement is there, or is gone. */
  DONE,

  /** The server answered with an error. */
  FAILED,

  /** The server passed over it because of an earlier error, or it was a local answer to something passed over. */
  SKIPPED
}
