package dev.paceline.dialect.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RunningTransactionsTest {

  @Test
  void all_isTheListAndWhatWasGivenOutSince() {
    assertThat(RunningTransactions.parse("730:735:730,732", 737).all())
        .containsExactly(730, 732, 735, 736);
    assertThat(RunningTransactions.parse("730:730:", 730).all()).isEmpty();
  }

  @Test
  void all_idsBeyondTheFirstEpoch_countOn() {
    long epoch = 3L << 32;
    String snapshot = (epoch + 0xFFFF_FFFEL) + ":" + (epoch + 0xFFFF_FFFEL) + ":";
    // Two more were given out, and the low 32 bits began again at the first normal id.
    assertThat(RunningTransactions.parse(snapshot, 3).all())
        .startsWith(epoch + 0xFFFF_FFFEL, epoch + 0xFFFF_FFFFL)
        .hasSize(5);
  }

  @Test
  void of_keepsThoseThatHaveNotFinished() {
    RunningTransactions later = RunningTransactions.parse("732:740:732,738", 741);
    assertThat(later.of(new long[] {730, 732, 735, 740, 900})).containsExactly(732, 740, 900);
  }

  @Test
  void parse_notASnapshot_saysSo() {
    assertThatThrownBy(() -> RunningTransactions.parse("730", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("730");
  }
}
