package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Walks over the messages in the bytes that have arrived, by their headers alone: type, length, next. Nothing is copied, kept or
 * allocated.
 *
 * <p>It stands on one <em>piece</em> at a time. A message is one piece if it has to be looked at whole or if all of it has arrived;
 * otherwise it is a first piece with its header and as much as is there, and then further pieces as they arrive, so that a
 * message of a gigabyte passes through without being collected. A message that {@link FrameTable} wants whole but that is larger
 * than the collecting limit comes in pieces as well; the first of them then has at least that many bytes of its body.
 *
 * <pre>{@code
 * cursor.attach(in);
 * while (cursor.next()) {
 *   if (cursor.isFirst()) { ... cursor.type(), cursor.bodyStart(), cursor.end() ... }
 *   ... in.slice(cursor.start(), cursor.end() - cursor.start()) ...
 * }
 * cursor.detach(); // in's reader index is now behind the last piece: what is left is to be kept in front of what comes next
 * }</pre>
 *
 * <p>Where the bytes are cut makes no difference to messages, to what is whole, and to what is refused. Not safe for use by
 * several threads.
 */
public final class FrameCursor {

  /** The type and the length. */
  public static final int HEADER = Byte.BYTES + Integer.BYTES;

  /** The smallest collecting limit: messages that are always looked at whole can be so long. */
  public static final int MIN_COLLECT = 65_536;

  private final int collectLimit;
  private FrameTable table;

  private ByteBuf in = Unpooled.EMPTY_BUFFER;
  private int limit;
  private int position;
  private int missing;

  private byte type;
  private boolean first;
  private int start;
  private int length;

  /** The bytes of the current message that are not in the pieces so far: while there are any, what comes belongs to it. */
  private int left;

  /**
   * A cursor at the beginning of a connection's messages.
   *
   * @param collectLimit how many bytes of a message's body are collected at most, from {@link #MIN_COLLECT}
   */
  public FrameCursor(FrameTable table, int collectLimit) {
    if (collectLimit < MIN_COLLECT) {
      throw new IllegalArgumentException(
          "a collecting limit of " + collectLimit + " is below " + MIN_COLLECT);
    }
    this.table = table;
    this.collectLimit = collectLimit;
  }

  /** From the next message on, others may come than so far. */
  public void table(FrameTable next) {
    table = next;
  }

  /**
   * Looks at a buffer's readable bytes: what was left over from before, and what has arrived since. The buffer must not be written
   * to or moved until {@link #detach}.
   */
  public void attach(ByteBuf buffer) {
    in = buffer;
    position = buffer.readerIndex();
    limit = buffer.writerIndex();
    missing = 0;
  }

  /** Moves the buffer's reader index behind the last piece, and lets go of the buffer. */
  public void detach() {
    in.readerIndex(position);
    in = Unpooled.EMPTY_BUFFER;
    position = 0;
    limit = 0;
  }

  /**
   * Goes on to the next piece.
   *
   * @return false if there is none before more bytes arrive; {@link #missing} says how many
   * @throws ProtocolViolation if there is no such message, or it is too long or too short
   */
  public boolean next() {
    int there = limit - position;
    if (left > 0) {
      return nextPiece(there);
    }
    if (there < HEADER) {
      missing = HEADER - there;
      return false;
    }
    byte candidate = in.getByte(position);
    int body = in.getInt(position + 1);
    int needed = HEADER + Math.min(table.look(candidate, body), collectLimit);
    if (there < needed) {
      missing = needed - there;
      return false;
    }
    type = candidate;
    first = true;
    start = position;
    length = body + 1;
    take(Math.min(there, length), length);
    return true;
  }

  private boolean nextPiece(int there) {
    if (there == 0) {
      missing = 1;
      return false;
    }
    first = false;
    start = position;
    take(Math.min(there, left), left);
    return true;
  }

  private void take(int bytes, int of) {
    position = start + bytes;
    left = of - bytes;
  }

  /** The type of the message that the piece belongs to. */
  public byte type() {
    return type;
  }

  /** Whether the piece begins with the message's header. */
  public boolean isFirst() {
    return first;
  }

  /** Whether the message ends with this piece. */
  public boolean isLast() {
    return left == 0;
  }

  /** Whether the piece is a message from its header to its end. */
  public boolean isWhole() {
    return first && left == 0;
  }

  /** The index in the buffer of the piece's first byte: in a first piece that of the type. */
  public int start() {
    return start;
  }

  /** The index in the buffer of the body's first byte; only for a first piece. */
  public int bodyStart() {
    return start + HEADER;
  }

  /** The index in the buffer behind the piece. */
  public int end() {
    return position;
  }

  /** The length of the whole message in bytes, with its type. */
  public int length() {
    return length;
  }

  /** How many bytes of the message are still to come after this piece. */
  public int left() {
    return left;
  }

  /**
   * After {@link #next} was false: how many bytes more it needs at least, 1 or more. It says how much room to make for a message
   * that has to be collected.
   */
  public int missing() {
    return missing;
  }
}
