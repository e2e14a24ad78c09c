package dev.paceline.clusterkit.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/** One direction of one connection: a bounded queue of bytes between two sockets. Belongs to the loop's thread. */
final class Pipe {

  private static final int WRITES_AT_ONCE = 16;

  /** Bytes and when they came; no bytes at all stand for the end of the stream. */
  private record Chunk(ByteBuffer bytes, long arrivedAt) {}

  private final Link link;
  private final SocketChannel source;
  private final SocketChannel sink;
  private final Shape shape;
  private final ArrayDeque<Chunk> queue = new ArrayDeque<>();
  private int queued;
  private boolean sourceEnded;
  private boolean sinkEnded;
  private boolean sinkFull;
  private long wakeAt; // 0: no timer is set

  Pipe(Link link, SocketChannel source, SocketChannel sink, Shape shape) {
    this.link = link;
    this.source = source;
    this.sink = sink;
    this.shape = shape;
  }

  boolean wantsToRead() {
    return !sourceEnded && !shape.blackhole && queued < shape.capacity();
  }

  boolean wantsToWrite() {
    return sinkFull && !shape.blackhole;
  }

  boolean isOver() {
    return sinkEnded;
  }

  /** Takes what the source has, and passes on what may go. */
  void read() throws IOException {
    ByteBuffer scratch = link.loop().scratch.clear();
    scratch.limit(Math.min(scratch.capacity(), shape.capacity() - queued));
    int count = source.read(scratch);
    scratch.flip();
    if (count < 0) {
      sourceEnded = true;
      queue.add(new Chunk(ByteBuffer.allocate(0), System.nanoTime()));
    } else if (queue.isEmpty() && shape.isPrompt()) {
      shape.pass(sink.write(scratch));
    }
    if (scratch.hasRemaining()) {
      ByteBuffer copy = ByteBuffer.allocate(scratch.remaining()).put(scratch).flip();
      queued += copy.remaining();
      queue.add(new Chunk(copy, System.nanoTime()));
    }
    write();
  }

  /** Passes on what may go now, and has itself called again when more may. */
  void write() throws IOException {
    sinkFull = false;
    for (int i = 0; !queue.isEmpty() && !shape.blackhole; i++) {
      Chunk head = queue.element();
      long now = System.nanoTime();
      long due = head.arrivedAt() + shape.delayNanos();
      if (due - now > 0) {
        wakeAt(due);
        return;
      }
      if (sourceEnded && head.bytes().capacity() == 0) {
        queue.remove();
        sink.shutdownOutput();
        sinkEnded = true;
        return;
      }
      int allowed = shape.allowed(now);
      if (allowed == 0) {
        wakeAt(shape.refillAt(now));
        return;
      }
      // One connection must not keep the thread to itself.
      if (!write(head, allowed) || i == WRITES_AT_ONCE) {
        sinkFull = !queue.isEmpty();
        return;
      }
    }
  }

  /** Returns whether the sink took all that it was given. */
  private boolean write(Chunk head, int allowed) throws IOException {
    ByteBuffer bytes = head.bytes();
    int given = Math.min(bytes.remaining(), allowed);
    ByteBuffer part = bytes.slice(bytes.position(), given);
    int written = sink.write(part);
    bytes.position(bytes.position() + written);
    queued -= written;
    shape.pass(written);
    if (!bytes.hasRemaining()) {
      queue.remove();
    }
    return written == given;
  }

  /** Sets a timer, unless one is set that comes early enough. */
  private void wakeAt(long nanoTime) {
    long due = nanoTime == 0 ? 1 : nanoTime;
    if (wakeAt != 0 && wakeAt - due <= 0) {
      return;
    }
    wakeAt = due;
    link.loop().at(due, () -> {
      if (wakeAt == due) {
        wakeAt = 0;
        link.refresh();
      }
    });
  }
}
