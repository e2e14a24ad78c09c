package dev.paceline.routing;

import static dev.paceline.routing.Fixtures.primary;
import static dev.paceline.routing.Fixtures.replica;
import static dev.paceline.routing.Fixtures.topology;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.position.Lsn;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Topology;
import org.junit.jupiter.api.Test;

class ReadMarksTest {

  private static final int[] ORDERS = {"orders".hashCode()};
  private static final int[] ITEMS = {"items".hashCode()};

  private final ReadMarks marks = new ReadMarks();

  @Test
  void allow_nothingRead_allowsAll() {
    NodeState one = replica(1, 100, 10, 10);
    assertThat(marks.allow(one, topology(primary(100, 10), one))).isTrue();
  }

  @Test
  void allow_sameReplica_needsNoSample() {
    NodeState one = replica(1, 100, 10, 10);
    marks.readEnded(one, false, 50);
    assertThat(marks.allow(one, topology(primary(100, 10), one))).isTrue();
  }

  @Test
  void allow_otherReplica_waitsForASampleOfTheFirstTakenAfterTheRead() {
    NodeState one = replica(1, 100, 10, 10);
    marks.readEnded(one, false, 50);
    NodeState two = replica(2, 500, 60, 60);
    assertThat(marks.allow(two, topology(primary(500, 60), one, two))).isFalse();

    NodeState later = replica(1, 200, 51, 51);
    assertThat(marks.allow(two, topology(primary(500, 60), later, two))).isTrue();
    NodeState behind = replica(2, 199, 60, 60);
    assertThat(marks.allow(behind, topology(primary(500, 60), later, behind))).isFalse();
  }

  @Test
  void allow_otherReplicaOnceResolved_keepsThatPositionWhileTheFirstGoesOn() {
    NodeState one = replica(1, 100, 10, 10);
    marks.readEnded(one, false, 50);
    NodeState two = replica(2, 250, 60, 60);
    assertThat(marks.allow(two, topology(primary(500, 60), replica(1, 200, 51, 51), two)))
        .isTrue();
    assertThat(marks.allow(two, topology(primary(500, 60), replica(1, 400, 70, 70), two)))
        .isTrue();
  }

  @Test
  void allow_sameReplicaRestarted_mustReachWhatThePrimaryHadFlushed() {
    marks.readEnded(replica(1, 100, 10, 10, 1), false, 50);
    NodeState restarted = replica(1, 90, 60, 5, 2);
    assertThat(marks.allow(restarted, topology(primary(120, 40), restarted))).isFalse();
    assertThat(marks.allow(restarted, topology(primary(120, 51), restarted))).isFalse();
    NodeState caughtUp = replica(1, 120, 70, 51, 2);
    assertThat(marks.allow(caughtUp, topology(primary(120, 51), caughtUp))).isTrue();
  }

  @Test
  void allow_afterPrimaryRead_needsAReplicaThatIsFreshAsOfItsEnd() {
    Topology before = topology(primary(100, 10), replica(1, 100, 40, 40));
    marks.readEnded(before.nodes().get(0), true, 50);
    assertThat(marks.allow(before.nodes().get(1), before)).isFalse();
    NodeState fresh = replica(1, 100, 60, 50);
    assertThat(marks.allow(fresh, topology(primary(100, 55), fresh))).isTrue();
  }

  @Test
  void aheadOfPrimary_fromAReadOfAReplicaUntilThePrimaryHasCaughtUp() {
    Topology topology = topology(primary(100, 10), replica(1, 100, 40, 40));
    assertThat(marks.aheadOfPrimary()).isFalse();
    marks.readEnded(topology.nodes().get(1), false, 50);
    assertThat(marks.aheadOfPrimary()).isTrue();
    marks.primaryCaughtUp();
    assertThat(marks.aheadOfPrimary()).isFalse();
    marks.readEnded(topology.nodes().get(0), true, 60);
    assertThat(marks.aheadOfPrimary()).isFalse();
  }

  @Test
  void witness_isWhoWasRead_orWhoHasReachedThat() {
    NodeState read = replica(1, 100, 40, 40);
    marks.readEnded(read, false, 50);
    assertThat(marks.witness(topology(primary(120, 60), read))).isSameAs(read);
    NodeState restarted = replica(1, 90, 60, 5, 2);
    assertThat(marks.witness(topology(primary(120, 60), restarted))).isNull();
    NodeState caughtUp = replica(1, 120, 70, 51, 2);
    assertThat(marks.witness(topology(primary(120, 60), caughtUp))).isSameAs(caughtUp);
  }

  @Test
  void reaches_token_comparesPositions() {
    marks.require(new Lsn(300));
    marks.require(new Lsn(200));
    assertThat(marks.reaches(replica(1, 299, 10, 10))).isFalse();
    assertThat(marks.reaches(replica(1, 300, 10, 10))).isTrue();
  }

  @Test
  void hasOwnWrites_table_waitsForThatTableOnly() {
    marks.writeEnded(ORDERS, true, 50);
    NodeState behind = replica(1, 100, 60, 49);
    assertThat(marks.hasOwnWrites(behind, ORDERS, true)).isFalse();
    assertThat(marks.hasOwnWrites(behind, ITEMS, true)).isTrue();
    assertThat(marks.hasOwnWrites(behind, ITEMS, false)).isFalse();
    assertThat(marks.hasOwnWrites(replica(1, 100, 60, 50), ORDERS, true)).isTrue();
  }

  @Test
  void hasOwnWrites_moreTablesThanKept_waitsForAll() {
    for (int table = 0; table < 17; table++) {
      marks.writeEnded(new int[] {table}, true, 100 + table);
    }
    assertThat(marks.hasOwnWrites(replica(1, 1, 1, 115), new int[] {3}, true)).isFalse();
    assertThat(marks.hasOwnWrites(replica(1, 1, 1, 116), new int[] {3}, true)).isTrue();
  }

  @Test
  void hasOwnWrites_unknownTables_holdsBackEveryTable() {
    marks.writeEnded(new int[0], false, 50);
    assertThat(marks.hasOwnWrites(replica(1, 1, 1, 49), ITEMS, true)).isFalse();
  }
}
