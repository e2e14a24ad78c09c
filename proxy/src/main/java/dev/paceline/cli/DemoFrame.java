package dev.paceline.cli;

import dev.paceline.topology.NodeState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a view shows at one moment, with the reads of the last second by node. */
final class DemoFrame {

  private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();

  /** Counts at one moment. */
  private record Count(long at, Map<Integer, Long> reads, long writes) {}

  private final DemoLedger ledger;
  private final Deque<Count> counts = new ArrayDeque<>();
  private List<NodeState> nodes = List.of();
  private long elapsed;
  private DemoScript.Act act = DemoScript.Act.ALL_WELL;

  DemoFrame(DemoLedger ledger) {
    this.ledger = ledger;
  }

  void update(long elapsedNanos, List<NodeState> now, DemoScript.Act current) {
    elapsed = elapsedNanos;
    nodes = now;
    act = current;
    Map<Integer, Long> reads = new HashMap<>();
    now.forEach(n -> reads.put(n.node().port(), ledger.reads(n.node().port())));
    counts.addLast(new Count(elapsedNanos, reads, ledger.writes()));
    while (counts.size() > 2 && elapsedNanos - counts.getFirst().at() > WINDOW_NANOS) {
      counts.removeFirst();
    }
  }

  List<NodeState> nodes() {
    return nodes;
  }

  long elapsed() {
    return elapsed;
  }

  DemoScript.Act act() {
    return act;
  }

  DemoLedger ledger() {
    return ledger;
  }

  /** Reads in the last second. */
  long rate(int port) {
    if (counts.size() < 2) {
      return 0;
    }
    Count first = counts.getFirst();
    Count last = counts.getLast();
    long reads = last.reads().getOrDefault(port, 0L) - first.reads().getOrDefault(port, 0L);
    return perSecond(reads, last.at() - first.at());
  }

  /** Reads in the last second at all nodes. */
  long rate() {
    return nodes.stream().mapToLong(n -> rate(n.node().port())).sum();
  }

  /** Writes in the last second. */
  long writeRate() {
    if (counts.size() < 2) {
      return 0;
    }
    Count first = counts.getFirst();
    Count last = counts.getLast();
    return perSecond(last.writes() - first.writes(), last.at() - first.at());
  }

  private static long perSecond(long count, long nanos) {
    return nanos <= 0 ? 0 : Math.round(count * 1e9 / nanos);
  }
}
