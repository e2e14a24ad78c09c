package dev.paceline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.position.Lsn;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LagRingTest {

  private static final long HORIZON = 60_000;

  private static long freshAsOf(LagRing ring, long position) {
    int index = ring.newestCoveredBy(new Lsn(position));
    return index < 0 ? Long.MIN_VALUE : ring.timeAt(index);
  }

  @Test
  void newestCoveredBy_nothingAdded() {
    assertThat(new LagRing(16, HORIZON).newestCoveredBy(new Lsn(1))).isEqualTo(-1);
  }

  @Test
  void add_equalPositionKeepsTheNewestTime() {
    LagRing ring = new LagRing(16, HORIZON);
    ring.add(1, new Lsn(10));
    ring.add(500, new Lsn(10));
    assertThat(ring.size()).isEqualTo(1);
    assertThat(freshAsOf(ring, 10)).isEqualTo(500);
    assertThat(freshAsOf(ring, 9)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void add_positionGoesBack_forgetsEverything() {
    LagRing ring = new LagRing(16, HORIZON);
    ring.add(1, new Lsn(10));
    assertThat(ring.add(2, new Lsn(9))).isFalse();
    assertThat(ring.isEmpty()).isTrue();
  }

  @Test
  void add_fastSampling_stillSpansTheHorizon() {
    LagRing ring = new LagRing(64, HORIZON);
    // A sample each unit of time: a thousand times as many as there is room for.
    for (long time = 0; time <= HORIZON; time++) {
      ring.add(time, new Lsn(time));
    }
    assertThat(ring.size()).isLessThanOrEqualTo(64);
    assertThat(ring.oldestTime()).isLessThan(HORIZON / 10);
    for (long position = HORIZON / 10; position <= HORIZON; position += 97) {
      long fresh = freshAsOf(ring, position);
      assertThat(fresh).isLessThanOrEqualTo(position);
      // The gap of thinned samples, four horizons over the capacity, and once more for its
      // neighbour.
      assertThat(position - fresh).isLessThanOrEqualTo(2 * HORIZON / 16);
    }
  }

  @Property(tries = 200)
  void newestCoveredBy_neverNewerThanTheTruth(@ForAll long seed) {
    Random random = new Random(seed);
    LagRing ring = new LagRing(16 + random.nextInt(64), HORIZON);
    List<long[]> truth = new ArrayList<>();
    long time = random.nextLong() / 2;
    long position = random.nextInt(1000);
    for (int i = 0; i < 2000; i++) {
      time += random.nextInt(200);
      position += random.nextBoolean() ? 0 : random.nextInt(50);
      ring.add(time, new Lsn(position));
      truth.add(new long[] {time, position});
      long asked = position - random.nextInt(2000);
      long best = Long.MIN_VALUE;
      for (long[] sample : truth) {
        best = sample[1] <= asked ? sample[0] : best;
      }
      if (asked >= 0) {
        assertThat(freshAsOf(ring, asked)).isLessThanOrEqualTo(best);
      }
      assertThat(freshAsOf(ring, position)).isEqualTo(time);
    }
  }
}
