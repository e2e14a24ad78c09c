package dev.paceline.wire.postgres;

import java.util.Arrays;

/** What a server may say next: a state of {@link ExpectedResponses}, with its name in messages. */
enum Due {
  NOTHING("nothing"),
  PARSE("ParseComplete"),
  BIND("BindComplete"),
  CLOSE("CloseComplete"),
  DESCRIBE_STATEMENT("ParameterDescription"),
  STATEMENT_ROWS("RowDescription or NoData of a statement"),
  DESCRIBE_PORTAL("RowDescription or NoData of a portal"),
  EXECUTE("the result of Execute"),
  EXECUTE_ROWS("further rows of Execute or their end"),
  EXECUTE_COPY_IN("the end of a COPY from the client by Execute"),
  EXECUTE_COPY_OUT("further data of a COPY to the client by Execute"),
  EXECUTE_COPIED("CommandComplete of a COPY to the client by Execute"),
  QUERY("a result of Query"),
  QUERY_ROWS("further rows of Query or their end"),
  QUERY_MORE("a further result of Query or ReadyForQuery"),
  QUERY_COPY_IN("the end of a COPY from the client by Query"),
  QUERY_COPY_OUT("further data of a COPY to the client by Query"),
  QUERY_COPY_BOTH("further data of a replication stream"),
  FUNCTION_CALL("FunctionCallResponse"),
  SYNC("ReadyForQuery of Sync"),
  READY("ReadyForQuery"),
  FAILED("ReadyForQuery after an error"),
  STARTUP("a step of the log-in"),

  /** After an error, before the Sync that ends the skipping has been sent. */
  SKIPPING("nothing before a Sync, after an error"),

  /** It is the proxy's turn. */
  LOCAL("an answer of the proxy"),

  /** The connection has ended, or was found to be broken. */
  OVER("nothing, as the connection is over");

  private static final int TYPES = 128;

  private final String description;

  /** What each message means, by its type; filled by {@link ResponseTable}. */
  @SuppressWarnings("ImmutableEnumChecker") // written once, before anybody reads it
  private final Step[] steps = new Step[TYPES];

  Due(String description) {
    this.description = description;
  }

  /** What a message means in this state, once {@link ResponseTable} has said so. */
  Step step(byte type) {
    return type < 0 ? steps[0] : steps[type];
  }

  /** Says what messages of all types mean. */
  void fill(Step step) {
    Arrays.fill(steps, step);
  }

  /** Says what messages of these types mean. @return this, to go on */
  Due on(String types, Step step) {
    for (int i = 0; i < types.length(); i++) {
      steps[types.charAt(i)] = step;
    }
    return this;
  }

  /**
   * Whether no answer has begun: a ReadyForQuery that may or may not have been due before could come now.
   */
  boolean isBetweenAnswers() {
    return switch (this) {
      case NOTHING,
          PARSE,
          BIND,
          CLOSE,
          DESCRIBE_STATEMENT,
          DESCRIBE_PORTAL,
          EXECUTE,
          QUERY,
          FUNCTION_CALL,
          SKIPPING -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return description;
  }
}
