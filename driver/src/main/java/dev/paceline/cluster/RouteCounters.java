package dev.paceline.cluster;

import dev.paceline.routing.Reason;
import dev.paceline.sql.StatementClass;
import dev.paceline.topology.Node;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How many statements went to which node, of which class, for which reason. Thread-safe; counting makes no garbage. */
public final class RouteCounters {

  private static final int REASONS = Reason.values().length;
  private static final int CLASSES = StatementClass.values().length;

  private final AtomicReferenceArray<@Nullable Count> counts =
      new AtomicReferenceArray<>((Node.MAX_ID + 1) * REASONS * CLASSES);
  private final CopyOnWriteArrayList<Observer> observers = new CopyOnWriteArrayList<>();

  /**
   * One count.
   *
   * @param node where the statements went
   * @param statementClass what they were
   * @param reason why there
   * @param adder how many
   */
  record Count(Node node, StatementClass statementClass, Reason reason, LongAdder adder) {}

  /** Is told of each count when it is first made. */
  @FunctionalInterface
  interface Observer {
    void made(Count count);
  }

  /** Counts one statement. */
  public void count(Node node, StatementClass statementClass, Reason reason) {
    @SuppressWarnings("EnumOrdinal") // an index that lives no longer than the process
    int index = (node.id() * REASONS + reason.ordinal()) * CLASSES + statementClass.ordinal();
    Count count = counts.get(index);
    if (count == null || !count.node().equals(node)) {
      count = make(index, count, new Count(node, statementClass, reason, new LongAdder()));
    }
    count.adder().increment();
  }

  private Count make(int index, @Nullable Count before, Count made) {
    if (counts.compareAndSet(index, before, made)) {
      observers.forEach(observer -> observer.made(made));
      return made;
    }
    Count other = counts.get(index);
    // If the id changes hands at this moment, one statement is not counted.
    return other != null && other.node().equals(made.node()) ? other : made;
  }

  /** Drops the counts of a node that the cluster has forgotten. */
  void forget(Node node) {
    for (int index = 0; index < counts.length(); index++) {
      Count count = counts.get(index);
      if (count != null && count.node().equals(node)) {
        counts.compareAndSet(index, count, null);
      }
    }
  }

  void observe(Observer observer) {
    observers.add(observer);
  }

  void forEach(Observer observer) {
    for (int index = 0; index < counts.length(); index++) {
      Count count = counts.get(index);
      if (count != null) {
        observer.made(count);
      }
    }
  }
}
