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
    if (count == null) {
      count = make(index, new Count(node, statementClass, reason, new LongAdder()));
    }
    count.adder().increment();
  }

  private Count make(int index, Count made) {
    Count other = counts.compareAndExchange(index, null, made);
    if (other != null) {
      return other;
    }
    observers.forEach(observer -> observer.made(made));
    return made;
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
