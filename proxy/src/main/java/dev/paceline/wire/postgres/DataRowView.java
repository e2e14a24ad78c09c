package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a DataRow, for the answers to the proxy's own questions. Moved from message to message; not safe for use by several
 * threads.
 */
public final class DataRowView {

  private ByteBuf in = Unpooled.EMPTY_BUFFER;
  private int count;
  private int first;

  /**
   * Looks at the DataRow with this body.
   *
   * @param end the index behind the body
   * @throws ProtocolViolation if the message is malformed
   */
  public DataRowView on(ByteBuf buffer, int start, int end) {
    String what = "DataRow";
    Bytes.expectBytes(start, Short.BYTES, end, what);
    in = buffer;
    count = buffer.getUnsignedShort(start);
    first = start + Short.BYTES;
    int at = first;
    for (int i = 0; i < count; i++) {
      Bytes.expectBytes(at, Integer.BYTES, end, what);
      int length = buffer.getInt(at);
      at += Integer.BYTES;
      if (length < -1) {
        throw new ProtocolViolation("DataRow has a value with a length of " + length);
      }
      Bytes.expectBytes(at, Math.max(0, length), end, what);
      at += Math.max(0, length);
    }
    Bytes.expectEnd(at, end, what);
    return this;
  }

  /** How many values there are. */
  public int count() {
    return count;
  }

  /**
   * A value in text format; null for NULL.
   *
   * @param index from 0
   * @throws IndexOutOfBoundsException if there is no such value
   */
  public @Nullable String text(int index) {
    if (index < 0 || index >= count) {
      throw new IndexOutOfBoundsException("value " + index + " of " + count);
    }
    int at = first;
    for (int i = 0; i < index; i++) {
      at += Integer.BYTES + Math.max(0, in.getInt(at));
    }
    int length = in.getInt(at);
    return length < 0 ? null : Bytes.text(in, at + Integer.BYTES, at + Integer.BYTES + length);
  }
}
