package dev.paceline.backend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Keeps the beginning of a message until the rest arrives. An idle connection keeps no buffer. */
public final class Cumulation {

  private Cumulation() {}

  /**
   * What was kept, followed by what has arrived.
   *
   * @param kept from {@link #keep}, given away; may be null
   * @param arrived given away
   * @return the caller's
   */
  public static ByteBuf join(ByteBufAllocator allocator, @Nullable ByteBuf kept, ByteBuf arrived) {
    if (kept == null) {
      return arrived;
    }
    ByteBuf joined = kept;
    if (kept.refCnt() > 1 || kept.writableBytes() < arrived.readableBytes()) {
      joined = allocator.buffer(
          Math.max(kept.readableBytes() + arrived.readableBytes(), kept.capacity()));
      joined.writeBytes(kept);
      kept.release();
    }
    joined.writeBytes(arrived);
    arrived.release();
    return joined;
  }

  /**
   * Keeps what is left.
   *
   * @param in given away
   * @param missing how many bytes more will be needed at least
   * @return null if nothing is left
   */
  public static @Nullable ByteBuf keep(ByteBufAllocator allocator, ByteBuf in, int missing) {
    int left = in.readableBytes();
    if (left == 0) {
      in.release();
      return null;
    }
    // Copied: the buffer may hold much that has been passed on, or be shared with what was.
    ByteBuf kept = allocator.buffer(left + Math.max(missing, 0));
    kept.writeBytes(in);
    in.release();
    return kept;
  }
}
