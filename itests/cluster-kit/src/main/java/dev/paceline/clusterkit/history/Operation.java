package dev.paceline.clusterkit.history;

/** One thing that a session did. Times are nanoseconds of one monotonic clock, the same for all sessions of a history. */
public sealed interface Operation {

  /** The list's name. */
  String key();

  /** When the session sent it. */
  long startedAt();

  /** When the answer, or the error, had arrived. */
  long endedAt();

  /** What a session knows about a write of its own. */
  enum Outcome {
    /** The server said that it is committed. */
    ACKNOWLEDGED,
    /** It is certain that it is not committed and never will be. */
    FAILED,
    /** The connection was lost, or something else that leaves both possible. */
    UNKNOWN
  }

  /** An append of one element that no other append of the history has. */
  record Append(String key, int element, Outcome outcome, long startedAt, long endedAt)
      implements Operation {}

  /**
   * A read of a whole list.
   *
   * @param source what answered, for the reader of a violation: a node's name, for example
   */
  record Read(String key, Elements elements, String source, long startedAt, long endedAt)
      implements Operation {}
}
