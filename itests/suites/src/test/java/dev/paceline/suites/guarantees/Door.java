package dev.paceline.suites.guarantees;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How the sessions of a workload come by a connection for each thing they do. */
public interface Door extends AutoCloseable {

  /** Where connections come from; a workload's door must be opened by something that may fail. */
  @FunctionalInterface
  interface Opener {
    Connection open() throws SQLException;
  }

  /** One thing to do on a connection. */
  @FunctionalInterface
  interface Errand<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Does it for this session: only one at a time for each session. */
  <T> T write(int session, Errand<T> errand) throws SQLException;

  /** As {@link #write}, for what only reads. */
  <T> T read(int session, Errand<T> errand) throws SQLException;

  @Override
  void close() throws SQLException;

  /** Each session keeps one connection for itself. */
  static Door own(int sessions, Opener opener) throws SQLException {
    return split(sessions, opener, null);
  }

  /** What nobody should do: writes to one server, reads from another, each session with its own two connections. */
  static Door split(int sessions, Opener writes, Opener reads) throws SQLException {
    List<Connection> writers = open(sessions, writes);
    List<Connection> readers = reads == null ? writers : open(sessions, reads);
    return new Door() {
      @Override
      public <T> T write(int session, Errand<T> errand) throws SQLException {
        return errand.run(writers.get(session));
      }

      @Override
      public <T> T read(int session, Errand<T> errand) throws SQLException {
        return errand.run(readers.get(session));
      }

      @Override
      public void close() throws SQLException {
        for (Connection connection : writers) {
          connection.close();
        }
        for (Connection connection : readers) {
          connection.close();
        }
      }
    };
  }

  /** Everything on any connection of an outer pool, as in a web application: requests of one user hop connections. */
  static Door pooled(int connections, String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername("postgres");
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(connections);
    config.setPoolName("outer");
    HikariDataSource pool = new HikariDataSource(config);
    return new Door() {
      @Override
      public <T> T write(int session, Errand<T> errand) throws SQLException {
        try (Connection connection = pool.getConnection()) {
          return errand.run(connection);
        }
      }

      @Override
      public <T> T read(int session, Errand<T> errand) throws SQLException {
        return write(session, errand);
      }

      @Override
      public void close() {
        pool.close();
      }
    };
  }

  private static List<Connection> open(int sessions, Opener opener) throws SQLException {
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      connections.add(opener.open());
    }
    return connections;
  }
}
