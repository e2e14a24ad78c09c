package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a client says before it is anybody. */
public final class StartupDecoder {

  /** The longest packet, as in PostgreSQL: 10,000 bytes behind the length. */
  public static final int MAX_LENGTH = 10_000 + Integer.BYTES;

  /** The first byte of a TLS handshake; of a packet it would be the length's, which is far too long. */
  public static final byte TLS_HANDSHAKE = 0x16;

  static final int CANCEL_REQUEST = 1234 << 16 | 5678;
  static final int SSL_REQUEST = 1234 << 16 | 5679;
  static final int GSSENC_REQUEST = 1234 << 16 | 5680;

  private static final int HEAD = 2 * Integer.BYTES;

  private StartupDecoder() {}

  /**
   * Takes one packet from the buffer.
   *
   * @return null if it is not there whole yet: nothing has been consumed. Before that at most {@link #MAX_LENGTH} bytes come together.
   * @throws ProtocolViolation as soon as what is there cannot become a packet
   */
  public static @Nullable StartupPacket read(ByteBuf in) {
    int there = in.readableBytes();
    int start = in.readerIndex();
    if (there > 0 && in.getByte(start) == TLS_HANDSHAKE) {
      return new StartupPacket.DirectTls();
    }
    if (there < Integer.BYTES) {
      return null;
    }
    int length = in.getInt(start);
    if (length < HEAD || length > MAX_LENGTH) {
      throw new ProtocolViolation("the start-up packet has a length of " + length
          + ", which must be " + HEAD + " to " + MAX_LENGTH);
    }
    if (there < length) {
      return null;
    }
    StartupPacket packet =
        packet(in, in.getInt(start + Integer.BYTES), start + HEAD, start + length);
    in.skipBytes(length);
    return packet;
  }

  private static StartupPacket packet(ByteBuf in, int code, int start, int end) {
    return switch (code) {
      case SSL_REQUEST -> bare(new StartupPacket.SslRequest(), "SSLRequest", start, end);
      case GSSENC_REQUEST -> bare(new StartupPacket.GssEncRequest(), "GSSENCRequest", start, end);
      case CANCEL_REQUEST -> cancel(in, start, end);
      default -> startup(in, code, start, end);
    };
  }

  private static StartupPacket bare(StartupPacket packet, String what, int start, int end) {
    Bytes.expectEnd(start, end, what);
    return packet;
  }

  private static StartupPacket cancel(ByteBuf in, int start, int end) {
    int key = end - start - Integer.BYTES;
    if (key < BackendKey.MIN_KEY || key > BackendKey.MAX_KEY) {
      throw new ProtocolViolation("CancelRequest has a key of " + key + " bytes, which must be "
          + BackendKey.MIN_KEY + " to " + BackendKey.MAX_KEY);
    }
    return new StartupPacket.CancelRequest(
        new BackendKey(in.getInt(start), Bytes.copy(in, start + Integer.BYTES, end)));
  }

  private static StartupPacket startup(ByteBuf in, int version, int start, int end) {
    if (ProtocolVersion.major(version) != ProtocolVersion.major(ProtocolVersion.NEWEST)) {
      throw new ProtocolViolation(
          SqlStates.FEATURE_NOT_SUPPORTED,
          "unsupported frontend protocol " + ProtocolVersion.describe(version) + ": supported are "
              + ProtocolVersion.describe(ProtocolVersion.V3_0) + " to "
              + ProtocolVersion.describe(ProtocolVersion.NEWEST));
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    int at = start;
    while (true) {
      int nameEnd = Bytes.terminator(in, at, end, "the start-up packet's list of parameters");
      if (nameEnd == at) {
        Bytes.expectEnd(at + 1, end, "the start-up packet");
        return new StartupPacket.Startup(new StartupMessage(version, parameters));
      }
      String name = Bytes.strictText(in, at, nameEnd, "the name of a start-up parameter");
      int valueEnd = Bytes.terminator(in, nameEnd + 1, end, "a start-up parameter");
      // The last of several counts, and stands where it came.
      parameters.remove(name);
      parameters.put(
          name, Bytes.strictText(in, nameEnd + 1, valueEnd, "the value of a start-up parameter"));
      at = valueEnd + 1;
    }
  }
}
