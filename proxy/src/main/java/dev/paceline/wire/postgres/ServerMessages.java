package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a server says at a log-in, and what a proxy must understand later. Each method takes a message's whole body by the index
 * of its first byte and the index behind it, and throws {@link ProtocolViolation} if it is malformed.
 */
public final class ServerMessages {

  /**
   * A setting that the server reports.
   *
   * @param name in the server's spelling
   * @param value as SHOW would give it
   */
  public record Parameter(String name, String value) {}

  /**
   * A notification.
   *
   * @param processId of the session that sent it
   * @param payload empty if there is none
   */
  public record Notification(int processId, String channel, String payload) {}

  /**
   * What the server offers instead of what was asked for.
   *
   * @param version the newest that it speaks
   * @param unknownOptions the options of the protocol that it does not know
   */
  public record Negotiation(int version, List<String> unknownOptions) {

    /** Keeps its own copy. */
    public Negotiation {
      unknownOptions = List.copyOf(unknownOptions);
    }
  }

  private ServerMessages() {}

  /** ParameterStatus. */
  public static Parameter parameter(ByteBuf in, int start, int end) {
    int name = Bytes.terminator(in, start, end, "the name in ParameterStatus");
    int value = Bytes.terminator(in, name + 1, end, "the value in ParameterStatus");
    Bytes.expectEnd(value + 1, end, "ParameterStatus");
    return new Parameter(Bytes.text(in, start, name), Bytes.text(in, name + 1, value));
  }

  /** BackendKeyData. */
  public static BackendKey key(ByteBuf in, int start, int end) {
    int length = end - start - Integer.BYTES;
    if (length < BackendKey.MIN_KEY || length > BackendKey.MAX_KEY) {
      throw new ProtocolViolation("BackendKeyData has a key of " + length + " bytes");
    }
    return new BackendKey(in.getInt(start), Bytes.copy(in, start + Integer.BYTES, end));
  }

  /** NotificationResponse. */
  public static Notification notification(ByteBuf in, int start, int end) {
    String what = "NotificationResponse";
    Bytes.expectBytes(start, Integer.BYTES, end, what);
    int channel = start + Integer.BYTES;
    int channelEnd = Bytes.terminator(in, channel, end, "the channel in NotificationResponse");
    int payloadEnd =
        Bytes.terminator(in, channelEnd + 1, end, "the payload in NotificationResponse");
    Bytes.expectEnd(payloadEnd + 1, end, what);
    return new Notification(
        in.getInt(start),
        Bytes.text(in, channel, channelEnd),
        Bytes.text(in, channelEnd + 1, payloadEnd));
  }

  /** CommandComplete: the tag, for example {@code INSERT 0 1}. */
  public static String commandTag(ByteBuf in, int start, int end) {
    int terminator = Bytes.terminator(in, start, end, "CommandComplete");
    Bytes.expectEnd(terminator + 1, end, "CommandComplete");
    return Bytes.text(in, start, terminator);
  }

  /** ParameterDescription: the object identifiers of the parameters' types. */
  public static int[] parameterTypes(ByteBuf in, int start, int end) {
    String what = "ParameterDescription";
    Bytes.expectBytes(start, Short.BYTES, end, what);
    int[] types = new int[in.getUnsignedShort(start)];
    Bytes.expectBytes(start + Short.BYTES, types.length * Integer.BYTES, end, what);
    Bytes.expectEnd(start + Short.BYTES + types.length * Integer.BYTES, end, what);
    for (int i = 0; i < types.length; i++) {
      types[i] = in.getInt(start + Short.BYTES + i * Integer.BYTES);
    }
    return types;
  }

  /** NegotiateProtocolVersion. */
  public static Negotiation negotiation(ByteBuf in, int start, int end) {
    String what = "NegotiateProtocolVersion";
    Bytes.expectBytes(start, 2 * Integer.BYTES, end, what);
    int count = in.getInt(start + Integer.BYTES);
    int at = start + 2 * Integer.BYTES;
    // Each has a byte at least, so that a count alone can take no memory.
    if (count < 0 || count > end - at) {
      throw new ProtocolViolation(what + " has " + count + " options");
    }
    List<String> options = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int terminator = Bytes.terminator(in, at, end, "an option in NegotiateProtocolVersion");
      options.add(Bytes.text(in, at, terminator));
      at = terminator + 1;
    }
    Bytes.expectEnd(at, end, what);
    return new Negotiation(in.getInt(start), options);
  }
}
