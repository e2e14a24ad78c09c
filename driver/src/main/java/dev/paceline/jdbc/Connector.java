package dev.paceline.jdbc;

import dev.paceline.cluster.Cluster;
import dev.paceline.config.PacelineConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens logical connections. */
final class Connector {

  private static final System.Logger LOG = System.getLogger("dev.paceline.jdbc");

  private static final AtomicInteger IDENTITIES = new AtomicInteger();
  private static final AtomicBoolean POOL_LOOKED_FOR = new AtomicBoolean();

  private Connector() {}

  static Connection connect(PacelineConfig config) throws SQLException {
    NativeDriver natively = NativeDriver.of(config);
    if (POOL_LOOKED_FOR.compareAndSet(false, true)) {
      sayWhatTwoPoolsMean(config);
    }
    Cluster cluster = Cluster.acquire(config);
    Holdings holdings = new Holdings(cluster);
    try {
      return new LogicalConnection(
          cluster, config, natively, holdings, config.safeUrl(), IDENTITIES.incrementAndGet());
    } catch (RuntimeException | Error e) {
      holdings.close();
      holdings.run();
      throw e;
    }
  }

  /** Once: who pools our connections should know that they hold no sockets. */
  private static void sayWhatTwoPoolsMean(PacelineConfig config) {
    boolean pooled = StackWalker.getInstance()
        .walk(
            frames -> frames.anyMatch(frame -> frame.getClassName().contains("zaxxer.hikari.pool.")
                && !frame.getClassName().startsWith("dev.paceline.")));
    if (pooled) {
      LOG.log(
          System.Logger.Level.INFO,
          "{0} - a connection pool opens connections of Paceline, which pools physical connections itself (outer pool:"
              + " how many requests run at once; paceline.pool.maximumPoolSize: connections to each node). A small outer"
              + " pool costs nothing; its connections hold no socket while they are idle",
          config.name());
    }
  }
}
