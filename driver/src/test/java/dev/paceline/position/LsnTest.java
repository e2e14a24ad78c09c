package dev.paceline.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LsnTest {

  private static final int SEGMENT = 16 << 20;

  @Test
  void parse_text() {
    assertThat(Lsn.parse("0/16B3748")).isEqualTo(new Lsn(0x16B3748L));
    assertThat(Lsn.parse("1/0")).isEqualTo(new Lsn(1L << 32));
    assertThat(Lsn.parse("ab/cdef0123").text()).isEqualTo("AB/CDEF0123");
  }

  @Property
  void parse_readsEveryTextBack(@ForAll long value) {
    assertThat(Lsn.parse(new Lsn(value).text())).isEqualTo(new Lsn(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "0",
        "0/",
        "/0",
        "0/0/0",
        "0/123456789",
        "123456789/0",
        "x/0",
        "0/ 1",
        "-1/0",
        "0/٣"
      })
  void parse_malformed(String text) {
    assertThatThrownBy(() -> Lsn.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not an LSN");
  }

  @Test
  void covers_comparesUnsigned() {
    Lsn huge = new Lsn(-1);
    Lsn small = new Lsn(1);
    assertThat(huge.covers(small)).isTrue();
    assertThat(small.covers(huge)).isFalse();
    assertThat(small.covers(small)).isTrue();
  }

  @Test
  void bytesTo_neverNegative() {
    assertThat(new Lsn(10).bytesTo(new Lsn(30))).isEqualTo(20);
    assertThat(new Lsn(30).bytesTo(new Lsn(10))).isZero();
    assertThat(new Lsn(0).bytesTo(new Lsn(-1))).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "0/307E018, 0/307E000", // behind a page header: nothing is written there yet
    "0/3000028, 0/3000000", // behind the longer header of a segment's first page
    "0/3000018, 0/3000000",
    "0/307E020, 0/307E020",
    "0/307E000, 0/307E000",
    "0/3002028, 0/3002028", // 40 bytes into a page that does not begin a segment
  })
  void normaliseInsert_endsAtTheLastRecord(String insert, String end) {
    assertThat(Lsn.normaliseInsert(Lsn.parse(insert), SEGMENT)).isEqualTo(Lsn.parse(end));
  }

  @Test
  void normaliseInsert_refusesAnImpossibleSegmentSize() {
    assertThatThrownBy(() -> Lsn.normaliseInsert(new Lsn(1), 3 << 20))
        .hasMessageContaining("wal_segment_size");
  }
}
