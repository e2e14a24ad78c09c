package dev.paceline.wire.postgres;

/** The types of the messages that a client sends once it has sent its start-up packet. */
public final class FrontendType {

  public static final byte BIND = 'B';
  public static final byte CLOSE = 'C';
  public static final byte COPY_DATA = 'd';
  public static final byte COPY_DONE = 'c';
  public static final byte COPY_FAIL = 'f';
  public static final byte DESCRIBE = 'D';
  public static final byte EXECUTE = 'E';
  public static final byte FLUSH = 'H';
  public static final byte FUNCTION_CALL = 'F';
  public static final byte PARSE = 'P';

  /** Everything that answers an authentication request: a password, or a step of SASL. */
  public static final byte PASSWORD = 'p';

  public static final byte QUERY = 'Q';
  public static final byte SYNC = 'S';
  public static final byte TERMINATE = 'X';

  private FrontendType() {}

  /** The name of a type in the documentation of PostgreSQL with the type itself, for messages. */
  public static String describe(byte type) {
    String name = switch (type) {
      case BIND -> "Bind";
      case CLOSE -> "Close";
      case COPY_DATA -> "CopyData";
      case COPY_DONE -> "CopyDone";
      case COPY_FAIL -> "CopyFail";
      case DESCRIBE -> "Describe";
      case EXECUTE -> "Execute";
      case FLUSH -> "Flush";
      case FUNCTION_CALL -> "FunctionCall";
      case PARSE -> "Parse";
      case PASSWORD -> "PasswordMessage";
      case QUERY -> "Query";
      case SYNC -> "Sync";
      case TERMINATE -> "Terminate";
      default -> "unknown message";
    };
    return Bytes.named(name, type);
  }
}
