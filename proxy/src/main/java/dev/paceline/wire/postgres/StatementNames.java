package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;

/**
 * Gives the statement in a message another name, as a server connection that many clients share has it under its own. Only the head
 * of the message is written anew; what follows it, be it a gigabyte, is passed on as it is, and need not have arrived.
 *
 * <p>Each method that writes a head takes the length of the message as it came, with its type ({@link FrameCursor#length}), and a new
 * name that is encoded and has no zero byte. The caller then passes on everything from {@link ParseView#sqlStart} or
 * {@link BindView#rest}.
 */
public final class StatementNames {

  /** What is left of a message is copied behind its head rather than linked to it up to this many bytes: it is cheaper. */
  private static final int COPY_UP_TO = 1024;

  private StatementNames() {}

  /** Writes the head of a Parse, up to its text. */
  public static void parseHead(ByteBuf out, ParseView parse, int length, byte[] name) {
    int removed = parse.nameEnd() - parse.nameStart();
    out.writeByte(FrontendType.PARSE).writeInt(renamed(length, removed, name));
    Bytes.text(out, name);
  }

  /** Writes the head of a Bind, up to its formats. */
  public static void bindHead(ByteBuf out, ByteBuf in, BindView bind, int length, byte[] name) {
    int removed = bind.statementEnd() - bind.statementStart();
    out.writeByte(FrontendType.BIND).writeInt(renamed(length, removed, name));
    out.writeBytes(in, bind.portalStart(), bind.portalEnd() + 1 - bind.portalStart());
    Bytes.text(out, name);
  }

  /** Writes a Describe of a statement. */
  public static void describe(ByteBuf out, byte[] name) {
    target(out, FrontendType.DESCRIBE, name);
  }

  /** Writes a Close of a statement. */
  public static void close(ByteBuf out, byte[] name) {
    target(out, FrontendType.CLOSE, name);
  }

  /**
   * A head with what follows it: copied into one buffer if that is short, else linked.
   *
   * @param head given away: it is part of the answer
   * @param in retained for as long as the answer is, if it is linked
   * @param rest the index of what follows the head, see above
   * @param end the index behind what is there of the message
   * @return a buffer that the caller releases
   */
  public static ByteBuf join(
      ByteBufAllocator allocator, ByteBuf head, ByteBuf in, int rest, int end) {
    int bytes = end - rest;
    if (bytes <= COPY_UP_TO) {
      return head.writeBytes(in, rest, bytes);
    }
    CompositeByteBuf joined = allocator.compositeBuffer(2);
    joined.addComponent(/* increaseWriterIndex= */ true, head);
    joined.addComponent(/* increaseWriterIndex= */ true, in.retainedSlice(rest, bytes));
    return joined;
  }

  private static void target(ByteBuf out, byte type, byte[] name) {
    int at = Bytes.begin(out, type);
    out.writeByte(TargetView.STATEMENT);
    Bytes.text(out, name);
    Bytes.end(out, at);
  }

  /** The length to write: without the type, and with the difference of the names. */
  private static int renamed(int length, int removed, byte[] name) {
    return length - 1 - removed + name.length;
  }
}
