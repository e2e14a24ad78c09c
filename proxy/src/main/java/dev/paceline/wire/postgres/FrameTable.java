package dev.paceline.wire.postgres;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Which messages one side may send in one state of a connection, how long they may be, and how much of each must be there before
 * it can be looked at. Immutable.
 *
 * <p>The limits are those of PostgreSQL itself: 10,000 bytes for what is small by nature, 1 GB for the rest, and exact lengths for
 * messages that have nothing, or one byte, to say.
 */
public final class FrameTable {

  /** What a client may send while it logs in: its answer to an authentication request, or its good-bye. */
  public static final FrameTable FRONTEND_LOGIN = new Builder(
          "the client", type -> FrontendType.describe((byte) type))
      .whole(4, FrameTable.AUTHENTICATION, FrontendType.PASSWORD)
      .whole(4, FrameTable.SMALL, FrontendType.TERMINATE)
      .build();

  /** What a client may send once it is logged in. */
  public static final FrameTable FRONTEND = new Builder(
          "the client", type -> FrontendType.describe((byte) type))
      .whole(4, FrameTable.LARGE, FrontendType.QUERY, FrontendType.PARSE)
      .head(FrameTable.NAMES, FrontendType.BIND)
      .head(Integer.BYTES, FrontendType.FUNCTION_CALL)
      .streamed(FrontendType.COPY_DATA)
      .whole(
          4,
          FrameTable.SMALL,
          FrontendType.DESCRIBE,
          FrontendType.CLOSE,
          FrontendType.EXECUTE,
          FrontendType.COPY_DONE,
          FrontendType.COPY_FAIL,
          FrontendType.TERMINATE)
      // A Sync that the server refuses would not be answered: all that follows would be owed by
      // nobody.
      .whole(4, 4, FrontendType.SYNC, FrontendType.FLUSH)
      .build();

  /** What a server may send. Whether it may send it now is for {@link ExpectedResponses} to say. */
  public static final FrameTable BACKEND = backend().streamed(FrameTable.rows()).build();

  /** The same, with the rows of a result looked at whole: for the answers to the proxy's own questions. */
  public static final FrameTable BACKEND_COLLECTED =
      backend().whole(4, FrameTable.LARGE, FrameTable.rows()).build();

  private static final int SMALL = 10_000;

  /** The longest answer to an authentication request that PostgreSQL reads. */
  private static final int AUTHENTICATION = 65_535;

  /** One byte less than what PostgreSQL allocates at most, and the four of the length. */
  private static final int LARGE = 0x3fff_fffe + Integer.BYTES;

  /** Two names in a message: PostgreSQL cuts them off at 63 bytes, but reads any. */
  private static final int NAMES = 4_096;

  private final String sender;
  private final IntFunction<String> names;
  private final int[] looks;
  private final int[] shortest;
  private final int[] longest;

  private FrameTable(Builder builder) {
    sender = builder.sender;
    names = builder.names;
    looks = builder.looks.clone();
    shortest = builder.shortest.clone();
    longest = builder.longest.clone();
  }

  /**
   * How many bytes of a message's body must be there before it can be looked at: 0 for what is only passed on.
   *
   * @param length the length in the header, which counts itself but not the type
   * @throws ProtocolViolation if there is no such message, or none of that length
   */
  int look(byte type, int length) {
    int t = type & 0xff;
    if (length < shortest[t] || length > longest[t]) {
      throw refused(type, length);
    }
    return Math.min(looks[t], length - Integer.BYTES);
  }

  private static Builder backend() {
    return new Builder("the server", type -> BackendType.describe((byte) type))
        .whole(
            4,
            4,
            BackendType.PARSE_COMPLETE,
            BackendType.BIND_COMPLETE,
            BackendType.CLOSE_COMPLETE,
            BackendType.NO_DATA,
            BackendType.PORTAL_SUSPENDED,
            BackendType.EMPTY_QUERY_RESPONSE,
            BackendType.COPY_DONE)
        .whole(5, 5, BackendType.READY_FOR_QUERY)
        .whole(8, AUTHENTICATION, BackendType.AUTHENTICATION)
        .whole(12, 8 + BackendKey.MAX_KEY, BackendType.BACKEND_KEY_DATA)
        .whole(12, SMALL, BackendType.NEGOTIATE_PROTOCOL_VERSION)
        .whole(5, AUTHENTICATION, BackendType.COMMAND_COMPLETE)
        .whole(
            5,
            LARGE,
            BackendType.ERROR_RESPONSE,
            BackendType.NOTICE_RESPONSE,
            BackendType.PARAMETER_STATUS,
            BackendType.NOTIFICATION_RESPONSE)
        .streamed(
            BackendType.COPY_DATA,
            BackendType.FUNCTION_CALL_RESPONSE,
            BackendType.COPY_IN_RESPONSE,
            BackendType.COPY_OUT_RESPONSE,
            BackendType.COPY_BOTH_RESPONSE);
  }

  private static byte[] rows() {
    return new byte[] {
      BackendType.DATA_ROW, BackendType.ROW_DESCRIPTION, BackendType.PARAMETER_DESCRIPTION
    };
  }

  private ProtocolViolation refused(byte type, int length) {
    int t = type & 0xff;
    String what = sender + " sent " + names.apply(type);
    if (longest[t] == 0) {
      return new ProtocolViolation(what + ", which is not expected here");
    }
    return new ProtocolViolation(what + " with a length of " + length + ", which must be "
        + (shortest[t] == longest[t]
            ? String.valueOf(shortest[t])
            : shortest[t] + " to " + longest[t]));
  }

  private static final class Builder {

    private final String sender;
    private final IntFunction<String> names;
    private final int[] looks = new int[256];
    private final int[] shortest = new int[256];
    private final int[] longest = new int[256];

    Builder(String sender, IntFunction<String> names) {
      this.sender = sender;
      this.names = names;
      Arrays.fill(shortest, Integer.MAX_VALUE);
    }

    /** Messages of which all is needed. */
    Builder whole(int min, int max, byte... types) {
      return set(Integer.MAX_VALUE, min, max, types);
    }

    /** Messages of which the beginning is needed. */
    Builder head(int bytes, byte... types) {
      return set(bytes, Integer.BYTES + 1, LARGE, types);
    }

    /** Messages that are passed on as they come. */
    Builder streamed(byte... types) {
      return set(0, Integer.BYTES, LARGE, types);
    }

    private Builder set(int look, int min, int max, byte... types) {
      for (byte type : types) {
        looks[type] = look;
        shortest[type] = min;
        longest[type] = max;
      }
      return this;
    }

    FrameTable build() {
      return new FrameTable(this);
    }
  }
}
