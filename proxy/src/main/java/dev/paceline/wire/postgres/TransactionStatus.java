package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;

/** Where a session stands, as ReadyForQuery says: the only truth about its transaction. */
public enum TransactionStatus {
  /** No transaction is open. */
  IDLE('I'),

  /** A transaction is open. */
  OPEN('T'),

  /** A transaction is open and has failed: it takes nothing but its end. */
  FAILED('E');

  private final byte code;

  TransactionStatus(char code) {
    this.code = (byte) code;
  }

  /** The byte that stands for it in a message. */
  public byte code() {
    return code;
  }

  /**
   * Reads the body of a ReadyForQuery.
   *
   * @throws ProtocolViolation if there is no such status
   */
  public static TransactionStatus read(ByteBuf in, int start) {
    byte code = in.getByte(start);
    return switch (code) {
      case 'I' -> IDLE;
      case 'T' -> OPEN;
      case 'E' -> FAILED;
      default -> throw new ProtocolViolation(Bytes.named("ReadyForQuery with status", code));
    };
  }
}
