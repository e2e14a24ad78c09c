package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Looks at a Describe or a Close: which statement or portal is meant. Moved from message to message; not safe for use by several
 * threads.
 */
public final class TargetView {

  /** What stands before the name of a statement. */
  public static final byte STATEMENT = 'S';

  /** What stands before the name of a portal. */
  public static final byte PORTAL = 'P';

  private ByteBuf in = Unpooled.EMPTY_BUFFER;
  private byte kind;
  private int nameStart;
  private int nameEnd;

  /**
   * Looks at the Describe or Close that a cursor stands on.
   *
   * @param in the buffer that the cursor is attached to; it must stay as it is while this view is used
   * @throws ProtocolViolation if the message is malformed
   */
  public TargetView on(FrameCursor cursor, ByteBuf in) {
    return on(in, cursor.type(), cursor.bodyStart(), cursor.end());
  }

  TargetView on(ByteBuf buffer, byte type, int from, int to) {
    in = buffer;
    if (from == to) {
      throw new ProtocolViolation(FrontendType.describe(type) + " is empty");
    }
    kind = buffer.getByte(from);
    if (kind != STATEMENT && kind != PORTAL) {
      throw new ProtocolViolation(
          Bytes.named(FrontendType.describe(type) + " of neither a statement nor a portal:", kind));
    }
    nameStart = from + 1;
    nameEnd = Bytes.terminator(buffer, nameStart, to, "the name in " + FrontendType.describe(type));
    Bytes.expectEnd(nameEnd + 1, to, FrontendType.describe(type));
    return this;
  }

  /** Whether a statement is meant; a portal otherwise. */
  public boolean isStatement() {
    return kind == STATEMENT;
  }

  /** The index of the name. */
  public int nameStart() {
    return nameStart;
  }

  /** The index behind the name. */
  public int nameEnd() {
    return nameEnd;
  }

  /** Whether the one without a name is meant. */
  public boolean isUnnamed() {
    return nameStart == nameEnd;
  }

  /** The name; empty if it has none. */
  public String name() {
    return Bytes.text(in, nameStart, nameEnd);
  }
}
