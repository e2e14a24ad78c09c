package dev.paceline.clusterkit.history;

import dev.paceline.clusterkit.history.Operation.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** See {@link Guarantee#monotonicReads}. */
record MonotonicReads() implements Guarantee {

  @Override
  public String name() {
    return "monotonic reads";
  }

  @Override
  public List<Violation> check(History history) {
    List<Violation> violations = new ArrayList<>();
    history.sessions().forEach((session, operations) -> {
      Map<String, Read> longest = new HashMap<>();
      for (Operation operation : operations) {
        if (!(operation instanceof Read read)) {
          continue;
        }
        Read before = longest.putIfAbsent(read.key(), read);
        if (before == null) {
          continue;
        }
        if (before.elements().agreement(read.elements()) < before.elements().size()) {
          violations.add(new Violation(name(), session, read, wentBack(before)));
        } else {
          longest.put(read.key(), read);
        }
      }
    });
    return violations;
  }

  private static String wentBack(Read before) {
    return "the session had read %d elements on %s, done %d us"
        .formatted(before.elements().size(), before.source(), before.endedAt() / 1_000);
  }
}
