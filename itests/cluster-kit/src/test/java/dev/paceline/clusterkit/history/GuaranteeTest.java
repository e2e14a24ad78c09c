package dev.paceline.clusterkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.clusterkit.history.Operation.Append;
import dev.paceline.clusterkit.history.Operation.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories with one anomaly each: the guarantee that it breaks must find it, and one without any must pass them all. */
class GuaranteeTest {

  private static final List<Guarantee> ALL = List.of(
      Guarantee.readYourWrites(),
      Guarantee.monotonicReads(),
      Guarantee.monotonicWrites(),
      Guarantee.writesFollowReads(),
      Guarantee.latest(),
      Guarantee.boundedStaleness(Duration.ofMillis(50)),
      Guarantee.prefixes());

  private static final long MS = 1_000_000;

  private final SessionLog a = new SessionLog("a");
  private final SessionLog b = new SessionLog("b");

  private History history(Map<String, Elements> finalLists) {
    return History.of(List.of(a, b), finalLists);
  }

  private static Elements list(int... elements) {
    return Elements.of(elements);
  }

  private static List<String> broken(History history) {
    return ALL.stream()
        .filter(g -> !g.check(history).isEmpty())
        .map(Guarantee::name)
        .toList();
  }

  @Test
  void allHold_everyReadSawEverything() {
    a.appended("x", 1, 0, 10).read("x", list(1), "n1", 20, 30).appended("y", 3, 40, 50);
    b.read("x", list(1), "n2", 60, 70).appended("x", 2, 80, 90).read("y", list(3), "n2", 100, 110);

    History history = history(Map.of("x", list(1, 2), "y", list(3)));

    assertThat(broken(history)).isEmpty();
    assertThat(history.losses()).isEmpty();
    assertThat(history.reads()).isEqualTo(3);
    assertThat(history.acknowledged()).isEqualTo(3);
  }

  @Test
  void readYourWrites_ownAcknowledgedElementMissing() {
    a.appended("x", 1, 0, 10).appended("x", 2, 20, 30).read("x", list(1), "n2", 40, 50);

    List<Violation> violations = Guarantee.readYourWrites().check(history(Map.of("x", list(1, 2))));

    assertThat(violations)
        .singleElement()
        .satisfies(v -> assertThat(v.toString()).contains("session a", "read x on n2", "own [2]"));
  }

  @Test
  void readYourWrites_unknownOutcomeMayBeMissing() {
    a.add(new Append("x", 1, Outcome.UNKNOWN, 0, 10))
        .add(new Append("x", 2, Outcome.FAILED, 20, 30))
        .read("x", list(), "n2", 40, 50);

    assertThat(broken(history(Map.of("x", list(1))))).isEmpty();
  }

  @Test
  void readYourWrites_elementOfAnotherSessionMayBeMissing() {
    b.appended("x", 1, 0, 10);
    a.read("x", list(), "n2", 40, 50);

    assertThat(broken(history(Map.of("x", list(1))))).containsExactly("latest");
  }

  @Test
  void monotonicReads_listGotShorter() {
    b.appended("x", 1, 0, 100);
    a.read("x", list(1), "n2", 20, 30).read("x", list(), "n3", 40, 50);

    assertThat(broken(history(Map.of("x", list(1))))).containsExactly("monotonic reads");
  }

  @Test
  void monotonicReads_shorterThanAnyEarlierRead() {
    b.appended("x", 1, 0, 100);
    a.read("x", list(1), "n2", 20, 30)
        .read("x", list(), "n3", 40, 50)
        .read("x", list(), "n3", 60, 70);

    assertThat(Guarantee.monotonicReads().check(history(Map.of("x", list(1))))).hasSize(2);
  }

  @Test
  void monotonicReads_otherSessionMaySeeLess() {
    b.appended("x", 1, 0, 100).read("x", list(1), "n1", 110, 120);
    a.read("x", list(), "n3", 30, 50);

    assertThat(broken(history(Map.of("x", list(1))))).isEmpty();
  }

  @Test
  void monotonicWrites_laterWriteSeenWithoutTheEarlier() {
    a.appended("x", 1, 0, 10).appended("y", 2, 20, 1000 * MS);
    b.read("y", list(2), "n2", 30, 40).read("x", list(), "n3", 50, 60);

    assertThat(broken(history(Map.of("x", list(1), "y", list(2)))))
        .containsExactly("monotonic writes", "latest");
  }

  @Test
  void monotonicWrites_oneListInAnotherOrder() {
    a.appended("x", 1, 0, 10).appended("x", 2, 20, 30);
    b.read("x", list(2, 1), "n2", 40, 50);

    assertThat(broken(history(Map.of("x", list(2, 1))))).containsExactly("monotonic writes");
  }

  @Test
  void monotonicWrites_readBeforeTheLaterWriteWasSeenIsFree() {
    a.appended("x", 1, 0, 10 * MS).appended("y", 2, 20 * MS, 30 * MS);
    b.read("x", list(), "n3", 5 * MS, 35 * MS).read("y", list(2), "n2", 50 * MS, 60 * MS);

    assertThat(broken(history(Map.of("x", list(1), "y", list(2))))).isEmpty();
  }

  @Test
  void writesFollowReads_writeSeenWithoutWhatItsSessionHadRead() {
    SessionLog c = new SessionLog("c").appended("x", 1, 0, 1000 * MS);
    a.read("x", list(1), "n1", 20, 30).appended("y", 2, 40, 50);
    b.read("y", list(2), "n2", 60, 70).read("x", list(), "n3", 80, 90);

    History history = History.of(List.of(a, b, c), Map.of("x", list(1), "y", list(2)));

    assertThat(broken(history)).containsExactly("writes follow reads");
  }

  @Test
  void writesFollowReads_elementInFrontOfWhatItsSessionHadRead() {
    b.appended("x", 1, 0, 10);
    a.read("x", list(1), "n1", 20, 30).appended("x", 2, 40, 50);
    b.read("x", list(2, 1), "n2", 60, 70);

    assertThat(broken(history(Map.of("x", list(2, 1))))).contains("writes follow reads");
  }

  @Test
  void boundedStaleness_acknowledgedLongerAgoThanTheBound() {
    b.appended("x", 1, 0, 10 * MS).appended("x", 2, 20 * MS, 50 * MS);
    a.read("x", list(1), "n2", 70 * MS, 71 * MS).read("x", list(1), "n2", 99 * MS, 102 * MS);
    History justInTime = history(Map.of("x", list(1, 2)));
    a.read("x", list(1), "n2", 101 * MS, 102 * MS);
    History tooLate = history(Map.of("x", list(1, 2)));
    Guarantee within = Guarantee.boundedStaleness(Duration.ofMillis(50));

    assertThat(within.check(justInTime)).isEmpty();
    assertThat(within.check(tooLate))
        .singleElement()
        .satisfies(v -> assertThat(v.reason()).contains("2 elements were there"));
  }

  @Test
  void boundedStaleness_acknowledgementsOutOfOrder() {
    // The second element was acknowledged first, so the first one was there as well.
    a.appended("x", 1, 0, 500 * MS);
    b.appended("x", 2, 0, 10 * MS).read("x", list(), "n2", 100 * MS, 101 * MS);

    assertThat(Guarantee.latest().check(history(Map.of("x", list(1, 2)))))
        .singleElement()
        .satisfies(v -> assertThat(v.reason()).contains("2 elements"));
  }

  @Test
  void latest_readDuringTheWriteMayMissIt() {
    b.appended("x", 1, 10, 100);
    a.read("x", list(), "n2", 99, 200);

    assertThat(broken(history(Map.of("x", list(1))))).isEmpty();
  }

  @Test
  void prefixes_elementThatWasRolledBack() {
    a.add(new Append("x", 1, Outcome.FAILED, 0, 10));
    b.read("x", list(1), "n2", 20, 30);

    assertThat(broken(history(Map.of("x", list())))).containsExactly("prefixes");
  }

  @Test
  void losses_everyKind() {
    a.appended("x", 1, 0, 10)
        .add(new Append("x", 2, Outcome.FAILED, 20, 30))
        .add(new Append("x", 3, Outcome.UNKNOWN, 40, 50));

    assertThat(history(Map.of("x", list(2, 2, 9))).losses())
        .hasSize(4)
        .anyMatch(l -> l.startsWith("lost"))
        .anyMatch(l -> l.startsWith("failed"))
        .anyMatch(l -> l.startsWith("twice: 2"))
        .anyMatch(l -> l.startsWith("nobody appended 9"));
  }

  @Test
  void of_elementAppendedTwice() {
    a.appended("x", 1, 0, 10);
    b.appended("y", 1, 0, 10);

    assertThatThrownBy(() -> history(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("element 1 was appended twice");
  }

  @Test
  void check_largeHistoryInReasonableTime() {
    int[] grown = new int[400];
    for (int i = 0; i < 400; i++) {
      a.appended("x", i, i * 10L, i * 10L + 5);
      grown[i] = i;
      b.read("x", Elements.of(Arrays.copyOf(grown, i + 1)), "n1", i * 10L + 6, i * 10L + 9);
    }

    assertThat(broken(history(Map.of("x", Elements.of(grown))))).isEmpty();
  }
}
