package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;

/** Reads a client's answers to an authentication request, which share one type. Which it is depends on what was asked. */
public final class PasswordMessages {

  private PasswordMessages() {}

  /**
   * A password, in clear text or hashed, as bytes that the caller can wipe.
   *
   * @param start the index of the body
   * @param end the index behind it
   * @throws ProtocolViolation if the message is malformed, or the password empty: that is never one, and a server refuses it too
   */
  public static byte[] password(ByteBuf in, int start, int end) {
    int terminator = Bytes.terminator(in, start, end, "PasswordMessage");
    Bytes.expectEnd(terminator + 1, end, "PasswordMessage");
    if (terminator == start) {
      throw new ProtocolViolation("28P01", "empty password returned by client");
    }
    return Bytes.copy(in, start, terminator);
  }

  /**
   * The mechanism that a client has chosen, and its first message.
   *
   * @throws ProtocolViolation if the message is malformed
   */
  public static SaslInitialResponse saslInitial(ByteBuf in, int start, int end) {
    String what = "SASLInitialResponse";
    int terminator = Bytes.terminator(in, start, end, "the mechanism in SASLInitialResponse");
    int data = terminator + 1 + Integer.BYTES;
    Bytes.expectBytes(terminator + 1, Integer.BYTES, end, what);
    int length = in.getInt(terminator + 1);
    // -1 says that there is no first message; SCRAM always has one, and an empty one stands for
    // none.
    if (length < -1 || length > end - data) {
      throw new ProtocolViolation(what + " has data of a length of " + length);
    }
    Bytes.expectEnd(data + Math.max(0, length), end, what);
    return new SaslInitialResponse(Bytes.text(in, start, terminator), Bytes.text(in, data, end));
  }

  /** A later message of SASL: all of the body. */
  public static String sasl(ByteBuf in, int start, int end) {
    return Bytes.text(in, start, end);
  }
}
