package dev.paceline.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartupOptionsTest {

  @Test
  void parse_allForms_inOrder() {
    assertThat(StartupOptions.parse(" -c  a=b\t-cc=d\n--e-f=g --e_f=h -c i-j="))
        .containsExactly(
            Map.entry("a", "b"), Map.entry("c", "d"), Map.entry("e_f", "h"), Map.entry("i_j", ""));
    assertThat(StartupOptions.parse("")).isEmpty();
    assertThat(StartupOptions.parse("  ")).isEmpty();
  }

  @Test
  void parse_backslash_takesTheNextCharacterAsItIs() {
    assertThat(StartupOptions.parse("-c search_path=a,\\ b\\\\c\\=d"))
        .containsExactly(Map.entry("search_path", "a, b\\c=d"));
    assertThat(StartupOptions.parse("-c a=b=c")).containsExactly(Map.entry("a", "b=c"));
    assertThat(StartupOptions.parse("-c a=b\\")).containsExactly(Map.entry("a", "b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-c", "-c a", "--a", "--", "-c =b", "--=b", "-d 5", "a=b", "\\", "-"})
  void parse_anythingElse_isRefused(String options) {
    assertThatThrownBy(() -> StartupOptions.parse(options))
        .isInstanceOf(ProtocolViolation.class)
        .extracting(e -> ((ProtocolViolation) e).sqlState())
        .isEqualTo("42601");
  }
}
