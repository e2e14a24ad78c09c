package dev.paceline.wire.postgres;

/** What has been sent to a server that it will answer, or that changes what it will answer. A Flush does neither. */
public enum Request {
  PARSE(Due.PARSE),
  BIND(Due.BIND),
  DESCRIBE_STATEMENT(Due.DESCRIBE_STATEMENT),
  DESCRIBE_PORTAL(Due.DESCRIBE_PORTAL),
  EXECUTE(Due.EXECUTE),

  /** Close of a statement or a portal. */
  CLOSE(Due.CLOSE),

  SYNC(Due.SYNC),
  QUERY(Due.QUERY),
  FUNCTION_CALL(Due.FUNCTION_CALL),

  /** CopyDone or CopyFail: not answered by itself, but it says which Syncs a COPY has swallowed. */
  COPY_END(Due.NOTHING),

  /** StartupMessage and all that belongs to a log-in. */
  STARTUP(Due.STARTUP),

  /** A message that was not sent: the proxy answers it in its turn. */
  LOCAL(Due.LOCAL);

  private final Due start;

  Request(Due start) {
    this.start = start;
  }

  /** What is due when everything before it has been answered. */
  Due start() {
    return start;
  }

  /** Whether ReadyForQuery ends the answer, whatever happens. */
  boolean endsCycle() {
    return this == SYNC || this == QUERY || this == FUNCTION_CALL || this == STARTUP;
  }
}
