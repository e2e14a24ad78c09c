package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Looks at a Query: one text of any number of statements. Moved from message to message; not safe for use by several threads. */
public final class QueryView {

  private static final String WHAT = "Query";

  private ByteBuf in = Unpooled.EMPTY_BUFFER;
  private int start;
  private int end;

  /**
   * Looks at the Query that a cursor stands on.
   *
   * @param in the buffer that the cursor is attached to; it must stay as it is while this view is used
   * @throws ProtocolViolation if the text does not end where the message does; a message that is not whole is not checked
   */
  public QueryView on(FrameCursor cursor, ByteBuf in) {
    return on(in, cursor.bodyStart(), cursor.end(), cursor.isWhole());
  }

  QueryView on(ByteBuf buffer, int from, int to, boolean whole) {
    in = buffer;
    start = from;
    end = to;
    if (whole) {
      end = Bytes.terminator(buffer, from, to, WHAT);
      Bytes.expectEnd(end + 1, to, WHAT);
    }
    return this;
  }

  /** The index of the text's first byte. */
  public int sqlStart() {
    return start;
  }

  /** The index behind the text, or behind what is there of it. */
  public int sqlEnd() {
    return end;
  }

  /** The text, or what is there of it, as UTF-8. */
  public String sql() {
    return Bytes.text(in, start, end);
  }
}
