package dev.paceline.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;

/** What is done with channels without waiting for the outcome: where it fails the channel closes, which its handler is told. */
public final class Channels {

  private Channels() {}

  /** Writes without flushing. */
  public static void write(Channel channel, ByteBuf bytes) {
    ChannelFuture ignored = channel.write(bytes, channel.voidPromise());
  }

  /** Writes and flushes. */
  public static void send(Channel channel, ByteBuf bytes) {
    ChannelFuture ignored = channel.writeAndFlush(bytes, channel.voidPromise());
  }

  /** Writes, flushes, and closes when that is done. */
  public static void sendAndClose(Channel channel, ByteBuf bytes) {
    ChannelFuture ignored = channel.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE);
  }

  /** Closes. */
  public static void close(Channel channel) {
    ChannelFuture ignored = channel.close();
  }
}
