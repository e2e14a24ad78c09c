package dev.paceline.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paceline.config.Freshness;
import dev.paceline.config.PacelineConfig;
import dev.paceline.sql.SessionEffect;
import dev.paceline.sql.TransactionControl;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SessionStateTest {

  private final SessionState session = new SessionState(
      PacelineConfig.of(
          "jdbc:paceline:postgresql://a/db?paceline.freshness=session", new Properties()),
      7);

  private void run(SessionEffect... effects) {
    session.succeeded(List.of(effects));
  }

  private String settings() {
    return session.settings().sqlFrom(Settings.NONE);
  }

  @Test
  void set_ownSetting_changesAndResets() {
    assertThat(session.freshness()).isEqualTo(Freshness.SESSION);
    session.set("freshness", "any");
    assertThat(session.freshness()).isEqualTo(Freshness.ANY);
    session.reset("FRESHNESS");
    assertThat(session.freshness()).isEqualTo(Freshness.SESSION);
    assertThatThrownBy(() -> session.set("freshness", "soon"))
        .hasMessageContaining("within:<duration>");
    assertThat(session.freshness()).isEqualTo(Freshness.SESSION);
  }

  @Test
  void affinity_key_isTheSameForAllSessionsThatSetIt() {
    assertThat(session.affinity()).isEqualTo(7);
    session.set("affinityKey", "tenant-1");
    assertThat(session.affinity()).isEqualTo("tenant-1".hashCode());
  }

  @Test
  void succeeded_set_isReplayed() {
    run(
        new SessionEffect.SetVariable("search_path", "a, b", false),
        new SessionEffect.SetVariable("x.y", "'1'", true));
    assertThat(settings()).isEqualTo("SET search_path TO a, b");
    run(new SessionEffect.SetVariable("search_path", null, false));
    assertThat(settings()).isEmpty();
  }

  @Test
  void succeeded_characteristics_areThreeSettings() {
    run(new SessionEffect.SetSessionCharacteristics(
        new TransactionControl.Modes(true, TransactionControl.Isolation.REPEATABLE_READ, null)));
    assertThat(settings())
        .isEqualTo(
            "SET default_transaction_isolation TO 'repeatable read'; SET default_transaction_read_only TO on");
  }

  @Test
  void succeeded_setConfig_isReplayedWhenKnownAndPinsWhenComputed() {
    run(new SessionEffect.SetConfigCall("App.User", "o'brien", false));
    assertThat(settings()).isEqualTo("SELECT pg_catalog.set_config('app.user', 'o''brien', false)");
    run(new SessionEffect.SetConfigCall("app.user", null, false));
    assertThat(session.pins().has(PinReason.UNKNOWN_SETTING)).isTrue();
  }

  @Test
  void rolledBack_undoesSettingsAndPinsOfTheTransaction() {
    run(new SessionEffect.SetVariable("work_mem", "'1MB'", false));
    session.transactionBegan();
    run(
        new SessionEffect.SetVariable("work_mem", "'2MB'", false),
        new SessionEffect.TemporaryTable("t"),
        new SessionEffect.SessionAdvisoryLock(),
        new SessionEffect.Listen("c"));
    session.rolledBack();
    assertThat(settings()).isEqualTo("SET work_mem TO '1MB'");
    assertThat(session.pins().explain()).containsExactly("session advisory lock");
  }

  @Test
  void committed_keepsThem() {
    session.transactionBegan();
    run(
        new SessionEffect.SetVariable("work_mem", "'2MB'", false),
        new SessionEffect.TemporaryTable("t"));
    session.committed();
    assertThat(settings()).isEqualTo("SET work_mem TO '2MB'");
    assertThat(session.pins().explain()).containsExactly("temporary table: t");
    assertThat(session.inTransaction()).isFalse();
  }

  @Test
  void rolledBackTo_undoesWhatCameAfterTheSavepoint() {
    session.transactionBegan();
    run(new SessionEffect.SetVariable("a.b", "1", false));
    session.savepoint("s");
    run(new SessionEffect.SetVariable("a.b", "2", false));
    session.savepoint("t");
    run(new SessionEffect.SetVariable("a.b", "3", false));
    session.rolledBackTo("s");
    assertThat(settings()).isEqualTo("SET a.b TO 1");
    session.released("s");
    session.committed();
    assertThat(settings()).isEqualTo("SET a.b TO 1");
  }

  @Test
  void pins_eachHasAnUnpinRule() {
    run(
        new SessionEffect.Listen("a"),
        new SessionEffect.Listen("b"),
        new SessionEffect.PrepareStatement("p"),
        new SessionEffect.DeclareCursor("c", true),
        new SessionEffect.TemporaryTable("t"),
        new SessionEffect.SessionAdvisoryLock());
    run(
        new SessionEffect.Unlisten("a"),
        new SessionEffect.Deallocate("p"),
        new SessionEffect.CloseCursor(null),
        new SessionEffect.Discard(SessionEffect.Discard.What.TEMP),
        new SessionEffect.SessionAdvisoryUnlock(true));
    assertThat(session.pins().explain()).containsExactly("LISTEN: b");
    run(new SessionEffect.Unlisten(null));
    assertThat(session.pins().isEmpty()).isTrue();
  }

  @Test
  void discardAll_leavesNothingButWhatTheServerKeeps() {
    session.pin(PinReason.UNWRAPPED, "");
    run(
        new SessionEffect.SetRole("joe", false),
        new SessionEffect.Listen("a"),
        new SessionEffect.Discard(SessionEffect.Discard.What.ALL));
    // The server resets the name that the native driver set when it connected.
    assertThat(settings()).isEqualTo("SET application_name TO ''");
    assertThat(session.pins().explain()).containsExactly("unwrapped native connection");
  }
}
