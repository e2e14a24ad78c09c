package dev.paceline.session.postgres;

import dev.paceline.backend.ServerConnection;
import dev.paceline.backend.ServerPool;
import dev.paceline.cluster.Cluster;
import dev.paceline.dialect.postgresql.PostgresqlTopologyQueries;
import dev.paceline.dialect.postgresql.RunningTransactions;
import dev.paceline.routing.ReadMarks;
import dev.paceline.topology.NodeState;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the primary shows what a replica has shown the session: what {@code CatchUp} is for the driver, without a thread that
 * waits. See {@link ReadMarks#aheadOfPrimary}.
 */
final class PrimaryCatchUp {

  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Who waits. */
  interface Listener {
    /** The primary shows everything. */
    void caughtUp();

    /** It did not in time, or could not be asked. */
    void gaveUp(ErrorReport why);
  }

  private final Cluster cluster;
  private final SessionHome home;
  private final EventLoop loop;
  private final ReadMarks marks;
  private final ServerConnection primary;
  private final Listener listener;

  private long[] unfinished = {};
  private boolean told;
  private long asked;
  private long pause = FIRST_PAUSE_NANOS;

  PrimaryCatchUp(
      SessionHome home,
      EventLoop loop,
      ReadMarks marks,
      ServerConnection primary,
      Listener listener) {
    this.cluster = home.cluster();
    this.home = home;
    this.loop = loop;
    this.marks = marks;
    this.primary = primary;
    this.listener = listener;
  }

  void start() {
    asked = cluster.ticker().nanos();
    askPrimary(/* first= */ true);
  }

  private void askPrimary(boolean first) {
    primary.ask(PostgresqlTopologyQueries.RUNNING, answer -> {
      ErrorReport error = answer.error();
      if (error != null) {
        listener.gaveUp(error);
        return;
      }
      List<@Nullable String> row = answer.rows().get(0);
      RunningTransactions running =
          RunningTransactions.parse(String.valueOf(row.get(0)), (int) Long.parseLong(row.get(1)));
      unfinished = first ? running.all() : running.of(unfinished);
      next();
    });
  }

  private void next() {
    if (unfinished.length == 0) {
      if (!told) {
        cluster.settledAsOf(primary.node(), asked);
      }
      listener.caughtUp();
    } else if (!told) {
      askWitness();
    } else {
      later();
    }
  }

  private void later() {
    if (cluster.ticker().nanos() - asked > WAIT_NANOS) {
      listener.gaveUp(ErrorReport.error(
              "PC001",
              "the session was shown commits by a replica that the primary " + primary.node()
                  + " did not show within 5 s (transactions " + Arrays.toString(unfinished) + ")")
          .withDetail("They may wait for synchronous replication.")
          .withHint("The next statement does not wait for them."));
      return;
    }
    var ignored = loop.schedule(() -> askPrimary(/* first= */ false), pause, TimeUnit.NANOSECONDS);
    pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
  }

  private void askWitness() {
    NodeState witness = marks.witness(cluster.topology());
    if (witness == null) {
      cluster.demand();
      later();
      return;
    }
    ServerPool pool = home.pool(witness.node());
    pool.borrow(new Witness(pool));
  }

  /** Borrows a connection to a replica for one question. */
  private final class Witness implements ServerPool.Borrower {

    private final ServerPool pool;

    Witness(ServerPool pool) {
      this.pool = pool;
    }

    @Override
    public void lent(ServerConnection connection) {
      String ids = Arrays.stream(unfinished)
          .mapToObj(Long::toString)
          .collect(Collectors.joining(",", "'{", "}'"));
      connection.ask(PostgresqlTopologyQueries.REPLAYED_COMMITS.replace("?", ids), answer -> {
        if (answer.error() == null) {
          unfinished = answer.rows().stream()
              .mapToLong(row -> Long.parseLong(String.valueOf(row.get(0))))
              .toArray();
          told = true;
        }
        pool.giveBack(connection);
        if (told && unfinished.length == 0) {
          listener.caughtUp();
        } else {
          later();
        }
      });
    }

    @Override
    public void unlent(Throwable cause) {
      later();
    }

    @Override
    public void lost(@Nullable ErrorReport last, Throwable cause) {
      later();
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
}
