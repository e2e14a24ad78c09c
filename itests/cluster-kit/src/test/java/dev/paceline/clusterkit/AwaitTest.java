package dev.paceline.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {

  @Test
  void until_returnsWhenTheConditionHolds() {
    AtomicInteger asked = new AtomicInteger();
    Await.until("the third time", Duration.ofSeconds(10), () -> asked.incrementAndGet() == 3);
    assertThat(asked).hasValue(3);
  }

  @Test
  void until_saysWhatWasMissingAndWhy() {
    assertThatThrownBy(() -> Await.until(
            "n2 to answer",
            Duration.ofMillis(50),
            () -> {
              throw new IllegalStateException("no answer");
            },
            () -> "the log"))
        .isInstanceOf(ClusterKitException.class)
        .hasMessageContaining("n2 to answer")
        .hasMessageContaining("50 ms")
        .hasMessageContaining("no answer")
        .hasMessageEndingWith("the log");
  }

  @Test
  void until_givesUpAtOnceWhenHopeless() {
    long start = System.nanoTime();
    assertThatThrownBy(() -> Await.until("it", Duration.ofMinutes(5), () -> {
          throw new Await.Hopeless("it ended");
        }))
        .hasMessageContaining("it ended");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void until_endsWhenInterrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Await.until("it", Duration.ofMinutes(5), () -> false))
        .hasMessageContaining("Interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
