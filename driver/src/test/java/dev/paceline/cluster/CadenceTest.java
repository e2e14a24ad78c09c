package dev.paceline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CadenceTest {

  private static final long MS = 1_000_000;
  private static final Cadence DEFAULT = Cadence.of(50 * MS, 1000 * MS, 30_000 * MS);

  @Test
  void next_byNeed() {
    assertThat(DEFAULT.next(true, false, false)).isEqualTo(4 * MS);
    assertThat(DEFAULT.next(false, true, false)).isEqualTo(50 * MS);
    assertThat(DEFAULT.next(false, false, true)).isEqualTo(50 * MS);
    assertThat(DEFAULT.next(false, false, false)).isEqualTo(1000 * MS);
  }

  @Test
  void idle_staysWellBelowTheLagLimit() {
    assertThat(Cadence.of(50 * MS, 1000 * MS, 400 * MS).idle()).isEqualTo(100 * MS);
    assertThat(Cadence.of(50 * MS, 1000 * MS, 1 * MS).idle()).isEqualTo(50 * MS);
  }

  @Test
  void retry_doublesUpToTheBound() {
    assertThat(DEFAULT.retry(1, false)).isEqualTo(50 * MS);
    assertThat(DEFAULT.retry(2, false)).isEqualTo(100 * MS);
    assertThat(DEFAULT.retry(1000, false)).isEqualTo(1000 * MS);
    assertThat(DEFAULT.retry(1000, true)).isEqualTo(250 * MS);
  }
}
