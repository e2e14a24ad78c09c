package dev.paceline.wire.postgres;

/**
 * What a message of a server means in a state of {@link ExpectedResponses}. There are as many as {@link ResponseTable} makes; none is
 * made for a message.
 *
 * @param next the state that follows; for operations that take a request off the queue it has no meaning
 */
record Step(Operation operation, Due next) {

  /** What happens to the queue. */
  enum Operation {
    /** No server may say this now. */
    ILLEGAL,

    /** The answer goes on. */
    GO,

    /** The answer is complete. */
    DONE,

    /** The answer is complete, after an error. */
    ENDED_FAILED,

    /** It belongs to no answer. */
    ASYNCHRONOUS,

    /** An error after which the server skips to the next Sync. */
    SKIP,

    /** A COPY from the client by Execute has succeeded: the answer is complete. */
    COPIED_DONE,

    /** A COPY from the client by Query has succeeded: the answer goes on. */
    COPIED_GO,

    /** A COPY from the client by Execute has failed: the server skips to the next Sync that it has not swallowed. */
    COPY_SKIP,

    /** A COPY from the client by Query has failed: the answer goes on. */
    COPY_FAILED_GO
  }
}
