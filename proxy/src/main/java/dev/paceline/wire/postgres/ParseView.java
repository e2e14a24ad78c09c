package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Looks at a Parse: a statement's name, its text, and the types of its parameters as far as the client gives them. Moved from message
 * to message; not safe for use by several threads.
 */
public final class ParseView {

  private static final String WHAT = "Parse";

  private ByteBuf in = Unpooled.EMPTY_BUFFER;
  private int nameStart;
  private int nameEnd;
  private int sqlEnd;
  private int types;

  /**
   * Looks at the Parse that a cursor stands on.
   *
   * @param in the buffer that the cursor is attached to; it must stay as it is while this view is used
   * @throws ProtocolViolation if the message is malformed; of one that is not whole, only the name must be there
   */
  public ParseView on(FrameCursor cursor, ByteBuf in) {
    return on(in, cursor.bodyStart(), cursor.end(), cursor.isWhole());
  }

  ParseView on(ByteBuf buffer, int from, int to, boolean whole) {
    in = buffer;
    nameStart = from;
    nameEnd = Bytes.terminator(buffer, from, to, "the statement's name in Parse");
    sqlEnd = to;
    types = 0;
    if (whole) {
      sqlEnd = Bytes.terminator(buffer, nameEnd + 1, to, "the statement in Parse");
      Bytes.expectBytes(sqlEnd + 1, Short.BYTES, to, WHAT);
      types = buffer.getUnsignedShort(sqlEnd + 1);
      int typesEnd = sqlEnd + 1 + Short.BYTES;
      Bytes.expectBytes(typesEnd, types * Integer.BYTES, to, WHAT);
      Bytes.expectEnd(typesEnd + types * Integer.BYTES, to, WHAT);
    }
    return this;
  }

  /** The index of the statement's name. */
  public int nameStart() {
    return nameStart;
  }

  /** The index behind the statement's name. */
  public int nameEnd() {
    return nameEnd;
  }

  /** Whether this is the statement without a name, which the next one replaces. */
  public boolean isUnnamed() {
    return nameStart == nameEnd;
  }

  /** The statement's name; empty if it has none. */
  public String name() {
    return Bytes.text(in, nameStart, nameEnd);
  }

  /** The index of the text's first byte: what is before it in the message can be replaced, see {@link StatementNames}. */
  public int sqlStart() {
    return nameEnd + 1;
  }

  /** The index behind the text, or behind what is there of it. */
  public int sqlEnd() {
    return sqlEnd;
  }

  /** The text, or what is there of it, as UTF-8. */
  public String sql() {
    return Bytes.text(in, sqlStart(), sqlEnd);
  }

  /** For how many parameters a type is given, 0 to 65,535; 0 also if the message is not whole. */
  public int parameterTypes() {
    return types;
  }

  /** The object identifier of the type of a parameter, counted from 0; 0 leaves it to the server. */
  public int parameterType(int index) {
    return in.getInt(sqlEnd + 1 + Short.BYTES + index * Integer.BYTES);
  }
}
