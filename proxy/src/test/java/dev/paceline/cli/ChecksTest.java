package dev.paceline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.config.PacelineConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What one healthy cluster cannot show. */
class ChecksTest {

  private static final PacelineConfig CONFIG =
      PacelineConfig.of("jdbc:paceline:postgresql://a,b/shop", new Properties());

  private static ServerAnswers server(
      String node, boolean primary, Map<String, String> values, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of(
        "in_recovery", primary ? "f" : "t",
        "version", "18.6",
        "system_identifier", "1",
        "started", node,
        "user", "app",
        "superuser", "f",
        "may_monitor", "t",
        "receiver", "streaming",
        "replay", primary ? "" : "not paused",
        "collation_version", "2.36"));
    all.putAll(values);
    settings.forEach((name, value) -> all.put("raw." + name, value));
    return new ServerAnswers(node, "", all, settings, List.of(), List.of(), List.of());
  }

  private static ServerAnswers primary(String node) {
    return server(node, true, Map.of(), Map.of());
  }

  private static ServerAnswers replica(String node) {
    return server(node, false, Map.of(), Map.of());
  }

  private static List<String> worse(List<Finding> findings) {
    return findings.stream()
        .filter(f -> f.severity().compareTo(Severity.INFO) > 0)
        .map(f -> f.severity() + " " + f.where() + " " + f.what())
        .toList();
  }

  @Test
  void cluster_healthy_hasNothingToFix() {
    assertThat(worse(ClusterChecks.of(List.of(primary("a:1"), replica("b:1"))))).isEmpty();
  }

  @Test
  void cluster_twoPrimaries_isAnError() {
    assertThat(worse(ClusterChecks.of(List.of(primary("a:1"), primary("b:1")))))
        .contains("ERROR cluster more than one node accepts writes: a:1, b:1");
  }

  @Test
  void cluster_noPrimary_isAnError() {
    assertThat(worse(ClusterChecks.of(List.of(replica("a:1"), replica("b:1")))))
        .containsExactly("ERROR cluster no node that answers is a primary");
  }

  @Test
  void cluster_ofTwoSystems_isAnError() {
    ServerAnswers stranger = server("b:1", false, Map.of("system_identifier", "2"), Map.of());

    assertThat(worse(ClusterChecks.of(List.of(primary("a:1"), stranger))))
        .containsExactly(
            "ERROR cluster the nodes belong to different clusters: {1=[a:1], 2=[b:1]}");
  }

  @Test
  void cluster_withOtherCollations_isAnError() {
    ServerAnswers newer = server("b:1", false, Map.of("collation_version", "2.41"), Map.of());

    assertThat(worse(ClusterChecks.of(List.of(primary("a:1"), newer))))
        .containsExactly("ERROR cluster the collation libraries differ: {2.36=[a:1], 2.41=[b:1]}");
  }

  @Test
  void cluster_withPausedReplica_isAWarning() {
    ServerAnswers paused = server("b:1", false, Map.of("replay", "paused"), Map.of());

    assertThat(worse(ClusterChecks.of(List.of(primary("a:1"), paused))))
        .containsExactly("WARNING b:1 its replay is paused");
  }

  @Test
  void settings_thatDiffer_areAWarning() {
    ServerAnswers a = server("a:1", true, Map.of(), Map.of("TimeZone", "UTC"));
    ServerAnswers b = server("b:1", false, Map.of(), Map.of("TimeZone", "Europe/Paris"));

    assertThat(worse(SettingChecks.of(CONFIG, List.of(a, b))))
        .containsExactly("WARNING cluster TimeZone differs: {Europe/Paris=[b:1], UTC=[a:1]}");
  }

  @Test
  void settings_ofThePrimary_thatHurt_areNamed() {
    ServerAnswers a = server(
        "a:1",
        true,
        Map.of(),
        Map.of(
            "wal_level", "minimal",
            "default_transaction_read_only", "on",
            "default_transaction_isolation", "serializable",
            "wal_sender_timeout", "0"));

    assertThat(worse(SettingChecks.of(CONFIG, List.of(a))))
        .containsExactly(
            "ERROR a:1 wal_level is minimal",
            "WARNING a:1 default_transaction_read_only is on",
            "WARNING a:1 default_transaction_isolation is serializable",
            "WARNING a:1 wal_sender_timeout is 0");
  }

  @Test
  void settings_idleSessionTimeoutBelowThePools_isAWarning() {
    ServerAnswers a = server("a:1", true, Map.of(), Map.of("idle_session_timeout", "60000"));

    assertThat(worse(SettingChecks.of(CONFIG, List.of(a))))
        .singleElement()
        .asString()
        .contains("idle_session_timeout");
  }

  @Test
  void exitCode_isThatOfTheWorst() {
    Finding ok = Finding.ok("a", "");
    Finding warning = Finding.warning("a", "", "", "");
    Finding error = Finding.error("a", "", "", "");

    assertThat(DoctorCommand.exitCode(List.of(ok))).isZero();
    assertThat(DoctorCommand.exitCode(List.of(ok, warning))).isEqualTo(1);
    assertThat(DoctorCommand.exitCode(List.of(error, warning))).isEqualTo(2);
  }
}
