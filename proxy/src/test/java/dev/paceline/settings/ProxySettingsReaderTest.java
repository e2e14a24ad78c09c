package dev.paceline.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paceline.admin.HttpSettings;
import dev.paceline.config.HostAndPort;
import dev.paceline.server.L4Listener;
import dev.paceline.server.PoolMode;
import dev.paceline.server.ProxySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxySettingsReaderTest {

  @TempDir
  private Path directory = Path.of("");

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("paceline.yaml"), text);
  }

  private List<String> problems(String text, Map<String, Map<String, String>> commandLine)
      throws IOException {
    Path file = file(text);
    return catchThrowableOfType(
            SettingsException.class, () -> ProxySettingsReader.read(file, commandLine))
        .problems()
        .stream()
        .map(problem -> problem.toString().replace(directory + "/", ""))
        .toList();
  }

  @Test
  void example_isGood_andSaysWhatItSays() throws Exception {
    ProxySettings settings = ProxySettingsReader.read(Path.of("conf", "paceline.yaml"), Map.of());

    assertThat(settings.seeds())
        .containsExactly(
            new HostAndPort("db1", 5432),
            new HostAndPort("db2", 5432),
            new HostAndPort("db3", 5432));
    assertThat(settings.listen().getPort()).isEqualTo(6432);
    assertThat(settings.operation().l4())
        .extracting(L4Listener::role)
        .containsExactly(L4Listener.Role.REPLICA);
    assertThat(settings.operation().poolMode()).isEqualTo(PoolMode.TRANSACTION);
    assertThat(settings.operation().http())
        .extracting(HttpSettings::password)
        .isEqualTo("change-me");
    assertThat(settings.operation().admin().users()).containsExactly("postgres");
    assertThat(settings.properties()).containsEntry("paceline.freshness", "process");
    assertThat(settings.operation().shown().toString()).doesNotContain("change-me");
  }

  @Test
  void problems_areToldAllAtOnce_withLinesAndTheNearestName() throws IOException {
    String text = """
        listen: 127.0.0.1:6432
        pool:
          mode: transactional
          sizes: 5
          waitTimeout: soon
        paceline:
          freshnes: process
          maxLag: 30
        threads: 2
        threads: 3
        http:
          listen: 127.0.0.1:0
        """;

    assertThat(problems(text, Map.of("--set", Map.of("pool.size", "0"))))
        .containsExactly(
            "paceline.yaml:10: 'threads' stands here twice",
            "paceline.yaml:3: 'pool.mode': 'transactional' is not transaction, session or statement",
            "paceline.yaml:4: 'pool.sizes' is unknown; the nearest name is 'pool.size'",
            "paceline.yaml:5: 'pool.waitTimeout': 'soon' is not a whole number with a unit: us, ms, s, min or h"
                + " (for example 500ms or 30s)",
            "paceline.yaml:7: 'paceline.freshnes' is unknown; the nearest name is 'paceline.freshness'",
            "paceline.yaml:8: 'paceline.maxLag': '30' is not a whole number with a unit: us, ms, s, min or h"
                + " (for example 500ms or 30s)",
            "--set: 'pool.size': '0' is not a whole number of 1 to 100000",
            "paceline.yaml: 'cluster' is missing: postgresql://[user@]host[:port][,host[:port]...]",
            "paceline.yaml:12: 'http.listen' needs 'http.password' or 'http.token': nobody could see the metrics");
  }

  @Test
  void listEntries_areChecked() throws IOException {
    String text = """
        cluster: postgresql://db1
        listen:
          - address: 127.0.0.1:6432
            roll: any
          - mode: l5
          - address: 127.0.0.1:port
            mode: l4
            role: standby
        """;

    assertThat(problems(text, Map.of()))
        .containsExactly(
            "paceline.yaml:4: 'listen[0].roll' is unknown; the nearest name is 'role'",
            "paceline.yaml:5: 'listen[1].mode': 'l5' is not sql or l4",
            "paceline.yaml:6: 'listen[2].address': '127.0.0.1:port' is not host:port, where port 0 stands for any free one",
            "paceline.yaml:8: 'listen[2].role': 'standby' is not primary, replica or any",
            "paceline.yaml:5: this entry of 'listen' has no address");
  }

  @Test
  void yamlThatIsNone_isToldWithItsLine() throws IOException {
    assertThat(problems("cluster: a\npool: [1, 2\nthreads: 3\n", Map.of()))
        .first()
        .asString()
        .startsWith("paceline.yaml:3: is no YAML: ");
  }

  @Test
  void commandLine_winsOverTheFile() throws Exception {
    Path file = file("cluster: postgresql://watcher@db1\npool: {size: 5, mode: session}\n");

    ProxySettings settings = ProxySettingsReader.read(
        file, Map.of("--set", Map.of("pool.size", "7"), "--listen", Map.of("listen", "[::1]:0")));

    assertThat(settings.poolSize()).isEqualTo(7);
    assertThat(settings.operation().poolMode()).isEqualTo(PoolMode.SESSION);
    assertThat(settings.monitorUser()).isEqualTo("watcher");
    assertThat(settings.listen().getPort()).isZero();
    assertThat(settings.listen().getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void security_isReadAndChecked() throws Exception {
    Path file = file("""
        cluster: postgresql://db1
        auth:
          file: users.txt
          hba:
            - hostssl app,shop all 10.0.0.0/8 md5
            - host all all all reject
        limits: {connectionsPerAddress: 7}
        """);

    ProxySettings settings = ProxySettingsReader.read(file, Map.of());

    assertThat(settings.security().auth().hba())
        .extracting(Object::toString)
        .containsExactly("hostssl app,shop all 10.0.0.0/8 md5", "host all all all reject");
    assertThat(settings.security().auth().file()).isEqualTo(Path.of("users.txt"));
    assertThat(settings.security().limits().connectionsPerAddress()).isEqualTo(7);
    assertThat(problems(
            "cluster: postgresql://db1\ntls: {client: {mode: require}}\nauth:\n  hba: [host all all all]\n",
            Map.of()))
        .first()
        .asString()
        .startsWith("paceline.yaml:4: 'auth.hba': a rule has five words");
    assertThat(problems("cluster: postgresql://db1\ntls: {client: {mode: require}}\n", Map.of()))
        .first()
        .asString()
        .contains("tls.client.certificate and tls.client.key are needed");
  }
}
