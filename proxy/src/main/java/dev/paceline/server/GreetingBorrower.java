package dev.paceline.server;

import dev.paceline.backend.ServerConnection;
import dev.paceline.backend.ServerPool;
import dev.paceline.session.Settings;
import dev.paceline.wire.postgres.ErrorReport;
import java.util.LinkedHashMap;
import java.util.Map;

/** Borrows a server connection to see what a server makes of a client's wishes. */
final class GreetingBorrower extends AskingBorrower {

  interface Listener {
    void greeted(Map<String, String> parameters);

    void refused(ErrorReport why);
  }

  private final Settings settings;
  private final Listener listener;

  GreetingBorrower(ServerPool pool, Settings settings, Listener listener) {
    super(pool);
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
    pool().giveBack(connection);
    listener.greeted(parameters);
  }

  @Override
  void refused(ErrorReport why) {
    listener.refused(why);
  }
}
