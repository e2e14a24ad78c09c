package dev.paceline.cli;

import dev.paceline.jdbc.PacelineConnection;
import dev.paceline.routing.RouteDecision;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Customers that write and read through the driver. Each operation takes any connection of a pool, as in an application
 * behind a connection pool: what one connection wrote, another one has to see.
 */
final class DemoWorkload implements AutoCloseable {

  static final int CUSTOMERS = 4;
  static final int CONNECTIONS = 8;

  private static final long THINK_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final int WRITE_EVERY = 36;

  private static final String READ_OWN = "SELECT orders FROM customer WHERE id = ?";

  private static final String READ_PRODUCT = "SELECT price FROM product WHERE id = ?";

  private static final String WRITE = "UPDATE customer SET orders = orders + 1 WHERE id = ?";

  private final DemoLedger ledger;
  private final BlockingQueue<Connection> connections = new ArrayBlockingQueue<>(CONNECTIONS);
  private final List<Thread> customers = new ArrayList<>();
  private volatile boolean ended;

  DemoWorkload(DemoLedger ledger) {
    this.ledger = ledger;
  }

  static List<String> schema() {
    return List.of(
        "CREATE TABLE customer (id int PRIMARY KEY, orders bigint NOT NULL)",
        "INSERT INTO customer SELECT i, 0 FROM generate_series(1, " + CUSTOMERS + ") i",
        "CREATE TABLE product (id int PRIMARY KEY, price int NOT NULL)",
        "INSERT INTO product SELECT i, i * 7 FROM generate_series(1, 1000) i");
  }

  void start(String url) throws SQLException {
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(DriverManager.getConnection(url));
    }
    for (int i = 1; i <= CUSTOMERS; i++) {
      int customer = i;
      Thread thread = new Thread(() -> live(customer), "demo-customer-" + i);
      thread.setDaemon(true);
      customers.add(thread);
      thread.start();
    }
  }

  private void live(int customer) {
    long acknowledged = 0;
    for (int step = 0; !ended; step++) {
      try {
        Connection connection = connections.take();
        try {
          if (step % WRITE_EVERY == 0) {
            acknowledged += write(connection, customer);
          } else if (step % 2 == 0) {
            read(connection, READ_PRODUCT, 1 + step % 1000);
          } else {
            long seen = read(connection, READ_OWN, customer);
            ledger.checked(seen >= acknowledged);
          }
        } finally {
          connections.add(connection);
        }
      } catch (SQLException e) {
        ledger.failed(e);
      } catch (InterruptedException e) {
        return;
      }
      LockSupport.parkNanos(THINK_NANOS);
    }
  }

  private int write(Connection connection, int customer) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(WRITE)) {
      update.setInt(1, customer);
      int rows = update.executeUpdate();
      ledger.wrote();
      return rows;
    }
  }

  private long read(Connection connection, String sql, int id) throws SQLException {
    int out = ledger.out();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setInt(1, id);
      long value;
      try (ResultSet rows = query.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("no row for " + id + " in: " + sql);
        }
        value = rows.getLong(1);
      }
      RouteDecision route = connection.unwrap(PacelineConnection.class).lastRoute();
      if (route != null && route.node() != null) {
        ledger.read(route.node().node().port(), out, route.reason());
      }
      return value;
    }
  }

  /** Waits for the customers and closes the connections. */
  @Override
  public void close() {
    ended = true;
    try {
      for (Thread customer : customers) {
        customer.join(TimeUnit.SECONDS.toMillis(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Connection connection : connections) {
      try {
        connection.close();
      } catch (SQLException e) {
        ledger.failed(e);
      }
    }
  }
}
