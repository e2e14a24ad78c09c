package dev.paceline.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Bytes of one side of a connection, and a reader that gets them in pieces as a connection does. */
final class Stream {

  /** The types in {@link FrameTable#FRONTEND} and {@link FrameTable#BACKEND} that need not be there whole. */
  private static final Set<Character> PASSED_ON =
      Set.of('d', 'B', 'F', 'D', 'T', 't', 'V', 'G', 'H', 'W');

  private final byte[] bytes;

  private Stream(byte[] bytes) {
    this.bytes = bytes;
  }

  static Stream of(byte... bytes) {
    return new Stream(bytes);
  }

  static Stream written(Consumer<ByteBuf> writer) {
    ByteBuf out = Unpooled.buffer();
    writer.accept(out);
    return new Stream(ByteBufUtil.getBytes(out));
  }

  int length() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  ByteBuf buffer() {
    return Unpooled.wrappedBuffer(bytes.clone());
  }

  Stream upTo(int length) {
    return new Stream(Arrays.copyOf(bytes, length));
  }

  Stream with(int index, int value) {
    byte[] changed = bytes.clone();
    changed[index] = (byte) value;
    return new Stream(changed);
  }

  /** What a cursor makes of the bytes when they arrive in one piece. */
  List<String> transcript(FrameTable table) {
    return transcript(table, FrameCursor.MIN_COLLECT);
  }

  /**
   * What a cursor makes of the bytes when they are cut at some indices, in ascending order: a line for each message with all its
   * bytes, and a line for how it ended.
   */
  List<String> transcript(FrameTable table, int collect, int... cuts) {
    FrameCursor cursor = new FrameCursor(table, collect);
    List<String> lines = new ArrayList<>();
    StringBuilder message = new StringBuilder();
    ByteBuf kept = Unpooled.buffer();
    try {
      int from = 0;
      for (int i = 0; i <= cuts.length; i++) {
        int to = i < cuts.length ? cuts[i] : bytes.length;
        kept.writeBytes(bytes, from, to - from);
        from = to;
        cursor.attach(kept);
        while (cursor.next()) {
          note(cursor, kept, collect, message);
          if (cursor.isLast()) {
            lines.add(message.toString());
            message.setLength(0);
          }
        }
        assertThat(cursor.missing()).isPositive();
        cursor.detach();
        kept.discardReadBytes();
      }
      if (message.length() > 0) {
        lines.add("cut off: " + message);
      }
      lines.add("kept: " + kept.readableBytes());
    } catch (ProtocolViolation e) {
      lines.add(e.sqlState() + ": " + e.getMessage());
    }
    return lines;
  }

  private static void note(FrameCursor cursor, ByteBuf in, int collect, StringBuilder message) {
    assertThat(cursor.isFirst()).isEqualTo(message.isEmpty());
    assertThat(cursor.end()).isGreaterThan(cursor.start());
    assertThat(message.length() / 2 + cursor.end() - cursor.start() + cursor.left())
        .isEqualTo(cursor.length());
    if (cursor.isFirst() && !PASSED_ON.contains((char) cursor.type())) {
      int body = cursor.length() - FrameCursor.HEADER;
      assertThat(cursor.isWhole()).isEqualTo(body <= collect);
      assertThat(cursor.end() - cursor.bodyStart()).isGreaterThanOrEqualTo(Math.min(body, collect));
    }
    message.append(ByteBufUtil.hexDump(in, cursor.start(), cursor.end() - cursor.start()));
  }
}
