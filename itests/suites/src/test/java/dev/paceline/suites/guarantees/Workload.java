package dev.paceline.suites.guarantees;

import dev.paceline.clusterkit.history.History;
import dev.paceline.clusterkit.history.SessionLog;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.jdbc.PacelineConnection;
import dev.paceline.routing.Reason;
import dev.paceline.routing.RouteDecision;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sessions that append to lists and read them: one write in five. A session prefers a few lists that others use as well, so
 * that it often reads what it has just written, what others write, and what it has read before from somewhere else.
 *
 * @param lists where to append
 * @param sessions how many, each in a thread of its own
 * @param reads how many reads in all
 * @param seed what the sessions do is drawn from it
 */
public record Workload(Lists lists, int sessions, int reads, long seed) {

  private static final int WRITES_PERCENT = 20;

  /** Reads within read-only transactions, several statements each. */
  private static final int TRANSACTIONS_PERCENT = 5;

  /** What came of it: the history, how many reads each node answered, and why Paceline had them go there. */
  public record Outcome(
      History history, Map<String, LongAdder> readsByNode, Map<Reason, LongAdder> readsByReason) {

    public long readsOn(String node) {
      LongAdder count = readsByNode.get(node);
      return count == null ? 0 : count.sum();
    }

    public double shareOff(String primary) {
      return 1 - (double) readsOn(primary) / history.reads();
    }
  }

  /** Runs all sessions to their ends. An exception of any ends the workload. */
  public Outcome run(PostgresCluster cluster, Door door) throws Exception {
    Map<Integer, String> names = Lists.names(cluster);
    Map<String, LongAdder> readsByNode = new ConcurrentHashMap<>();
    Map<Reason, LongAdder> readsByReason = new ConcurrentHashMap<>();
    List<SessionLog> logs = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(sessions);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < sessions; i++) {
        SessionLog log = new SessionLog("s" + i);
        logs.add(log);
        Session session = new Session(i, log, door, names, readsByNode, readsByReason);
        running.add(threads.submit(() -> {
          session.run();
          return null;
        }));
      }
      for (Future<?> session : running) {
        get(session);
      }
    } finally {
      threads.shutdownNow();
    }
    return new Outcome(History.of(logs, lists.all(cluster.primary())), readsByNode, readsByReason);
  }

  private static void get(Future<?> session) throws Exception {
    try {
      session.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** One session's thread. */
  private final class Session {

    private final int number;
    private final SessionLog log;
    private final Door door;
    private final Map<Integer, String> names;
    private final Map<String, LongAdder> readsByNode;
    private final Map<Reason, LongAdder> readsByReason;
    private final Random random;
    private int nextElement;
    private int done;

    Session(
        int number,
        SessionLog log,
        Door door,
        Map<Integer, String> names,
        Map<String, LongAdder> readsByNode,
        Map<Reason, LongAdder> readsByReason) {
      this.number = number;
      this.log = log;
      this.door = door;
      this.names = names;
      this.readsByNode = readsByNode;
      this.readsByReason = readsByReason;
      this.random = new Random(seed * 31 + number);
      this.nextElement = number * 10_000_000;
    }

    void run() throws SQLException {
      while (done < reads / sessions) {
        // Half of the time one of the session's own few lists, so that its reads follow its writes.
        int table = random.nextInt(lists.tables());
        int key = random.nextBoolean()
            ? Math.floorMod(number + random.nextInt(2), lists.keys())
            : random.nextInt(lists.keys());
        int dice = random.nextInt(100);
        if (dice < WRITES_PERCENT) {
          write(table, key);
        } else if (dice < WRITES_PERCENT + TRANSACTIONS_PERCENT) {
          door.read(number, connection -> readOnlyTransaction(connection, table, key));
        } else {
          door.read(number, connection -> read(connection, table, key, System.nanoTime()));
        }
      }
    }

    private void write(int table, int key) throws SQLException {
      int element = nextElement++;
      long start = System.nanoTime();
      door.write(number, connection -> {
        lists.append(connection, table, key, element);
        return log.appended(lists.key(table, key), element, start, System.nanoTime());
      });
    }

    private boolean readOnlyTransaction(Connection connection, int table, int key)
        throws SQLException {
      long start = System.nanoTime(); // the transaction counts as one read
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      try {
        read(connection, table, key, start);
        read(connection, (table + 1) % lists.tables(), key, start);
        connection.commit();
      } finally {
        connection.setAutoCommit(true);
        connection.setReadOnly(false);
      }
      return true;
    }

    private boolean read(Connection connection, int table, int key, long start)
        throws SQLException {
      Lists.Seen seen = lists.read(connection, table, key);
      long end = System.nanoTime();
      String node = names.getOrDefault(seen.port(), "port " + seen.port());
      log.read(lists.key(table, key), seen.elements(), node, start, end);
      readsByNode.computeIfAbsent(node, n -> new LongAdder()).increment();
      countReason(connection);
      done++;
      return true;
    }

    private void countReason(Connection connection) throws SQLException {
      if (connection.isWrapperFor(PacelineConnection.class)) {
        RouteDecision decision = connection.unwrap(PacelineConnection.class).lastRoute();
        readsByReason.computeIfAbsent(decision.reason(), r -> new LongAdder()).increment();
      }
    }
  }
}
