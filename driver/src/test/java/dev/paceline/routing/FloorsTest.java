package dev.paceline.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloorsTest {

  private static final int[] ORDERS = {"orders".hashCode()};
  private static final int[] ITEMS = {"items".hashCode()};
  private static final int[] NONE = {};

  /** A ticker may stand anywhere, below zero too. */
  private final Floors floors = new Floors(-1000);

  @Test
  void requiredSince_nothingWritten_isNothing() {
    assertThat(floors.requiredSince(ORDERS, true)).isZero();
    assertThat(floors.requiredSince(ORDERS, false)).isZero();
  }

  @Test
  void writeEnds_table_raisesItAndReadsOfUnknownTables() {
    floors.writeBegins(ORDERS, true);
    floors.writeEnds(ORDERS, true, -400);
    assertThat(floors.requiredSince(ORDERS, true)).isEqualTo(floors.since(-400));
    assertThat(floors.requiredSince(ITEMS, true)).isZero();
    assertThat(floors.requiredSince(NONE, false)).isEqualTo(floors.since(-400));
    assertThat(floors.requiredSince(NONE, true)).isZero();
  }

  @Test
  void writeEnds_unknownTables_raisesEveryTable() {
    floors.writeBegins(NONE, false);
    floors.writeEnds(NONE, false, -400);
    assertThat(floors.requiredSince(ITEMS, true)).isEqualTo(floors.since(-400));
  }

  @Test
  void writeEnds_outOfOrder_keepsTheLatest() {
    floors.writeBegins(ORDERS, true);
    floors.writeBegins(ORDERS, true);
    floors.writeEnds(ORDERS, true, 500);
    floors.writeEnds(ORDERS, true, 300);
    assertThat(floors.requiredSince(ORDERS, true)).isEqualTo(floors.since(500));
  }

  @Test
  void writeUnderWay_betweenBeginAndEnd_isTrueForItsTables() {
    floors.writeBegins(ORDERS, true);
    assertThat(floors.writeUnderWay(ORDERS, true)).isTrue();
    assertThat(floors.writeUnderWay(ITEMS, true)).isFalse();
    assertThat(floors.writeUnderWay(ITEMS, false)).isTrue();
    floors.writeEnds(ORDERS, true, 0);
    assertThat(floors.writeUnderWay(ORDERS, true)).isFalse();
    assertThat(floors.writeUnderWay(ITEMS, false)).isFalse();
  }

  @Test
  void writeUnderWay_unknownTables_holdsBackEveryTable() {
    floors.writeBegins(NONE, false);
    assertThat(floors.writeUnderWay(ITEMS, true)).isTrue();
    assertThat(floors.writeUnderWay(NONE, true)).isFalse();
  }
}
