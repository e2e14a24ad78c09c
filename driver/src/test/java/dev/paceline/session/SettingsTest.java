package dev.paceline.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingsTest {

  private static Settings with(Settings settings, String name, String value) {
    return settings.with(name, "SET " + name + " TO " + value, "RESET " + name);
  }

  @Test
  void sqlFrom_same_isEmpty() {
    Settings one = with(Settings.NONE, "search_path", "a");
    assertThat(one.sqlFrom(one)).isEmpty();
    assertThat(one.sqlFrom(with(Settings.NONE, "search_path", "a"))).isEmpty();
    assertThat(Settings.NONE.sqlFrom(Settings.NONE)).isEmpty();
  }

  @Test
  void sqlFrom_difference_isOneText() {
    Settings applied = with(with(Settings.NONE, "search_path", "a"), "work_mem", "'1MB'");
    Settings wanted = with(with(Settings.NONE, "search_path", "b"), "datestyle", "iso");
    assertThat(wanted.sqlFrom(applied))
        .isEqualTo("RESET work_mem; SET search_path TO b; SET datestyle TO iso");
    assertThat(Settings.NONE.sqlFrom(applied)).isEqualTo("RESET search_path; RESET work_mem");
  }

  @Test
  void sqlFrom_otherRole_isLeftBeforeAnythingElseAndTakenInOrder() {
    Settings applied = Settings.NONE.with("role", "SET ROLE a", "RESET ROLE");
    Settings wanted =
        with(Settings.NONE, "search_path", "s").with("role", "SET ROLE b", "RESET ROLE");
    assertThat(wanted.sqlFrom(applied)).isEqualTo("RESET ROLE; SET search_path TO s; SET ROLE b");
  }

  @Test
  void with_sessionAuthorization_resetsTheRoleAsTheServerDoes() {
    Settings settings = Settings.NONE
        .with("role", "SET ROLE a", "RESET ROLE")
        .with(
            "session_authorization", "SET SESSION AUTHORIZATION u", "RESET SESSION AUTHORIZATION");
    assertThat(settings.sql("role")).isNull();
  }

  @Test
  void afterResetAll_keepsWhoTheSessionIs() {
    Settings settings = with(Settings.NONE, "search_path", "a")
        .with("role", "SET ROLE a", "RESET ROLE")
        .afterResetAll();
    assertThat(settings.sqlFrom(Settings.NONE)).isEqualTo("SET ROLE a");
  }
}
