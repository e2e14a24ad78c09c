package dev.paceline.server;

import dev.paceline.backend.ServerConnection;
import dev.paceline.backend.ServerPool;
import dev.paceline.backend.ServerRefusal;
import dev.paceline.session.Settings;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.TransactionStatus;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Borrows a server connection to see what a server makes of a client's wishes. */
final class GreetingBorrower implements ServerPool.Borrower {

  interface Listener {
    void greeted(Map<String, String> parameters);

    void refused(ErrorReport why);
  }

  private final ServerPool pool;
  private final Settings settings;
  private final Listener listener;

  GreetingBorrower(ServerPool pool, Settings settings, Listener listener) {
    this.pool = pool;
    this.settings = settings;
    this.listener = listener;
  }

  @Override
  public void lent(ServerConnection connection) {
    String sql = settings.sqlFrom(connection.applied());
    if (sql.isEmpty()) {
      greet(connection);
      return;
    }
    connection.ask(sql, answer -> {
      ErrorReport error = answer.error();
      if (error == null) {
        connection.applied(settings);
        greet(connection);
      } else {
        connection.close();
        listener.refused(error);
      }
    });
  }

  private void greet(ServerConnection connection) {
    Map<String, String> parameters = new LinkedHashMap<>(connection.parameters());
    pool.giveBack(connection);
    listener.greeted(parameters);
  }

  @Override
  public void unlent(Throwable cause) {
    listener.refused(
        cause instanceof ServerRefusal refusal
            ? refusal.error()
            : ErrorReport.fatal(
                "08001", "no connection to " + pool.node() + ": " + cause.getMessage()));
  }

  @Override
  public void lost(@Nullable ErrorReport last, Throwable cause) {
    listener.refused(
        last != null ? last : ErrorReport.fatal("08006", String.valueOf(cause.getMessage())));
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
