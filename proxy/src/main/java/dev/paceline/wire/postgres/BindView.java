package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Looks at the head of a Bind: the portal and the statement. What follows, formats and values, is passed on unseen, and need not have
 * arrived. Moved from message to message; not safe for use by several threads.
 */
public final class BindView {

  private ByteBuf in = Unpooled.EMPTY_BUFFER;
  private int portalStart;
  private int portalEnd;
  private int statementEnd;

  /**
   * Looks at the Bind whose first piece a cursor stands on.
   *
   * @param in the buffer that the cursor is attached to; it must stay as it is while this view is used
   * @throws ProtocolViolation if the names do not end where a head may end
   */
  public BindView on(FrameCursor cursor, ByteBuf in) {
    return on(in, cursor.bodyStart(), cursor.end());
  }

  BindView on(ByteBuf buffer, int from, int to) {
    in = buffer;
    portalStart = from;
    portalEnd = Bytes.terminator(buffer, from, to, "the portal's name in Bind");
    statementEnd = Bytes.terminator(buffer, portalEnd + 1, to, "the statement's name in Bind");
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

  /** Whether the portal has no name, and is gone with the next one or the next Sync. */
  public boolean isPortalUnnamed() {
    return portalStart == portalEnd;
  }

  /** The portal's name; empty if it has none. */
  public String portal() {
    return Bytes.text(in, portalStart, portalEnd);
  }

  /** The index of the statement's name. */
  public int statementStart() {
    return portalEnd + 1;
  }

  /** The index behind the statement's name. */
  public int statementEnd() {
    return statementEnd;
  }

  /** Whether this binds the statement without a name. */
  public boolean isStatementUnnamed() {
    return portalEnd + 1 == statementEnd;
  }

  /** The statement's name; empty if it has none. */
  public String statement() {
    return Bytes.text(in, statementStart(), statementEnd);
  }

  /** The index of what follows the names: what is before it can be replaced, see {@link StatementNames}. */
  public int rest() {
    return statementEnd + 1;
  }
}
