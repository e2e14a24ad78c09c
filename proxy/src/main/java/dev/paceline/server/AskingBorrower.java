package dev.paceline.server;

import dev.paceline.backend.ServerPool;
import dev.paceline.backend.ServerRefusal;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.TransactionStatus;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Borrows a server connection for a question of the proxy's own: nothing that comes on it is a client's. */
abstract class AskingBorrower implements ServerPool.Borrower {

  private final ServerPool pool;

  AskingBorrower(ServerPool pool) {
    this.pool = pool;
  }

  ServerPool pool() {
    return pool;
  }

  /** There is no answer. */
  abstract void refused(ErrorReport why);

  @Override
  public void unlent(Throwable cause) {
    refused(
        cause instanceof ServerRefusal refusal
            ? refusal.error()
            : ErrorReport.fatal(
                "08001", "no connection to " + pool.node() + ": " + cause.getMessage()));
  }

  @Override
  public void lost(@Nullable ErrorReport last, Throwable cause) {
    refused(last != null ? last : ErrorReport.fatal("08006", String.valueOf(cause.getMessage())));
  }

  @Override
  public void answer(ByteBuf bytes) {
    bytes.release();
  }

  @Override
  public void begins(byte type, ByteBuf in, int bodyStart, int end) {}

  @Override
  public void failed(ErrorReport error) {}

  @Override
  public void answerLocally(byte type) {}

  @Override
  public void pause() {}

  @Override
  public void ready(TransactionStatus status) {}

  @Override
  public void writable(boolean writable) {}
}
