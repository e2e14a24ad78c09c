package dev.paceline.session.postgres;

import dev.paceline.cluster.Answers;
import dev.paceline.cluster.Cluster;
import dev.paceline.position.PositionToken;
import dev.paceline.topology.NodeState;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits for the primary's position as it is after a moment: the answer to {@code SHOW paceline.position}. */
final class PositionQuestion {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Cluster cluster;
  private final EventLoop loop;
  private final long notBefore;
  private final long deadline;
  private final Consumer<LocalAnswers.Outcome> done;

  /**
   * A question that is not asked yet.
   *
   * @param notBefore by the cluster's ticker
   * @param done called on the event loop, at once if the answer is known
   */
  PositionQuestion(
      Cluster cluster, EventLoop loop, long notBefore, Consumer<LocalAnswers.Outcome> done) {
    this.cluster = cluster;
    this.loop = loop;
    this.notBefore = notBefore;
    this.deadline = cluster.ticker().nanos() + WAIT_NANOS;
    this.done = done;
  }

  void ask() {
    NodeState primary = cluster.topology().primary();
    if (primary != null
        && primary.lineage() != null
        && primary.position() != null
        && primary.sampledAt() - notBefore >= 0) {
      done.accept(LocalAnswers.Outcome.rows(Answers.one(
          "position", new PositionToken(primary.lineage(), primary.position()).encode())));
    } else if (deadline - cluster.ticker().nanos() <= 0) {
      done.accept(
          LocalAnswers.Outcome.failed("08001", "the primary did not tell its position within 5 s"));
    } else {
      cluster.demand();
      var ignored = loop.schedule(this::ask, PAUSE_NANOS, TimeUnit.NANOSECONDS);
    }
  }
}
