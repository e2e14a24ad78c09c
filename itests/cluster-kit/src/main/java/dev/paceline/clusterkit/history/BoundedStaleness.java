package dev.paceline.clusterkit.history;

import dev.paceline.clusterkit.history.Operation.Append;
import dev.paceline.clusterkit.history.Operation.Outcome;
import dev.paceline.clusterkit.history.Operation.Read;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** See {@link Guarantee#boundedStaleness}. */
record BoundedStaleness(Duration bound) implements Guarantee {

  BoundedStaleness {
    if (bound.isNegative()) {
      throw new IllegalArgumentException("a bound of staleness is not negative: " + bound);
    }
  }

  @Override
  public String name() {
    return bound.isZero() ? "latest" : "staleness within " + bound.toMillis() + " ms";
  }

  @Override
  public List<Violation> check(History history) {
    Map<String, TreeMap<Long, Integer>> owed = owed(history);
    List<Violation> violations = new ArrayList<>();
    history.sessions().forEach((session, operations) -> {
      for (Operation operation : operations) {
        if (operation instanceof Read read) {
          Map.Entry<Long, Integer> last = owed.getOrDefault(read.key(), new TreeMap<>())
              .lowerEntry(read.startedAt() - bound.toNanos());
          if (last != null && read.elements().size() < last.getValue()) {
            violations.add(new Violation(name(), session, read, late(last)));
          }
        }
      }
    });
    return violations;
  }

  /** For each key and time of an acknowledgement, how long the list must be in the eyes of who begins after it. */
  private static Map<String, TreeMap<Long, Integer>> owed(History history) {
    Map<String, TreeMap<Long, Integer>> owed = new HashMap<>();
    history.all().forEach(operation -> {
      if (operation instanceof Append append && append.outcome() == Outcome.ACKNOWLEDGED) {
        int length = history.place(append.key(), append.element()) + 1;
        owed.computeIfAbsent(append.key(), k -> new TreeMap<>())
            .merge(append.endedAt(), length, Math::max);
      }
    });
    for (TreeMap<Long, Integer> lengths : owed.values()) {
      int longest = 0;
      for (Map.Entry<Long, Integer> entry : lengths.entrySet()) {
        longest = Math.max(longest, entry.getValue());
        entry.setValue(longest);
      }
    }
    return owed;
  }

  private static String late(Map.Entry<Long, Integer> last) {
    return "%d elements were there, the last acknowledged at %d us"
        .formatted(last.getValue(), last.getKey() / 1_000);
  }
}
