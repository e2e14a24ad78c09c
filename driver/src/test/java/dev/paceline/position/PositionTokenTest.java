package dev.paceline.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTokenTest {

  private static final PositionToken TOKEN =
      new PositionToken(new Lineage("7412345678901234567", 3), Lsn.parse("1A/2B3C4D5E"));

  @Property
  void parse_readsEveryTokenBack(@ForAll long lsn, @ForAll @IntRange(min = 1) int timeline) {
    PositionToken token =
        new PositionToken(new Lineage("18446744073709551615", timeline), new Lsn(lsn));
    assertThat(PositionToken.parse(token.encode())).isEqualTo(token);
    assertThat(token.encode()).hasSizeLessThanOrEqualTo(120).matches("[A-Za-z0-9._-]+");
  }

  @Property
  void parse_refusesEveryChangedCharacter(@ForAll @IntRange(max = 1000) int where) {
    String text = TOKEN.encode();
    int index = where % text.length();
    char other = text.charAt(index) == 'A' ? 'B' : 'A';
    String changed = text.substring(0, index) + other + text.substring(index + 1);
    assertThatThrownBy(() -> PositionToken.parse(changed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a position token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "p1.", "0/16B3748", "p2.abc", "p1.!!!", "p1.YQ"})
  void parse_malformed(String text) {
    assertThatThrownBy(() -> PositionToken.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SHOW paceline.position");
  }

  @Test
  void parse_truncated() {
    String text = TOKEN.encode();
    for (int length = 0; length < text.length(); length++) {
      String cut = text.substring(0, length);
      assertThatThrownBy(() -> PositionToken.parse(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void parse_absurdlyLong() {
    assertThatThrownBy(() -> PositionToken.parse("p1." + "A".repeat(1 << 20)))
        .hasMessageContaining("longer than any token")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }
}
