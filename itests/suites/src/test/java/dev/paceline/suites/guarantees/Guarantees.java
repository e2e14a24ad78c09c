package dev.paceline.suites.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.history.Guarantee;
import dev.paceline.clusterkit.history.History;
import dev.paceline.clusterkit.history.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What histories are held to, and how a report of it looks. */
public final class Guarantees {

  /** The four guarantees of a session, and that nothing is seen that is not there in the end. */
  public static final List<Guarantee> OF_SESSIONS = List.of(
      Guarantee.readYourWrites(),
      Guarantee.monotonicReads(),
      Guarantee.monotonicWrites(),
      Guarantee.writesFollowReads(),
      Guarantee.prefixes());

  private Guarantees() {}

  public static List<Guarantee> ofSessionsAnd(Guarantee more) {
    List<Guarantee> all = new ArrayList<>(OF_SESSIONS);
    all.add(more);
    return all;
  }

  public static void assertHold(History history, List<Guarantee> guarantees) {
    List<Violation> violations = new ArrayList<>();
    guarantees.forEach(g -> violations.addAll(g.check(history)));
    assertThat(violations).isEmpty();
    assertThat(history.losses()).isEmpty();
  }

  /** How often each guarantee was broken. */
  public static Map<String, Integer> violations(History history, List<Guarantee> guarantees) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    guarantees.forEach(g -> counts.put(g.name(), g.check(history).size()));
    return counts;
  }
}
