package dev.paceline.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementNamesTest {

  private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

  private static ByteBuf written(Consumer<ByteBuf> writer) {
    ByteBuf out = Unpooled.buffer();
    writer.accept(out);
    return out;
  }

  private static FrameCursor first(ByteBuf in) {
    FrameCursor cursor = new FrameCursor(FrameTable.FRONTEND, FrameCursor.MIN_COLLECT);
    cursor.attach(in);
    assertThat(cursor.next()).isTrue();
    return cursor;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void assertSameAndReleased(ByteBuf actual, ByteBuf in, ByteBuf expected) {
    assertThat(ByteBufUtil.hexDump(actual)).isEqualTo(ByteBufUtil.hexDump(expected));
    actual.release();
    assertThat(in.refCnt()).isEqualTo(1);
    in.release();
  }

  @ParameterizedTest
  @CsvSource({
    "'', pl_1, 10",
    "old, pl_1, 10",
    "longer-name, x, 5000",
    "same, same, 5000",
    "x, '', 10"
  })
  void parse_renamed_isAsIfItHadBeenWrittenSo(String from, String to, int length) {
    String sql = "s".repeat(length);
    ByteBuf in = written(out -> FrontendWriter.parse(out, from, sql, 23, 25));
    FrameCursor cursor = first(in);
    ParseView parse = new ParseView().on(cursor, in);
    ByteBuf head = Unpooled.buffer();
    StatementNames.parseHead(head, parse, cursor.length(), ascii(to));

    ByteBuf joined = StatementNames.join(ALLOCATOR, head, in, parse.sqlStart(), cursor.end());

    assertSameAndReleased(joined, in, written(out -> FrontendWriter.parse(out, to, sql, 23, 25)));
  }

  @ParameterizedTest
  @CsvSource({"'', '', pl_1, 10", "p, old, pl_1, 10", "p, longer-name, x, 5000", "'', s, '', 1019"})
  void bind_renamed_isAsIfItHadBeenWrittenSo(String portal, String from, String to, int length) {
    List<String> values = List.of("v".repeat(length));
    ByteBuf in = written(out -> FrontendWriter.bind(out, portal, from, values));
    FrameCursor cursor = first(in);
    BindView bind = new BindView().on(cursor, in);
    ByteBuf head = Unpooled.buffer();
    StatementNames.bindHead(head, in, bind, cursor.length(), ascii(to));

    ByteBuf joined = StatementNames.join(ALLOCATOR, head, in, bind.rest(), cursor.end());

    assertSameAndReleased(joined, in, written(out -> FrontendWriter.bind(out, portal, to, values)));
  }

  @Test
  void bind_ofWhichOnlyTheHeadIsThere_announcesAllOfIt() {
    ByteBuf in = written(out -> FrontendWriter.bind(out, "", "old", List.of("v".repeat(9000))));
    ByteBuf part = in.slice(0, 5000);
    FrameCursor cursor = first(part);
    BindView bind = new BindView().on(cursor, part);
    ByteBuf out = Unpooled.buffer();
    StatementNames.bindHead(out, part, bind, cursor.length(), ascii("renamed"));
    out.writeBytes(in, bind.rest(), in.writerIndex() - bind.rest());

    assertThat(out.getInt(1)).isEqualTo(out.writerIndex() - 1);
    assertThat(new BindView().on(out, 5, out.writerIndex()).statement()).isEqualTo("renamed");
  }

  @Test
  void describeAndClose_areWrittenAnew() {
    ByteBuf out = Unpooled.buffer();
    StatementNames.describe(out, ascii("pl_1"));
    StatementNames.close(out, ascii("pl_2"));
    assertThat(ByteBufUtil.hexDump(out)).isEqualTo(ByteBufUtil.hexDump(written(expected -> {
      FrontendWriter.describeStatement(expected, "pl_1");
      FrontendWriter.closeStatement(expected, "pl_2");
    })));
  }
}
