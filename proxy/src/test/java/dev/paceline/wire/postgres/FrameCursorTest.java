package dev.paceline.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCursorTest {

  private static final int COLLECT = FrameCursor.MIN_COLLECT;

  private static final Stream FRONTEND = Stream.written(out -> {
    FrontendWriter.query(out, "SELECT 'ä'");
    FrontendWriter.parse(out, "s1", "SELECT $1", 23, 0);
    FrontendWriter.bind(out, "p", "s1", Arrays.asList("1", null));
    FrontendWriter.describePortal(out, "p");
    FrontendWriter.execute(out, "p", 7);
    FrontendWriter.flush(out);
    FrontendWriter.closeStatement(out, "s1");
    FrontendWriter.sync(out);
    FrontendWriter.copyFail(out, "why not");
    FrontendWriter.copyDone(out);
    FrontendWriter.terminate(out);
  });

  private static final Stream BACKEND = Stream.written(out -> {
    BackendWriter.rowDescription(out, List.of(Column.text("a"), Column.bigint("b")));
    BackendWriter.dataRow(out, Arrays.asList("x", null));
    BackendWriter.dataRow(out, List.of("y".repeat(300), "2"));
    BackendWriter.commandComplete(out, "SELECT 2");
    ErrorReport.error("22012", "division by zero").withDetail("d").withHint("h").writeError(out);
    ErrorReport.notice("WARNING", "01000", "w").writeNotice(out);
    BackendWriter.parameterStatus(out, "TimeZone", "UTC");
    BackendWriter.notification(out, new ServerMessages.Notification(7, "c", ""));
    BackendWriter.parseComplete(out);
    BackendWriter.bindComplete(out);
    BackendWriter.closeComplete(out);
    BackendWriter.noData(out);
    BackendWriter.portalSuspended(out);
    BackendWriter.emptyQueryResponse(out);
    BackendWriter.parameterDescription(out, 23, 25);
    BackendWriter.readyForQuery(out, TransactionStatus.OPEN);
  });

  @Test
  void next_cutAnywhere_givesTheSame() {
    assertCutsDoNotMatter(FRONTEND, FrameTable.FRONTEND);
    assertCutsDoNotMatter(BACKEND, FrameTable.BACKEND);
    assertCutsDoNotMatter(BACKEND, FrameTable.BACKEND_COLLECTED);
    assertThat(FRONTEND.transcript(FrameTable.FRONTEND)).hasSize(12).endsWith("kept: 0");
    assertThat(BACKEND.transcript(FrameTable.BACKEND)).hasSize(17).endsWith("kept: 0");
  }

  @Test
  void next_endsAnywhere_keepsWhatIsNotWholeAndPassesTheRestOn() {
    for (int length = 0; length < BACKEND.length(); length++) {
      assertCutsDoNotMatter(BACKEND.upTo(length), FrameTable.BACKEND);
    }
  }

  private static void assertCutsDoNotMatter(Stream stream, FrameTable table) {
    List<String> expected = stream.transcript(table);
    for (int cut = 0; cut <= stream.length(); cut++) {
      assertThat(stream.transcript(table, COLLECT, cut)).as("cut at %d", cut).isEqualTo(expected);
    }
    int[] everywhere = IntStream.range(0, stream.length()).toArray();
    assertThat(stream.transcript(table, COLLECT, everywhere)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Q, 3",
    "Q, 0",
    "Q, -1",
    "Q, -2147483648",
    "Q, 2147483647",
    "S, 5",
    "H, 3",
    "E, 10001",
    "C, 10001",
    "D, 2000000",
    "f, 65000",
    "B, 4",
    "B, 1073741827",
    "d, 3"
  })
  void next_lengthThatCannotBe_isRefused(char type, int length) {
    assertRefused(FrameTable.FRONTEND, type, length, "length of " + length);
  }

  @ParameterizedTest
  @CsvSource({"Z, 4", "Z, 6", "1, 5", "K, 11", "K, 265", "R, 7", "C, 4", "c, 5", "D, -5"})
  void next_lengthThatAServerCannotMean_isRefused(char type, int length) {
    assertRefused(FrameTable.BACKEND, type, length, "length of " + length);
  }

  @ParameterizedTest
  @ValueSource(chars = {'p', 'T', 'Z', '\0', '~', (char) 0xff})
  void next_typeThatAClientHasNot_isRefused(char type) {
    assertRefused(FrameTable.FRONTEND, type, 4, "not expected");
  }

  @Test
  void next_beforeLogin_takesAPasswordOnly() {
    assertRefused(FrameTable.FRONTEND_LOGIN, 'Q', 20, "the client sent Query ('Q'), which");
    assertRefused(FrameTable.FRONTEND_LOGIN, 'p', 65_536, "length of 65536");
    assertThat(Stream.written(out -> FrontendWriter.saslResponse(out, "x"))
            .transcript(FrameTable.FRONTEND_LOGIN))
        .containsExactly("700000000578", "kept: 0");
  }

  private static void assertRefused(FrameTable table, char type, int length, String why) {
    FrameCursor cursor = new FrameCursor(table, COLLECT);
    cursor.attach(Unpooled.buffer().writeByte(type).writeInt(length));
    assertThatThrownBy(cursor::next)
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining(why)
        .extracting(e -> ((ProtocolViolation) e).sqlState())
        .isEqualTo("08P01");
  }

  @Test
  void next_messageThatIsOnlyPassedOn_comesAsItArrives() {
    FrameCursor cursor = new FrameCursor(FrameTable.BACKEND, COLLECT);
    ByteBuf in = Unpooled.buffer().writeByte('D').writeInt(1_000_000_004).writeZero(10);
    cursor.attach(in);

    assertThat(cursor.next()).isTrue();
    assertThat(cursor.isFirst()).isTrue();
    assertThat(cursor.isLast()).isFalse();
    assertThat(cursor.left()).isEqualTo(1_000_000_000 - 10);
    assertThat(cursor.length()).isEqualTo(1_000_000_005);
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.missing()).isEqualTo(1);
    cursor.detach();
    assertThat(in.isReadable()).isFalse();

    cursor.attach(Unpooled.wrappedBuffer(new byte[100]));
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.isFirst()).isFalse();
    assertThat(cursor.type()).isEqualTo(BackendType.DATA_ROW);
    assertThat(cursor.left()).isEqualTo(1_000_000_000 - 110);
  }

  @Test
  void next_messageToLookAt_waitsUntilItIsWhole() {
    FrameCursor cursor = new FrameCursor(FrameTable.FRONTEND, COLLECT);
    ByteBuf in = Unpooled.buffer().writeByte('Q').writeInt(1004).writeZero(10);
    cursor.attach(in);

    assertThat(cursor.next()).isFalse();
    assertThat(cursor.missing()).isEqualTo(990);
    cursor.detach();
    assertThat(in.readableBytes()).isEqualTo(15);
  }

  @Test
  void next_messageBeyondTheCollectingLimit_comesInPiecesAfterItsHead() {
    FrameCursor cursor = new FrameCursor(FrameTable.FRONTEND, COLLECT);
    ByteBuf in = Unpooled.buffer().writeByte('Q').writeInt(4 + 500_000).writeZero(COLLECT - 1);
    cursor.attach(in);
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.missing()).isEqualTo(1);
    cursor.detach();

    in.writeByte(0);
    cursor.attach(in);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.isWhole()).isFalse();
    assertThat(cursor.end() - cursor.bodyStart()).isEqualTo(COLLECT);
    assertThat(cursor.left()).isEqualTo(500_000 - COLLECT);
  }

  @Test
  void table_changedBetweenMessages_countsForTheNext() {
    FrameCursor cursor = new FrameCursor(FrameTable.FRONTEND_LOGIN, COLLECT);
    ByteBuf in = Unpooled.buffer();
    FrontendWriter.password(in, new byte[] {'x'});
    FrontendWriter.query(in, "SELECT 1");
    cursor.attach(in);
    assertThat(cursor.next()).isTrue();
    cursor.table(FrameTable.FRONTEND);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.type()).isEqualTo(FrontendType.QUERY);
  }

  @Test
  void constructor_collectingLimitBelowWhatIsAlwaysWhole_isRefused() {
    assertThatThrownBy(() -> new FrameCursor(FrameTable.FRONTEND, 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000");
  }
}
