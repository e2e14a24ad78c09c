package dev.paceline.suites.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import dev.paceline.suites.guarantees.Size;
import dev.paceline.suites.proxy.RawClient.Message;
import dev.paceline.wire.postgres.BackendType;
import dev.paceline.wire.postgres.FrontendType;
import dev.paceline.wire.postgres.FrontendWriter;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that vanish and servers that die, in every state: nothing of theirs is left behind, and every answer that is given
 * afterwards belongs to its question.
 */
@ClusterTest(standbys = 1)
@Timeout(60)
class ChaosTest {

  private static final int CONNECTS = Size.of(1_000, 10_000);

  private final PostgresCluster cluster;
  private final Map<PostgresNode, Integer> before = new LinkedHashMap<>();
  private TestProxy proxy;

  ChaosTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  /** What a client has said when it vanishes. */
  @FunctionalInterface
  private interface State {
    void enter(RawClient client) throws IOException;
  }

  @BeforeEach
  void start() {
    cluster.primary().execute("CREATE TABLE IF NOT EXISTS chaos (line text)", "TRUNCATE chaos");
    cluster.nodes().forEach(node -> before.put(node, ServerSide.sessions(node)));
    proxy = TestProxy.of(cluster.directHosts(), /* poolSize= */ 4);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    ServerSide.awaitQuiet(cluster);
    proxy.close();
    before.forEach(ServerSide::awaitSessions);
    Leaks.assertNone();
  }

  @TestFactory
  Stream<DynamicTest> clientVanishes() {
    return states().entrySet().stream()
        .map(state -> DynamicTest.dynamicTest(state.getKey(), () -> {
          for (int i = 0; i < 6; i++) { // more than there are server connections
            RawClient client = connect();
            state.getValue().enter(client);
            client.vanish();
          }
          ServerSide.awaitQuiet(cluster);
          assertOwnAnswers(/* clients= */ 4, /* questions= */ 20);
          assertThat(cluster.primary().query("SELECT count(*) FROM chaos")).isEqualTo("0");
        }));
  }

  private static Map<String, State> states() {
    Map<String, State> states = new LinkedHashMap<>();
    states.put("after login", client -> {});
    states.put(
        "within a header", client -> client.send(out -> out.writeByte('Q').writeByte(0)));
    states.put(
        "within a message",
        client -> client.send(out -> out.writeByte('Q').writeInt(100).writeBytes(new byte[10])));
    states.put(
        "after Parse", client -> client.send(out -> FrontendWriter.parse(out, "a", "SELECT 1")));
    states.put("after Parse and Flush", client -> {
      client.send(out -> {
        FrontendWriter.parse(out, "a", "INSERT INTO chaos VALUES ('parsed')");
        FrontendWriter.flush(out);
      });
      assertThat(client.read().type()).isEqualTo(BackendType.PARSE_COMPLETE);
    });
    states.put("after Execute without Sync", client -> {
      client.send(out -> {
        FrontendWriter.parse(out, "", "INSERT INTO chaos VALUES ('executed')");
        RawClient.bind(out, /* binary= */ false);
        FrontendWriter.execute(out, "", 0);
        FrontendWriter.flush(out);
      });
      client.read();
    });
    states.put("with a portal half read", client -> {
      client.send(out -> {
        FrontendWriter.parse(out, "", "SELECT * FROM generate_series(1, 1000)");
        RawClient.bind(out, /* binary= */ false);
        FrontendWriter.execute(out, "", 10);
        FrontendWriter.flush(out);
      });
      client.read();
    });
    states.put("within a transaction", client -> {
      client.query("BEGIN");
      client.query("INSERT INTO chaos VALUES ('open')");
    });
    states.put("within a failed transaction", client -> {
      client.query("BEGIN; INSERT INTO chaos VALUES ('failed')");
      client.query("SELECT 1/0");
    });
    states.put("within a copy in", client -> {
      client.send(out -> FrontendWriter.query(out, "COPY chaos FROM STDIN"));
      assertThat(client.read().type()).isEqualTo(BackendType.COPY_IN_RESPONSE);
      client.send(out -> RawClient.copyData(out, "a line\n"));
    });
    states.put("within a message of a copy in", client -> {
      client.send(out -> FrontendWriter.query(out, "COPY chaos FROM STDIN"));
      assertThat(client.read().type()).isEqualTo(BackendType.COPY_IN_RESPONSE);
      client.send(out -> out.writeByte(FrontendType.COPY_DATA).writeInt(100_000).writeByte('x'));
    });
    states.put("within a copy out", client -> {
      client.send(out -> FrontendWriter.query(
          out, "COPY (SELECT repeat('x', 1000) FROM generate_series(1, 100000)) TO STDOUT"));
      assertThat(client.read().type()).isEqualTo(BackendType.COPY_OUT_RESPONSE);
    });
    states.put("within a result", client -> {
      client.send(out ->
          FrontendWriter.query(out, "SELECT repeat('x', 1000) FROM generate_series(1, 100000)"));
      assertThat(client.read().type()).isEqualTo(BackendType.ROW_DESCRIPTION);
    });
    states.put(
        "while a statement runs",
        client -> client.send(out -> FrontendWriter.query(out, "SELECT pg_sleep(1)")));
    states.put(
        "with several statements asked",
        client -> client.send(out -> {
          for (int i = 0; i < 20; i++) {
            FrontendWriter.query(out, "SELECT 'unread'");
          }
        }));
    states.put("with a session that is pinned", client -> {
      client.query("CREATE TEMP TABLE mine (a int)");
      client.query("SELECT pg_advisory_lock(4711)");
      client.query("SELECT pg_advisory_unlock(4711)");
    });
    return states;
  }

  @TestFactory
  Stream<DynamicTest> serverConnectionDies() {
    return states().entrySet().stream()
        .filter(state -> !state.getKey().contains("header") && !state.getKey().contains("login"))
        .map(state -> DynamicTest.dynamicTest(state.getKey(), () -> {
          try (RawClient client = connect()) {
            state.getValue().enter(client);
            ServerSide.terminate(cluster.primary(), "");
            ServerSide.terminate(cluster.standbys().get(0), "");
          } catch (IOException e) {
            // The client may have been told that its server is gone.
          }
          assertAnswersComeBack();
        }));
  }

  @Test
  void primaryIsKilled_withClientsInAllStates() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    for (State state : states().values()) {
      RawClient client = connect();
      if (clients.size() < 3) { // no more than there are server connections: nobody must wait
        state.enter(client);
      }
      clients.add(client);
    }
    RawClient open = connect();
    open.query("BEGIN; INSERT INTO chaos VALUES ('lost')");
    cluster.primary().kill();
    cluster.primary().start();
    assertAnswersComeBack();
    for (RawClient client : clients) {
      client.vanish();
    }
    open.vanish();
    assertThat(cluster.primary().query("SELECT count(*) FROM chaos")).isEqualTo("0");
  }

  @Test
  void clientThatReadsNothing_holdsNobodyUp_andFillsNoMemory() throws Exception {
    ByteBufAllocatorMetricProvider memory =
        (ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT;
    assertOwnAnswers(4, 20);
    long used = memory.metric().usedDirectMemory();
    try (RawClient slow = connect()) {
      slow.send(out -> FrontendWriter.query(
          out, "SELECT repeat('x', 10000) FROM generate_series(1, 20000)")); // 200 MB
      assertThat(slow.read().type()).isEqualTo(BackendType.ROW_DESCRIPTION);
      assertOwnAnswers(4, 100);
      assertThat(memory.metric().usedDirectMemory() - used).isLessThan(32 << 20);
      List<Message> rest = slow.readUntilReady();
      assertThat(rest).hasSize(20_000 + 2);
    }
  }

  @Test
  void thousandsOfConnects_endInNothing() throws Exception {
    together(8, number -> {
      for (int i = 0; i < CONNECTS / 8; i++) {
        RawClient client = connect();
        assertOwnAnswer(client, number + "/" + i);
        if (i % 2 == 0) {
          client.close();
        } else {
          client.vanish();
        }
      }
    });
    for (PostgresNode node : cluster.nodes()) {
      // The pool's, and the monitor's.
      assertThat(ServerSide.sessions(node)).isLessThanOrEqualTo(before.get(node) + 4 + 3);
    }
  }

  private RawClient connect() throws IOException {
    return RawClient.loggedIn("127.0.0.1", proxy.port());
  }

  private void assertAnswersComeBack() {
    Await.until("answers from new connections", Duration.ofSeconds(20), () -> {
      try (RawClient client = connect()) {
        List<Message> answer = client.query("CREATE TABLE IF NOT EXISTS chaos (line text)");
        return answer.get(answer.size() - 2).type() == BackendType.COMMAND_COMPLETE;
      }
    });
    Await.until("answers that belong to their questions", Duration.ofSeconds(20), () -> {
      assertOwnAnswers(2, 20);
      return true;
    });
  }

  /** Several clients at a time, each of whose answers carries its own question. */
  private void assertOwnAnswers(int clients, int questions) throws Exception {
    together(clients, number -> {
      try (RawClient client = connect()) {
        for (int i = 0; i < questions; i++) {
          assertOwnAnswer(client, number + "." + i);
        }
      }
    });
  }

  private static void assertOwnAnswer(RawClient client, String question) throws IOException {
    client.send(out -> {
      FrontendWriter.query(out, "SELECT 'first " + question + "'");
      FrontendWriter.parse(out, "", "SELECT $1::text");
      FrontendWriter.bind(out, "", "", List.of("second " + question));
      FrontendWriter.execute(out, "", 0);
      FrontendWriter.sync(out);
    });
    assertThat(row(client.readUntilReady())).isEqualTo("first " + question);
    assertThat(row(client.readUntilReady())).isEqualTo("second " + question);
  }

  /** The one value of the one row. */
  private static String row(List<Message> messages) {
    List<Message> rows =
        messages.stream().filter(m -> m.type() == BackendType.DATA_ROW).toList();
    assertThat(rows).as(messages.toString()).hasSize(1);
    return rows.get(0).body().substring(/* the counts of columns and of bytes */ 2 + 4);
  }

  @FunctionalInterface
  private interface Errand {
    void run(int number) throws Exception;
  }

  private static void together(int threads, Errand errand) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        all.add(() -> {
          errand.run(number);
          return null;
        });
      }
      for (Future<Void> one : pool.invokeAll(all)) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
