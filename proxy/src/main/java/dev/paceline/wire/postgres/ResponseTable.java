package dev.paceline.wire.postgres;

import dev.paceline.wire.postgres.Step.Operation;

/**
 * Which message takes {@link ExpectedResponses} from which state to which: a load or two for each message of a server. The same table in
 * words is there.
 */
final class ResponseTable {

  private static final Step DONE = new Step(Operation.DONE, Due.NOTHING);
  private static final Step SKIP = new Step(Operation.SKIP, Due.NOTHING);

  static {
    Step illegal = new Step(Operation.ILLEGAL, Due.OVER);
    Step asynchronous = new Step(Operation.ASYNCHRONOUS, Due.NOTHING);
    for (Due due : Due.values()) {
      due.fill(illegal);
      if (due != Due.OVER) {
        due.on("NSA", asynchronous);
      }
    }
    extended();
    copyByExecute();
    query();
    copyByQuery();
    others();
  }

  private ResponseTable() {}

  /** What a message means in a state. */
  static Step step(Due due, byte type) {
    return due.step(type);
  }

  private static void extended() {
    Due.PARSE.on("1", DONE).on("E", SKIP);
    Due.BIND.on("2", DONE).on("E", SKIP);
    Due.CLOSE.on("3", DONE).on("E", SKIP);
    Due.DESCRIBE_STATEMENT.on("t", to(Due.STATEMENT_ROWS)).on("E", SKIP);
    Due.STATEMENT_ROWS.on("Tn", DONE).on("E", SKIP);
    Due.DESCRIBE_PORTAL.on("Tn", DONE).on("E", SKIP);
    Due.EXECUTE.on("D", to(Due.EXECUTE_ROWS)).on("CIs", DONE).on("E", SKIP);
    Due.EXECUTE_ROWS.on("D", to(Due.EXECUTE_ROWS)).on("Cs", DONE).on("E", SKIP);
  }

  private static void copyByExecute() {
    Due.EXECUTE.on("G", to(Due.EXECUTE_COPY_IN)).on("H", to(Due.EXECUTE_COPY_OUT));
    Due.EXECUTE_COPY_IN
        .on("C", new Step(Operation.COPIED_DONE, Due.NOTHING))
        .on("E", new Step(Operation.COPY_SKIP, Due.NOTHING));
    Due.EXECUTE_COPY_OUT
        .on("d", to(Due.EXECUTE_COPY_OUT))
        .on("c", to(Due.EXECUTE_COPIED))
        .on("E", SKIP);
    Due.EXECUTE_COPIED.on("C", DONE).on("E", SKIP);
  }

  private static void query() {
    for (Due due : new Due[] {Due.QUERY, Due.QUERY_MORE}) {
      due.on("T", to(Due.QUERY_ROWS))
          .on("CI", to(Due.QUERY_MORE))
          .on("G", to(Due.QUERY_COPY_IN))
          .on("H", to(Due.QUERY_COPY_OUT))
          .on("W", to(Due.QUERY_COPY_BOTH))
          .on("E", to(Due.FAILED));
    }
    Due.QUERY_MORE.on("Z", DONE);
    Due.QUERY_ROWS.on("D", to(Due.QUERY_ROWS)).on("C", to(Due.QUERY_MORE)).on("E", to(Due.FAILED));
  }

  private static void copyByQuery() {
    Due.QUERY_COPY_IN
        .on("C", new Step(Operation.COPIED_GO, Due.QUERY_MORE))
        .on("E", new Step(Operation.COPY_FAILED_GO, Due.FAILED));
    // A backup goes on with other results after the data.
    Due.QUERY_COPY_OUT
        .on("d", to(Due.QUERY_COPY_OUT))
        .on("c", to(Due.QUERY))
        .on("E", to(Due.FAILED));
    // A server that shuts down ends a replication stream without CopyDone.
    Due.QUERY_COPY_BOTH
        .on("d", to(Due.QUERY_COPY_BOTH))
        .on("c", to(Due.QUERY))
        .on("C", to(Due.QUERY_MORE))
        .on("E", to(Due.FAILED));
  }

  private static void others() {
    Due.FUNCTION_CALL.on("V", to(Due.READY)).on("E", to(Due.FAILED));
    // Ending the transaction can fail: a deferred constraint.
    Due.SYNC.on("Z", DONE).on("E", to(Due.FAILED));
    Due.READY.on("Z", DONE);
    Due.FAILED.on("Z", new Step(Operation.ENDED_FAILED, Due.NOTHING));
    Due.STARTUP.on("RvK", to(Due.STARTUP)).on("Z", DONE).on("E", to(Due.OVER));
  }

  private static Step to(Due due) {
    return new Step(Operation.GO, due);
  }
}
