package dev.paceline.clusterkit.history;

import dev.paceline.clusterkit.history.Operation.Append;
import dev.paceline.clusterkit.history.Operation.Outcome;
import dev.paceline.clusterkit.history.Operation.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Monotonic writes and writes-follow-reads: a write is not seen before what came before it.
 *
 * <p>What a session had written, or read, before its n-th operation is a length for each key: so long a beginning of the final
 * list was there. A reader that sees the n-th operation, an append, owes the session all these lengths from its next read on
 * (not in the same read of the same key: there the order of the list says it). So it is enough to keep, for each pair of
 * reader and writer, the last operation seen, and to look the length up when a key is read.
 */
record Causality(String name, Cause cause) implements Guarantee {

  /** What of its session's past a write carries with it. */
  enum Cause {
    OWN_WRITES,
    OWN_READS
  }

  /** For a session and a key: from which operation on the list is known to have which length. */
  private record Past(Map<String, TreeMap<Integer, Integer>> lengths) {

    void learn(String key, int operation, int length) {
      TreeMap<Integer, Integer> known = lengths.computeIfAbsent(key, k -> new TreeMap<>());
      Map.Entry<Integer, Integer> last = known.lastEntry();
      if (last == null || last.getValue() < length) {
        known.put(operation, length);
      }
    }

    /** The length known before this operation; 0 if nothing is known. */
    int before(int operation, String key) {
      TreeMap<Integer, Integer> known = lengths.get(key);
      Map.Entry<Integer, Integer> entry = known == null ? null : known.lowerEntry(operation);
      return entry == null ? 0 : entry.getValue();
    }
  }

  @Override
  public List<Violation> check(History history) {
    Map<String, Past> pasts = new HashMap<>();
    history
        .sessions()
        .forEach((session, operations) -> pasts.put(session, past(history, operations)));
    List<Violation> violations = new ArrayList<>();
    history.sessions().forEach((session, operations) -> {
      Reader reader = new Reader(history, pasts);
      for (Operation operation : operations) {
        if (operation instanceof Read read) {
          String reason = reader.debt(read);
          if (!reason.isEmpty()) {
            violations.add(new Violation(name, session, read, reason));
          }
          reader.see(read);
        }
      }
    });
    return violations;
  }

  private Past past(History history, List<Operation> operations) {
    Past past = new Past(new HashMap<>());
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      switch (cause) {
        case OWN_WRITES -> {
          if (operation instanceof Append append && append.outcome() == Outcome.ACKNOWLEDGED) {
            past.learn(append.key(), i, history.place(append.key(), append.element()) + 1);
          }
        }
        case OWN_READS -> {
          if (operation instanceof Read read) {
            past.learn(read.key(), i, read.elements().size());
          }
        }
      }
    }
    return past;
  }

  /** One session in the role of the reader: whose operations it has seen so far. */
  private static final class Reader {

    private final History history;
    private final Map<String, Past> pasts;
    private final Map<String, Integer> seen = new HashMap<>(); // by writer: its last operation seen
    private final Map<String, Integer> lengths = new HashMap<>(); // by key: how far was looked

    Reader(History history, Map<String, Past> pasts) {
      this.history = history;
      this.pasts = pasts;
    }

    String debt(Read read) {
      for (Map.Entry<String, Integer> entry : seen.entrySet()) {
        Past past = pasts.getOrDefault(entry.getKey(), new Past(Map.of()));
        int owed = past.before(entry.getValue(), read.key());
        if (read.elements().size() < owed) {
          return "it had seen operation %d of session %s, which came after %d elements of this key"
              .formatted(entry.getValue(), entry.getKey(), owed);
        }
      }
      return orderWithin(read);
    }

    void see(Read read) {
      int known = lengths.getOrDefault(read.key(), 0);
      for (int i = known; i < read.elements().size(); i++) {
        History.Appended appended = history.appended(read.elements().get(i));
        if (appended != null) {
          seen.merge(appended.session(), appended.index(), Math::max);
        }
      }
      lengths.put(read.key(), Math.max(known, read.elements().size()));
    }

    /** Within one list: what an element's session knew of this very list before it appended is in front of the element. */
    private String orderWithin(Read read) {
      for (int i = lengths.getOrDefault(read.key(), 0); i < read.elements().size(); i++) {
        History.Appended appended = history.appended(read.elements().get(i));
        if (appended == null) {
          continue;
        }
        Past past = pasts.getOrDefault(appended.session(), new Past(Map.of()));
        int owed = past.before(appended.index(), read.key());
        if (i < owed) {
          return "element %d is at place %d, but its session appended it after %d elements of this key"
              .formatted(read.elements().get(i), i, owed);
        }
      }
      return "";
    }
  }
}
