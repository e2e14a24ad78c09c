package dev.paceline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PacelineConfigTest {

  private static PacelineConfig of(String url) {
    return PacelineConfig.of(url, new Properties());
  }

  @Test
  void properties_namesAndDefaults_arePinned() {
    String pinned = Arrays.stream(PacelineProperty.values())
        .map(p -> p.propertyName() + "=" + p.defaultValue())
        .collect(Collectors.joining("\n"));
    assertThat(pinned).isEqualTo("""
            paceline.freshness=process
            paceline.whenStale=primary
            paceline.balancer=least-response-time
            paceline.affinityKey=
            paceline.name=
            paceline.maxLag=30s
            paceline.weights=
            paceline.hints=on
            paceline.discovery=on
            paceline.monitor.minInterval=50ms
            paceline.monitor.maxInterval=1s
            paceline.monitor.timeout=2s
            paceline.planCacheSize=10000
            paceline.statementCacheSize=256
            paceline.pool.maximumPoolSize=10
            paceline.pool.minimumIdle=0
            paceline.pool.connectionTimeout=30000
            paceline.pool.idleTimeout=600000
            paceline.pool.maxLifetime=1800000
            paceline.pool.keepaliveTime=120000
            paceline.pool.validationTimeout=5000
            paceline.pool.leakDetectionThreshold=0
            paceline.pool.linger=2s""");
  }

  @Test
  void properties_defaults_areAllowedValues() {
    for (PacelineProperty property : PacelineProperty.values()) {
      assertThat(property.problemWith(property.defaultValue()))
          .as(property.propertyName())
          .isNull();
    }
  }

  @Test
  void of_severalHosts_keepsThemAndDefaultsThePort() {
    PacelineConfig config = of(
        "jdbc:paceline:postgresql://a,B:5433,[::1]:5434,a/shop?ApplicationName=x&paceline.maxLag=5s");
    assertThat(config.seeds())
        .containsExactly(
            new HostAndPort("a", 5432), new HostAndPort("b", 5433), new HostAndPort("::1", 5434));
    assertThat(config.database()).isEqualTo("shop");
    assertThat(config.nativeProperties()).isEqualTo(Map.of("ApplicationName", "x"));
    assertThat(config.nanos(PacelineProperty.MAX_LAG)).isEqualTo(5_000_000_000L);
  }

  @Test
  void of_nameInUrlAndProperties_takesTheUrl() {
    Properties properties = new Properties();
    properties.setProperty("paceline.freshness", "any");
    properties.setProperty("user", "joe");
    PacelineConfig config = PacelineConfig.of(
        "jdbc:paceline:postgresql://a/db?paceline.freshness=latest&user=jane", properties);
    assertThat(config.freshness()).isEqualTo(Freshness.LATEST);
    assertThat(config.user()).isEqualTo("jane");
  }

  @Test
  void of_everythingWrong_tellsAllProblemsAtOnce() {
    assertThatThrownBy(
            () -> of("jdbc:paceline:oracle://a:99999/db?paceline.freshnes=any&paceline.maxLag=30"
                + "&paceline.balancer=best&paceline.monitor.minInterval=0ms"))
        .isInstanceOfSatisfying(ConfigurationException.class, e -> {
          List<String> problems = e.problems();
          assertThat(problems).hasSize(6);
          assertThat(e)
              .hasMessageContaining("'oracle'")
              .hasMessageContaining("99999")
              .hasMessageContaining("nearest name is 'paceline.freshness'")
              .hasMessageContaining("'paceline.maxLag': '30' is not a whole number with a unit")
              .hasMessageContaining("least-connections")
              .hasMessageContaining("paceline.monitor.minInterval");
        });
  }

  @Test
  void toString_withPassword_hidesIt() {
    PacelineConfig config = of("jdbc:paceline:postgresql://a/db?user=u&password=secret");
    assertThat(config.toString())
        .doesNotContain("secret")
        .isEqualTo("jdbc:paceline:postgresql://a:5432/db");
    assertThatThrownBy(() -> of("jdbc:paceline:postgresql://a/db?password=se%zzcret"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContaining("cret");
  }

  @Test
  void with_sessionProperty_changesIt() {
    PacelineConfig config = of("jdbc:paceline:postgresql://a/db");
    assertThat(config.with("freshness", "within:250ms").freshness())
        .isEqualTo(Freshness.within(250_000_000));
    assertThat(config.with("paceline.whenstale", "wait:1s").whenStale().waitNanos())
        .isEqualTo(1_000_000_000L);
  }

  @Test
  void with_clusterPropertyOrUnknown_refuses() {
    PacelineConfig config = of("jdbc:paceline:postgresql://a/db");
    assertThatThrownBy(() -> config.with("maxLag", "5s")).hasMessageContaining("set it in the URL");
    assertThatThrownBy(() -> config.with("fresh", "any")).hasMessageContaining("nearest");
    assertThatThrownBy(() -> config.with("freshness", "within:0s")).hasMessageContaining("latest");
  }

  @Test
  void of_poolTimesThatHikariCpWouldRepair_areRefused() {
    assertThatThrownBy(() -> of("jdbc:paceline:postgresql://a/db?paceline.pool.maxLifetime=100"
            + "&paceline.pool.connectionTimeout=0&paceline.pool.idleTimeout=0"))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.problems()).hasSize(2));
  }

  @Test
  void of_urlWithoutHosts_meansLocalhostLikeTheNativeDriver() {
    assertThat(of("jdbc:paceline:postgresql:///db").seeds())
        .containsExactly(new HostAndPort("localhost", 5432));
  }

  @Test
  void durations_format_readsBack() {
    for (long nanos : new long[] {0, 1_000, 250_000, 50_000_000, 1_500_000_000L, 30_000_000_000L}) {
      assertThat(Durations.parseNanos(Durations.format(nanos))).isEqualTo(nanos);
    }
  }
}
