package dev.paceline.server;

import dev.paceline.admin.AdminSettings;
import dev.paceline.admin.HttpSettings;
import dev.paceline.admin.ShownSetting;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a proxy is run. Immutable.
 *
 * @param poolMode for how long a client has a server connection
 * @param poolWaitNanos how long a client waits for one
 * @param monitorDatabase the database whose cluster is met at the start; null if none is met before a client comes
 * @param admin who may look and command by SQL
 * @param http where health and metrics are served; null for nowhere
 * @param drainNanos how long transactions may go on when the proxy is told to end
 * @param l4 where connections are passed on without a look at them
 * @param shown all settings, for people
 */
public record OperationSettings(
    PoolMode poolMode,
    long poolWaitNanos,
    @Nullable String monitorDatabase,
    AdminSettings admin,
    @Nullable HttpSettings http,
    long drainNanos,
    List<L4Listener> l4,
    List<ShownSetting> shown) {

  /** Transactions share connections; nobody may command, and nothing but SQL is served. */
  public static final OperationSettings DEFAULT = new OperationSettings(
      PoolMode.TRANSACTION,
      TimeUnit.SECONDS.toNanos(30),
      null,
      AdminSettings.DEFAULT,
      null,
      0,
      List.of(),
      List.of());

  /** Copies what could change. */
  public OperationSettings {
    l4 = List.copyOf(l4);
    shown = List.copyOf(shown);
  }
}
