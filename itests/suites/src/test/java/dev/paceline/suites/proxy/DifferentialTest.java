package dev.paceline.suites.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.suites.classification.RecordedStatement;
import dev.paceline.suites.classification.ShopDatabase;
import dev.paceline.suites.classification.Transcript;
import dev.paceline.suites.classification.Truth;
import dev.paceline.suites.guarantees.Size;
import dev.paceline.suites.proxy.RawClient.Message;
import dev.paceline.wire.postgres.BackendType;
import dev.paceline.wire.postgres.FrontendWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the proxy says is, byte by byte, what a server says: rows, descriptions, tags, errors with all their fields, notices.
 *
 * <p>A server is asked before and after, on two connections. Where it answers differently itself (clocks, sequences, process ids), only the kinds of the messages
 * are compared.
 */
@ClusterTest(standbys = 1)
class DifferentialTest {

  /** Answers that are the same by accident only; {@code SHOW ALL} tells which libraries a session happens to have loaded. */
  private static final Pattern CHANGING = Pattern.compile(
      "nextval|explain +\\(?analy[sz]e|pg_switch_wal|show all", Pattern.CASE_INSENSITIVE);

  private static final String[] LOGIN = {
    "application_name",
    "probe",
    "database",
    ShopDatabase.NAME,
    "options",
    "-c statement_timeout=10s -c lock_timeout=2s"
  };

  private final PostgresCluster cluster;
  private final List<String> differences = new ArrayList<>();
  private TestProxy proxy;
  private RawClient through;
  private RawClient primary;
  private RawClient primaryAgain;
  private RawClient standby;
  private int compared;
  private int exactly;

  DifferentialTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  /** What a client sends, and what it gets. */
  @FunctionalInterface
  private interface Conversation {
    List<Message> with(RawClient client) throws IOException;
  }

  @BeforeEach
  void connect() throws Exception {
    ShopDatabase.make(cluster);
    proxy = TestProxy.of(cluster);
    through = RawClient.loggedIn("127.0.0.1", proxy.port(), LOGIN);
    PostgresNode first = cluster.primary();
    primary = RawClient.loggedIn(first.host(), first.port(), LOGIN);
    primaryAgain = RawClient.loggedIn(first.host(), first.port(), LOGIN);
    PostgresNode second = cluster.standbys().get(0);
    standby = RawClient.loggedIn(second.host(), second.port(), LOGIN);
  }

  @AfterEach
  void disconnect() throws IOException {
    through.close();
    primary.close();
    primaryAgain.close();
    standby.close();
    proxy.close();
    Leaks.assertNone();
  }

  @Test
  void login_tellsTheSameSettings() throws Exception {
    List<List<String>> told = new ArrayList<>();
    for (int port : List.of(cluster.primary().port(), proxy.port())) {
      try (RawClient client = new RawClient("127.0.0.1", port)) {
        told.add(client.login("application_name", "probe", "client_encoding", "LATIN1").stream()
            .filter(message -> message.type() != BackendType.BACKEND_KEY_DATA)
            .map(Message::toString)
            .sorted()
            .toList());
      }
    }

    assertThat(told.get(1)).isEqualTo(told.get(0));
  }

  @Test
  void transactions_ofWhateverWasRecorded() throws Exception {
    List<RecordedStatement> recorded = recorded();
    for (int i = 0; i < recorded.size(); i += Size.of(4, 1)) {
      RecordedStatement statement = recorded.get(i);
      compare(statement.toString(), client -> {
        List<Message> all = new ArrayList<>(client.query("BEGIN"));
        all.addAll(client.query(statement.sql()));
        all.addAll(client.query("ROLLBACK"));
        all.addAll(client.query("DISCARD ALL"));
        return all;
      });
    }
    assertSame(/* atLeast= */ 400);
  }

  @Test
  void reads_simple() throws Exception {
    for (RecordedStatement statement : reads()) {
      compare(statement.toString(), client -> client.query(statement.sql()));
    }
    assertSame(/* atLeast= */ 300);
  }

  @Test
  void reads_extended_inBothFormats() throws Exception {
    for (RecordedStatement statement : reads()) {
      for (boolean binary : new boolean[] {false, true}) {
        compare(
            statement + (binary ? " in binary" : " in text"),
            client -> extended(client, statement.sql(), binary));
      }
    }
    assertSame(/* atLeast= */ 600);
  }

  @Test
  void types_inBothFormats() throws Exception {
    for (String value : BuiltInValues.ALL) {
      compare(value, client -> client.query("SELECT " + value));
      compare(value + " in text", client -> extended(client, "SELECT " + value, false));
      compare(value + " in binary", client -> extended(client, "SELECT " + value, true));
    }
    assertSame(/* atLeast= */ 3 * BuiltInValues.ALL.size() - 3);
  }

  private static List<Message> extended(RawClient client, String sql, boolean binary)
      throws IOException {
    client.send(out -> {
      FrontendWriter.parse(out, "", sql);
      FrontendWriter.describeStatement(out, "");
      RawClient.bind(out, binary);
      FrontendWriter.describePortal(out, "");
      FrontendWriter.execute(out, "", /* maxRows= */ 3);
      FrontendWriter.execute(out, "", /* maxRows= */ 0);
      FrontendWriter.sync(out);
    });
    return client.readUntilReady();
  }

  private static List<RecordedStatement> recorded() {
    return Transcript.all().stream()
        .filter(s -> !s.standbyState().equals(RecordedStatement.NOT_RUN))
        .filter(s -> !s.primaryState().equals(RecordedStatement.NOT_RUN))
        .toList();
  }

  private static List<RecordedStatement> reads() {
    return recorded().stream().filter(s -> s.truth() == Truth.REPLICA).toList();
  }

  /** The same as one of the servers says, or of the same kinds where these do not say the same twice. */
  private void compare(String what, Conversation conversation) throws IOException {
    List<String> first = text(conversation.with(primary));
    List<String> ours = text(conversation.with(through));
    List<String> again = text(conversation.with(primaryAgain));
    compared++;
    if (!first.equals(again) || CHANGING.matcher(what).find()) {
      if (!kinds(ours).equals(kinds(first))) {
        differences.add(what + "\n  proxy  " + ours + "\n  server " + first);
      }
      return;
    }
    exactly++;
    if (!ours.equals(first) && !ours.equals(text(conversation.with(standby)))) {
      differences.add(what + "\n  proxy  " + ours + "\n  server " + first);
    }
  }

  private void assertSame(int atLeast) {
    assertThat(differences)
        .as(differences.size() + " of " + compared + " answers, " + exactly
            + " of these to the byte")
        .isEmpty();
    assertThat(exactly).isGreaterThanOrEqualTo(atLeast);
  }

  /** Settings come in any order, and are told when they change on the connection that happens to be used. */
  private static List<String> text(List<Message> messages) {
    return messages.stream()
        .filter(message -> message.type() != BackendType.PARAMETER_STATUS)
        .map(Message::toString)
        .toList();
  }

  private static Set<Character> kinds(List<String> messages) {
    return messages.stream()
        .map(message -> message.charAt(0))
        .sorted(Comparator.naturalOrder())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
