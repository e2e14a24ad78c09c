package dev.paceline.session.postgres;

import dev.paceline.backend.Channels;
import dev.paceline.wire.postgres.BackendType;
import dev.paceline.wire.postgres.BackendWriter;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** What goes to the client: written as it comes, flushed when there is a pause. Confined to the channel's event loop. */
final class ClientOutput {

  private final Channel channel;
  private boolean written;

  ClientOutput(Channel channel) {
    this.channel = channel;
  }

  /** Room for a message of the proxy's own. */
  ByteBuf buffer() {
    return channel.alloc().buffer();
  }

  /**
   * Writes without flushing.
   *
   * @param bytes given away
   */
  void write(ByteBuf bytes) {
    written = true;
    Channels.write(channel, bytes);
  }

  /** ParseComplete or CloseComplete, not written yet. */
  ByteBuf completion(byte type) {
    ByteBuf out = channel.alloc().buffer(8);
    if (type == BackendType.PARSE_COMPLETE) {
      BackendWriter.parseComplete(out);
    } else {
      BackendWriter.closeComplete(out);
    }
    return out;
  }

  void error(ErrorReport error) {
    ByteBuf out = channel.alloc().buffer();
    error.writeError(out);
    write(out);
  }

  void readyForQuery(TransactionStatus status) {
    ByteBuf out = channel.alloc().buffer(6);
    BackendWriter.readyForQuery(out, status);
    write(out);
  }

  /** Sends what was written, if anything. */
  void flush() {
    if (written) {
      written = false;
      channel.flush();
    }
  }

  /** Whether the client takes what it is sent; if not, no more should be read for it. */
  boolean isWritable() {
    return channel.isWritable();
  }
}
