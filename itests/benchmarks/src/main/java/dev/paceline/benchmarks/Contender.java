package dev.paceline.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Who runs. Every one stands on the same native driver and talks to the same servers. */
public enum Contender {
  /** pgjdbc, or the stub, alone; of several hosts the primary. */
  RAW,
  /** HikariCP on {@link #RAW}. */
  HIKARI,
  /** Paceline with its defaults. */
  PACELINE,
  /** Paceline that lets every replica answer every read: no floors, no marks. */
  PACELINE_ANY,
  /** The AWS advanced JDBC wrapper with its default plugins, on the primary. */
  AWS,
  /** The same with its SQL parser in front, which automatic read/write splitting needs. */
  AWS_PARSER;

  private static final String AWS_DEFAULT_PLUGINS =
      "initialConnection,auroraConnectionTracker,failover2,efm2";

  /** The URL for {@code DriverManager}. */
  String url(Target target) {
    return switch (this) {
      case RAW, HIKARI -> target.primary().url();
      case PACELINE -> paceline(target);
      case PACELINE_ANY -> paceline(target) + "&paceline.freshness=any";
      case AWS -> target.primary().url("jdbc:aws-wrapper:postgresql://");
      case AWS_PARSER ->
        target.primary().url("jdbc:aws-wrapper:postgresql://") + "&wrapperPlugins=sqlParser,"
            + AWS_DEFAULT_PLUGINS;
    };
  }

  private static String paceline(Target target) {
    // The hosts that are named are the cluster: a benchmark of one node must not find the others.
    return target.url("jdbc:paceline:postgresql://") + "&paceline.discovery=off";
  }

  /** Connections of this contender. */
  Source open(Target target) {
    return this == HIKARI ? new Pooled(url(target)) : new Direct(url(target));
  }

  private record Direct(String url) implements Source {

    @Override
    public Connection connection() throws SQLException {
      return DriverManager.getConnection(url);
    }

    @Override
    public void close() {}
  }

  private static final class Pooled implements Source {

    private final HikariDataSource pool;

    Pooled(String url) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(url);
      this.pool = new HikariDataSource(config);
    }

    @Override
    public Connection connection() throws SQLException {
      return pool.getConnection();
    }

    @Override
    public void close() {
      pool.close();
    }
  }
}
