package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Looks at an Execute: a portal, and how many rows it may give. Moved from message to message; not safe for use by several threads. */
public final class ExecuteView {

  private static final String WHAT = "Execute";

  private ByteBuf in = Unpooled.EMPTY_BUFFER;
  private int portalStart;
  private int portalEnd;

  /**
   * Looks at the Execute that a cursor stands on.
   *
   * @param in the buffer that the cursor is attached to; it must stay as it is while this view is used
   * @throws ProtocolViolation if the message is malformed
   */
  public ExecuteView on(FrameCursor cursor, ByteBuf in) {
    return on(in, cursor.bodyStart(), cursor.end());
  }

  ExecuteView on(ByteBuf buffer, int from, int to) {
    in = buffer;
    portalStart = from;
    portalEnd = Bytes.terminator(buffer, from, to, "the portal's name in Execute");
    Bytes.expectBytes(portalEnd + 1, Integer.BYTES, to, WHAT);
    Bytes.expectEnd(portalEnd + 1 + Integer.BYTES, to, WHAT);
    return this;
  }

  /** The index of the portal's name. */
  public int portalStart() {
    return portalStart;
  }

  /** The index behind the portal's name. */
  public int portalEnd() {
    return portalEnd;
  }

  /** Whether the portal has no name. */
  public boolean isPortalUnnamed() {
    return portalStart == portalEnd;
  }

  /** The portal's name; empty if it has none. */
  public String portal() {
    return Bytes.text(in, portalStart, portalEnd);
  }

  /** How many rows may come before the portal is suspended; 0 or less for all. */
  public int maxRows() {
    return in.getInt(portalEnd + 1);
  }
}
