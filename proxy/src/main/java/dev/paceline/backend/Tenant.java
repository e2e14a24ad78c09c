package dev.paceline.backend;

import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.TransactionStatus;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Who has borrowed a server connection. Called on the connection's event loop only. */
public interface Tenant {

  /**
   * Messages, or parts of them, that answer what the tenant sent.
   *
   * @param bytes given away
   */
  void answer(ByteBuf bytes);

  /**
   * A message that answers what the tenant sent begins; its bytes follow with {@link #answer}.
   *
   * @param in holds the message from {@code bodyStart} to {@code end}, whole unless it is a large one; not to be kept
   */
  void begins(byte type, ByteBuf in, int bodyStart, int end);

  /** The server has answered with an error; its bytes follow with {@link #answer}. */
  void failed(ErrorReport error);

  /** A message that was not sent is to be answered now, see {@link dev.paceline.wire.postgres.ExpectedResponses#answerLocally}. */
  void answerLocally(byte type);

  /** Nothing more can be read now: what was written may be flushed. */
  void pause();

  /** ReadyForQuery has been passed on, and nothing is owed. */
  void ready(TransactionStatus status);

  /**
   * The connection is gone; it must not be given back.
   *
   * @param last the server's last words, or null
   */
  void lost(@Nullable ErrorReport last, Throwable cause);

  /** The server can take more, or cannot: what is read from the client has to follow. */
  void writable(boolean writable);
}
