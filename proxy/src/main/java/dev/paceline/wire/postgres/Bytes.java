package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What every reader and writer needs: texts that end with a zero byte, and messages that begin with their length. */
final class Bytes {

  private Bytes() {}

  /** A message's name and type: {@code Query ('Q')}, or the number if it is not printable. */
  static String named(String name, byte type) {
    return type > ' ' && type < 0x7f
        ? name + " ('" + (char) type + "')"
        : String.format("%s (0x%02x)", name, type & 0xff);
  }

  /**
   * Where the text that begins at an index ends.
   *
   * @return the index of its zero byte, which is less than {@code end}
   * @throws ProtocolViolation if there is none before {@code end}
   */
  static int terminator(ByteBuf in, int start, int end, String what) {
    int at = start < end ? in.indexOf(start, end, (byte) 0) : -1;
    if (at < 0) {
      throw new ProtocolViolation(what + " has no end");
    }
    return at;
  }

  /** The text of some bytes in UTF-8; what is not UTF-8 becomes U+FFFD. */
  static String text(ByteBuf in, int start, int end) {
    return in.toString(start, end - start, StandardCharsets.UTF_8);
  }

  /**
   * The text of some bytes that must be UTF-8.
   *
   * @throws ProtocolViolation if they are not: two different names must never become the same one
   */
  static String strictText(ByteBuf in, int start, int end, String what) {
    byte[] bytes = copy(in, start, end);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolViolation(SqlStates.NOT_IN_REPERTOIRE, what + " is not UTF-8");
    }
  }

  static byte[] copy(ByteBuf in, int start, int end) {
    byte[] bytes = new byte[end - start];
    in.getBytes(start, bytes);
    return bytes;
  }

  /** Fails unless a message that was read up to an index ends there. */
  static void expectEnd(int index, int end, String what) {
    if (index != end) {
      throw new ProtocolViolation(what + " has " + (end - index) + " bytes after its end");
    }
  }

  /** Fails unless some bytes are there. */
  static void expectBytes(int index, int needed, int end, String what) {
    if (end - index < needed) {
      throw new ProtocolViolation(what + " is cut short");
    }
  }

  /** Begins a message. @return what {@link #end} needs */
  static int begin(ByteBuf out, byte type) {
    out.writeByte(type);
    return begin(out);
  }

  /** Begins a packet without a type. @return what {@link #end} needs */
  static int begin(ByteBuf out) {
    int at = out.writerIndex();
    out.writeInt(0);
    return at;
  }

  /** Ends a message: everything that was written since it began is its body. */
  static void end(ByteBuf out, int at) {
    out.setInt(at, out.writerIndex() - at);
  }

  /** Writes a message without a body. */
  static void empty(ByteBuf out, byte type) {
    out.writeByte(type).writeInt(Integer.BYTES);
  }

  /**
   * Writes a text in UTF-8 with its zero byte.
   *
   * @throws IllegalArgumentException if the text has a zero itself: what follows it would be read as something else
   */
  static void text(ByteBuf out, CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == 0) {
        throw new IllegalArgumentException("a text of the protocol has a zero character at " + i);
      }
    }
    ByteBufUtil.writeUtf8(out, text);
    out.writeByte(0);
  }

  /** As {@link #text(ByteBuf, CharSequence)}, with a name that is already encoded and has no zero in it. */
  static void text(ByteBuf out, byte[] encoded) {
    out.writeBytes(encoded).writeByte(0);
  }
}
