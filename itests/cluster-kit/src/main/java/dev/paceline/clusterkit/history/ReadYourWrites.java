package dev.paceline.clusterkit.history;

import dev.paceline.clusterkit.history.Operation.Append;
import dev.paceline.clusterkit.history.Operation.Outcome;
import dev.paceline.clusterkit.history.Operation.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** See {@link Guarantee#readYourWrites}. */
record ReadYourWrites() implements Guarantee {

  @Override
  public String name() {
    return "read your writes";
  }

  @Override
  public List<Violation> check(History history) {
    List<Violation> violations = new ArrayList<>();
    history.sessions().forEach((session, operations) -> {
      Map<String, List<Integer>> own = new HashMap<>();
      for (Operation operation : operations) {
        if (operation instanceof Append append && append.outcome() == Outcome.ACKNOWLEDGED) {
          own.computeIfAbsent(append.key(), k -> new ArrayList<>()).add(append.element());
        } else if (operation instanceof Read read) {
          List<Integer> missing = missing(read.elements(), own.getOrDefault(read.key(), List.of()));
          if (!missing.isEmpty()) {
            violations.add(
                new Violation(name(), session, read, "it lacks the session's own " + missing));
          }
        }
      }
    });
    return violations;
  }

  /** A session's elements are in its order, so one walk through the list finds them; any other order is a miss, and rightly. */
  private static List<Integer> missing(Elements seen, List<Integer> own) {
    int found = 0;
    for (int i = 0; i < seen.size() && found < own.size(); i++) {
      if (seen.get(i) == own.get(found)) {
        found++;
      }
    }
    return own.subList(found, own.size());
  }
}
