package dev.paceline.wire.postgres;

import java.io.Serial;

/**
 * Bytes that break the protocol: the connection they came from cannot be used any further. The message says what was wrong and
 * never quotes what may be a secret.
 *
 * <p>It has no stack trace: a hostile peer chooses how often it is thrown, and the message says more than a place in a decoder.
 */
public final class ProtocolViolation extends RuntimeException {

  @Serial
  private static final long serialVersionUID = 1;

  private final String sqlState;

  public ProtocolViolation(String message) {
    this(SqlStates.PROTOCOL_VIOLATION, message);
  }

  public ProtocolViolation(String sqlState, String message) {
    super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    this.sqlState = sqlState;
  }

  /** The SQLSTATE that a client is to be told, of five characters: mostly {@code 08P01}. */
  public String sqlState() {
    return sqlState;
  }

  /** The same as an error that ends the client's connection. */
  public ErrorReport toReport() {
    return ErrorReport.fatal(sqlState, String.valueOf(getMessage()));
  }
}
