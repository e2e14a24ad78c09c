package dev.paceline.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StandingRulesTest {

  private static final Node NODE = new Node(0, "a", 5432);

  @ParameterizedTest
  @CsvSource({
    "REPLICA, DOWN, IN",
    "REPLICA, LAGGING, IN",
    "REPLICA, FOREIGN, IN",
    "REPLICA, IN, RETURNING",
    "PRIMARY, IN, LAGGING",
    "PRIMARY, DOWN, RETURNING",
    "UNKNOWN, UNKNOWN, IN",
    "UNKNOWN, DOWN, LAGGING"
  })
  void change_illegal_namesBoth(Role role, Standing from, Standing to) {
    assertThatThrownBy(() -> StandingRules.change(NODE, role, from, to))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("from " + from + " to " + to)
        .hasMessageContaining("a:5432");
  }

  @ParameterizedTest
  @EnumSource
  void change_outOfServiceAtAnyMoment(Standing from) {
    for (Role role : Role.values()) {
      for (Standing to : new Standing[] {Standing.DOWN, Standing.FOREIGN, Standing.UNKNOWN}) {
        assertThat(StandingRules.change(NODE, role, from, to)).isEqualTo(to);
      }
    }
  }
}
