package dev.paceline.clusterkit.history;

import dev.paceline.clusterkit.history.Operation.Read;
import java.util.ArrayList;
import java.util.List;

/** See {@link Guarantee#prefixes}. */
record Prefixes() implements Guarantee {

  @Override
  public String name() {
    return "prefixes";
  }

  @Override
  public List<Violation> check(History history) {
    List<Violation> violations = new ArrayList<>();
    history.sessions().forEach((session, operations) -> {
      for (Operation operation : operations) {
        if (operation instanceof Read read) {
          int agreement = read.elements().agreement(history.finalList(read.key()));
          if (agreement < read.elements().size()) {
            violations.add(new Violation(
                name(), session, read, "the final list is another from place " + agreement));
          }
        }
      }
    });
    return violations;
  }
}
