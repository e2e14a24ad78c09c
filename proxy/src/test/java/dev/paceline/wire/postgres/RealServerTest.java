package dev.paceline.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.Await;
import dev.paceline.clusterkit.junit.ClusterTest;
import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real server says is what is expected of it. */
@ClusterTest(standbys = 0)
class RealServerTest {

  private final PostgresNode node;

  RealServerTest(PostgresCluster cluster) {
    node = cluster.primary();
  }

  @BeforeEach
  void makeTables() {
    node.execute(
        "DROP TABLE IF EXISTS wire_copy, wire_deferred, wire_refusing CASCADE",
        "CREATE TABLE wire_copy (id int)",
        "CREATE TABLE wire_deferred (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)",
        "CREATE TABLE wire_refusing (id int)",
        "CREATE OR REPLACE FUNCTION wire_refuse() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN RAISE EXCEPTION ''refused''; END'",
        "CREATE TRIGGER refuse BEFORE INSERT ON wire_refusing"
            + " FOR EACH STATEMENT EXECUTE FUNCTION wire_refuse()");
  }

  private RawSession session() throws IOException {
    return RawSession.loggedIn(node, ProtocolVersion.V3_2);
  }

  private static void copyData(ByteBuf out, String line) {
    byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
    out.writeByte(FrontendType.COPY_DATA).writeInt(4 + bytes.length).writeBytes(bytes);
  }

  /** Parse, Bind, Execute and Sync in one go, as libpq sends a statement with parameters. */
  private static void execute(RawSession session, String sql) throws IOException {
    session.send(
        out -> {
          FrontendWriter.parse(out, "", sql);
          FrontendWriter.bind(out, "", "", List.of());
          FrontendWriter.execute(out, "", 0);
          FrontendWriter.sync(out);
        },
        Request.PARSE,
        Request.BIND,
        Request.EXECUTE,
        Request.SYNC);
  }

  @Test
  void simpleQueries_ofAllKinds() throws IOException {
    try (RawSession session = session()) {
      session.query("SELECT 1; SELECT * FROM generate_series(1, 3); SET work_mem = '8MB'");
      assertThat(session.readUntilQuiet()).isEqualTo("TDCTDDDCCZ");
      session.query("  -- nothing");
      assertThat(session.readUntilQuiet()).isEqualTo("IZ");
      session.query("SELECT 1; SELECT 1/0; SELECT 2");
      assertThat(session.readUntilQuiet()).isEqualTo("TDCEZ");
      session.query(
          "BEGIN; SELECT 1 FROM generate_series(1, 2); DO 'BEGIN RAISE NOTICE ''x''; END'");
      assertThat(session.readUntilQuiet()).isEqualTo("CTDDCCZ");
      assertThat(session.status()).isEqualTo(TransactionStatus.OPEN);
      session.query("SELECT 1/g FROM generate_series(1, 0, -1) g");
      assertThat(session.readUntilQuiet()).isEqualTo("TDEZ");
      assertThat(session.lastError().sqlState()).isEqualTo("22012");
      assertThat(session.status()).isEqualTo(TransactionStatus.FAILED);
      session.query("ROLLBACK; LISTEN wire; NOTIFY wire, 'x'");
      assertThat(session.readUntilQuiet()).isEqualTo("CCCZ");
      session.query(
          "BEGIN; DECLARE c CURSOR FOR SELECT 1; FETCH c; MOVE c; CLOSE c; EXPLAIN SELECT 1; COMMIT");
      assertThat(session.readUntilQuiet()).startsWith("CCTDCCC").endsWith("CZ");
      assertThatCutsDoNotMatter(session);
    }
  }

  @Test
  void extended_pipelinesWithErrors() throws IOException {
    try (RawSession session = session()) {
      session.send(
          out -> {
            FrontendWriter.parse(out, "s", "SELECT g FROM generate_series(1, $1::int) g");
            FrontendWriter.describeStatement(out, "s");
            FrontendWriter.bind(out, "p", "s", List.of("5"));
            FrontendWriter.describePortal(out, "p");
            FrontendWriter.execute(out, "p", 2);
            FrontendWriter.execute(out, "p", 0);
            FrontendWriter.closePortal(out, "p");
            FrontendWriter.closeStatement(out, "no such");
            FrontendWriter.sync(out);
            FrontendWriter.parse(out, "", "SELECT 1 /");
            FrontendWriter.bind(out, "", "", List.of());
            FrontendWriter.query(out, "SELECT 'passed over'");
            FrontendWriter.sync(out);
            FrontendWriter.sync(out);
            FrontendWriter.parse(out, "", "SET application_name = 'x'");
            FrontendWriter.describeStatement(out, "");
            FrontendWriter.bind(out, "", "", List.of());
            FrontendWriter.describePortal(out, "");
            FrontendWriter.execute(out, "", 0);
            FrontendWriter.parse(out, "", "");
            FrontendWriter.bind(out, "", "", List.of());
            FrontendWriter.execute(out, "", 0);
            FrontendWriter.query(out, "SELECT 1");
          },
          Request.PARSE,
          Request.DESCRIBE_STATEMENT,
          Request.BIND,
          Request.DESCRIBE_PORTAL,
          Request.EXECUTE,
          Request.EXECUTE,
          Request.CLOSE,
          Request.CLOSE,
          Request.SYNC,
          Request.PARSE,
          Request.BIND,
          Request.QUERY,
          Request.SYNC,
          Request.SYNC,
          Request.PARSE,
          Request.DESCRIBE_STATEMENT,
          Request.BIND,
          Request.DESCRIBE_PORTAL,
          Request.EXECUTE,
          Request.PARSE,
          Request.BIND,
          Request.EXECUTE,
          Request.QUERY);
      assertThat(session.readUntilQuiet())
          .isEqualTo("1tT2TDDsDDDC33Z" + "EZZ" + "1tn2nC12I" + "TDCZ");
      assertThatCutsDoNotMatter(session);
    }
  }

  @Test
  void extended_flush_deliversWithoutSync() throws IOException {
    try (RawSession session = session()) {
      session.send(
          out -> {
            FrontendWriter.parse(out, "", "SELECT 1");
            FrontendWriter.flush(out);
          },
          Request.PARSE);
      assertThat(session.readUntilQuiet()).isEqualTo("1");
      session.send(FrontendWriter::sync, Request.SYNC);
      assertThat(session.readUntilQuiet()).isEqualTo("Z");
    }
  }

  @Test
  void sync_endOfTransactionFails() throws IOException {
    try (RawSession session = session()) {
      execute(session, "INSERT INTO wire_deferred VALUES (1), (1)");
      assertThat(session.readUntilQuiet()).isEqualTo("12CEZ");
      assertThat(session.lastError().sqlState()).isEqualTo("23505");
      session.query("INSERT INTO wire_deferred VALUES (1), (1)");
      assertThat(session.readUntilQuiet()).isEqualTo("EZ");
    }
  }

  @Test
  void functionCall_isAnswered() throws IOException {
    try (RawSession session = session()) {
      // int4pl(3, 4), all binary.
      session.send(
          out -> {
            int at = Bytes.begin(out, FrontendType.FUNCTION_CALL);
            out.writeInt(177).writeShort(1).writeShort(1).writeShort(2);
            out.writeInt(4).writeInt(3).writeInt(4).writeInt(4).writeShort(1);
            Bytes.end(out, at);
          },
          Request.FUNCTION_CALL);
      assertThat(session.readUntilQuiet()).isEqualTo("VZ");
      session.send(
          out -> out.writeByte(FrontendType.FUNCTION_CALL).writeInt(14).writeZero(10),
          Request.FUNCTION_CALL);
      assertThat(session.readUntilQuiet()).isEqualTo("EZ");
    }
  }

  @Test
  void copy_bySimpleQuery() throws IOException {
    try (RawSession session = session()) {
      session.query("COPY wire_copy FROM STDIN; SELECT 1; COPY wire_copy TO STDOUT");
      assertThat(session.readUntilCopying()).isEqualTo("G");
      session.send(
          out -> {
            copyData(out, "1\n");
            FrontendWriter.sync(out);
            copyData(out, "2\n");
            FrontendWriter.copyDone(out);
          },
          Request.SYNC,
          Request.COPY_END);
      assertThat(session.readUntilQuiet()).isEqualTo("CTDCHddcCZ");

      session.query("COPY wire_copy FROM STDIN");
      session.readUntilCopying();
      session.send(out -> FrontendWriter.copyFail(out, "no more"), Request.COPY_END);
      assertThat(session.readUntilQuiet()).isEqualTo("EZ");
      assertThat(session.lastError().message()).contains("no more");
      assertThatCutsDoNotMatter(session);
    }
  }

  @Test
  void copy_byExecute_swallowsTheSyncThatCameWithIt() throws IOException {
    try (RawSession session = session()) {
      execute(session, "COPY wire_copy FROM STDIN");
      assertThat(session.readUntilCopying()).isEqualTo("12G");
      session.send(
          out -> {
            copyData(out, "1\n");
            FrontendWriter.copyDone(out);
            FrontendWriter.sync(out);
          },
          Request.COPY_END,
          Request.SYNC);
      assertThat(session.readUntilQuiet()).isEqualTo("CZ");
      execute(session, "COPY wire_copy TO STDOUT");
      assertThat(session.readUntilQuiet()).isEqualTo("12HdcCZ");
    }
  }

  @Test
  void copy_byExecute_failsOfItsData_hasSwallowedTheSync() throws IOException {
    try (RawSession session = session()) {
      execute(session, "COPY wire_copy FROM STDIN");
      session.readUntilCopying();
      session.send(
          out -> {
            copyData(out, "not a number\n");
            copyData(out, "1\n");
            FrontendWriter.copyDone(out);
            FrontendWriter.sync(out);
          },
          Request.COPY_END,
          Request.SYNC);
      assertThat(session.readUntil(session.expected()::mayOweReady)).isEqualTo("EZ");
      session.query("");
      assertThat(session.readUntilQuiet()).isEqualTo("IZ");
    }
  }

  @Test
  void copy_byExecute_failsBeforeItReads_answersBothSyncs() throws IOException {
    try (RawSession session = session()) {
      execute(session, "COPY wire_refusing FROM STDIN");
      assertThat(session.readUntilQuiet()).isEqualTo("12GEZ");
      session.send(
          out -> {
            copyData(out, "1\n");
            FrontendWriter.copyDone(out);
            FrontendWriter.sync(out);
          },
          Request.COPY_END,
          Request.SYNC);
      assertThat(session.readUntilQuiet()).isEqualTo("Z");
      session.query("");
      assertThat(session.readUntilQuiet()).isEqualTo("IZ");
    }
  }

  @Test
  void replication_streamsBothWays() throws IOException {
    try (RawSession session =
        RawSession.loggedIn(node, ProtocolVersion.V3_0, "replication", "true")) {
      session.query("IDENTIFY_SYSTEM");
      assertThat(session.readUntilQuiet()).isEqualTo("TDCZ");
      String position = node.query("SELECT pg_current_wal_flush_lsn()");
      session.query("START_REPLICATION PHYSICAL " + position);
      String begun = session.readUntilSaid(BackendType.COPY_BOTH_RESPONSE);
      session.send(FrontendWriter::copyDone, Request.COPY_END);
      assertThat(begun + session.readUntilQuiet()).matches("Wd*cCCZ");
    }
  }

  @Test
  void terminated_fatalErrorComesUnasked() throws IOException {
    try (RawSession session = session()) {
      node.execute("SELECT pg_terminate_backend(" + session.key().processId() + ")");
      assertThat(session.readUntilClosed()).isEqualTo("E");
      assertThat(session.lastError().isFatal()).isTrue();
      assertThat(session.lastError().sqlState()).isEqualTo("57P01");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {ProtocolVersion.V3_0, ProtocolVersion.V3_2})
  void cancel_withTheKeyOfEachVersion(int version) throws IOException {
    try (RawSession session = RawSession.loggedIn(node, version);
        RawSession cancelling = new RawSession(node)) {
      assertThat(session.key().secret()).hasSize(version == ProtocolVersion.V3_0 ? 4 : 32);
      session.query("SELECT pg_sleep(60)");
      // Until the server has begun, there is nothing to cancel.
      Await.until(
          "the query to run",
          Duration.ofSeconds(20),
          () -> node.query("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid = "
                  + session.key().processId())
              .equals("1"));
      cancelling.send(out -> FrontendWriter.cancelRequest(out, session.key()));
      assertThat(cancelling.readUntilClosed()).isEmpty();
      assertThat(session.readUntilQuiet()).isEqualTo("TEZ");
      assertThat(session.lastError().sqlState()).isEqualTo("57014");
    }
  }

  @Test
  void negotiation_isSaidAsTheServerSaysIt() throws IOException {
    String[] more = {"_pq_.test_protocol_negotiation", "", "_pq_.b", "2"};
    try (RawSession session = RawSession.loggedIn(node, 3 << 16 | 9999, more)) {
      assertThat(session.negotiation().version()).isEqualTo(ProtocolVersion.V3_2);
      StartupMessage asked =
          new StartupMessage(3 << 16 | 9999, Map.of("_pq_.test_protocol_negotiation", ""));
      ByteBuf said = Unpooled.buffer();
      BackendWriter.negotiateProtocolVersion(said, asked);
      ServerMessages.Negotiation ours =
          ServerMessages.negotiation(said, FrameCursor.HEADER, said.writerIndex());
      assertThat(ours.version()).isEqualTo(session.negotiation().version());
      assertThat(session.negotiation().unknownOptions())
          .containsExactly("_pq_.test_protocol_negotiation", "_pq_.b");
    }
  }

  @Test
  void options_areReadAsTheServerReadsThem() throws IOException {
    String options = "-c  search_path=a,\\ b\\\\c --work-mem=7MB -capplication_name=x\\=y";
    try (RawSession session = RawSession.loggedIn(node, ProtocolVersion.V3_0, "options", options)) {
      session.query("SELECT 1 / (current_setting('search_path') = 'a, b\\c'"
          + " AND current_setting('work_mem') = '7MB'"
          + " AND current_setting('application_name') = 'x=y')::int");
      assertThat(session.readUntilQuiet()).isEqualTo("TDCZ");
    }
    assertThat(StartupOptions.parse(options))
        .isEqualTo(Map.of("search_path", "a, b\\c", "work_mem", "7MB", "application_name", "x=y"));
  }

  private static void assertThatCutsDoNotMatter(RawSession session) {
    Stream all = session.received();
    List<String> whole = all.transcript(FrameTable.BACKEND);
    assertThat(whole).endsWith("kept: 0");
    int[] everywhere = IntStream.range(0, all.length()).toArray();
    assertThat(all.transcript(FrameTable.BACKEND, FrameCursor.MIN_COLLECT, everywhere))
        .isEqualTo(whole);
    Random random = new Random(all.length());
    for (int i = 0; i < 50; i++) {
      int[] cuts = random.ints(20, 0, all.length()).sorted().toArray();
      assertThat(all.transcript(FrameTable.BACKEND, FrameCursor.MIN_COLLECT, cuts))
          .isEqualTo(whole);
    }
  }
}
