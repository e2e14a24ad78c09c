package dev.paceline.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FrontendViewsTest {

  private static FrameCursor first(ByteBuf in) {
    FrameCursor cursor = new FrameCursor(FrameTable.FRONTEND, FrameCursor.MIN_COLLECT);
    cursor.attach(in);
    assertThat(cursor.next()).isTrue();
    return cursor;
  }

  private static ByteBuf written(Consumer<ByteBuf> writer) {
    ByteBuf out = Unpooled.buffer();
    writer.accept(out);
    return out;
  }

  private static ByteBuf body(String text, int... more) {
    ByteBuf out = Unpooled.buffer().writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    for (int b : more) {
      out.writeByte(b);
    }
    return out;
  }

  private static void assertRefused(Runnable reading, String why) {
    assertThatThrownBy(reading::run)
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining(why);
  }

  @Test
  void query_wellFormed_givesItsText() {
    ByteBuf in = written(out -> FrontendWriter.query(out, "SELECT 'ß'"));
    QueryView query = new QueryView().on(first(in), in);
    assertThat(query.sql()).isEqualTo("SELECT 'ß'");
    assertThat(in.getByte(query.sqlEnd())).isZero();
  }

  @Test
  void query_malformed_isRefused() {
    QueryView query = new QueryView();
    assertRefused(() -> query.on(body(""), 0, 0, true), "Query has no end");
    assertRefused(() -> query.on(body("SELECT"), 0, 6, true), "Query has no end");
    assertRefused(() -> query.on(body("a\0b\0"), 0, 4, true), "Query has 2 bytes after its end");
  }

  @Test
  void query_beyondTheCollectingLimit_showsWhatIsThere() {
    ByteBuf in = written(out -> FrontendWriter.query(out, "x".repeat(100_000)));
    ByteBuf part = in.slice(0, FrameCursor.HEADER + 70_000);
    assertThat(new QueryView().on(first(part), part).sql()).isEqualTo("x".repeat(70_000));
  }

  @Test
  void parse_wellFormed_givesNameTextAndTypes() {
    ByteBuf in = written(out -> FrontendWriter.parse(out, "s", "SELECT $1", 23, 0, -1));
    ParseView parse = new ParseView().on(first(in), in);
    assertThat(parse.name()).isEqualTo("s");
    assertThat(parse.isUnnamed()).isFalse();
    assertThat(parse.sql()).isEqualTo("SELECT $1");
    assertThat(parse.parameterTypes()).isEqualTo(3);
    assertThat(List.of(parse.parameterType(0), parse.parameterType(1), parse.parameterType(2)))
        .containsExactly(23, 0, -1);
  }

  @Test
  void parse_malformed_isRefused() {
    ParseView parse = new ParseView();
    assertRefused(() -> parse.on(body("s"), 0, 1, true), "name in Parse has no end");
    assertRefused(() -> parse.on(body("s\0sql"), 0, 5, true), "statement in Parse has no end");
    assertRefused(() -> parse.on(body("s\0q\0\0"), 0, 5, true), "Parse is cut short");
    assertRefused(() -> parse.on(body("s\0q\0", 0, 1, 9), 0, 7, true), "Parse is cut short");
    assertRefused(() -> parse.on(body("s\0q\0", 255, 255), 0, 6, true), "Parse is cut short");
    assertRefused(() -> parse.on(body("s\0q\0", 0, 0, 9), 0, 7, true), "Parse has 1 bytes");
  }

  @Test
  void bind_head_isEnough() {
    ByteBuf in = written(
        out -> FrontendWriter.bind(out, "portal", "", Arrays.asList("x".repeat(10_000), null)));
    ByteBuf part = in.slice(0, 5_000);
    FrameCursor cursor = first(part);
    assertThat(cursor.isWhole()).isFalse();
    BindView bind = new BindView().on(cursor, part);
    assertThat(bind.portal()).isEqualTo("portal");
    assertThat(bind.isPortalUnnamed()).isFalse();
    assertThat(bind.statement()).isEmpty();
    assertThat(bind.isStatementUnnamed()).isTrue();
    assertThat(part.getShort(bind.rest())).isZero();
    assertThat(part.getShort(bind.rest() + 2)).isEqualTo((short) 2);
  }

  @Test
  void bind_namesThatDoNotEnd_areRefused() {
    assertRefused(() -> new BindView().on(body(""), 0, 0), "portal's name in Bind has no end");
    assertRefused(() -> new BindView().on(body("p\0s"), 0, 3), "statement's name in Bind has no");
    ByteBuf in = written(out -> FrontendWriter.bind(out, "x".repeat(5_000), "", List.of()));
    ByteBuf part = in.slice(0, 4_500);
    assertRefused(() -> new BindView().on(first(part), part), "portal's name in Bind has no end");
  }

  @Test
  void target_statementOrPortal_isToldWithItsName() {
    ByteBuf in = written(out -> FrontendWriter.closeStatement(out, "s"));
    TargetView target = new TargetView().on(first(in), in);
    assertThat(target.isStatement()).isTrue();
    assertThat(target.name()).isEqualTo("s");
    ByteBuf portal = written(out -> FrontendWriter.describePortal(out, ""));
    target.on(first(portal), portal);
    assertThat(target.isStatement()).isFalse();
    assertThat(target.isUnnamed()).isTrue();

    assertRefused(() -> target.on(body(""), FrontendType.CLOSE, 0, 0), "Close ('C') is empty");
    assertRefused(() -> target.on(body("Sx"), FrontendType.CLOSE, 0, 2), "no end");
    assertRefused(() -> target.on(body("X\0"), FrontendType.DESCRIBE, 0, 2), "neither");
    assertRefused(() -> target.on(body("S\0\0"), FrontendType.DESCRIBE, 0, 3), "1 bytes after");
  }

  @Test
  void execute_givesPortalAndRows() {
    ByteBuf in = written(out -> FrontendWriter.execute(out, "p", 50));
    ExecuteView execute = new ExecuteView().on(first(in), in);
    assertThat(execute.portal()).isEqualTo("p");
    assertThat(execute.isPortalUnnamed()).isFalse();
    assertThat(execute.maxRows()).isEqualTo(50);

    assertRefused(() -> execute.on(body("p"), 0, 1), "no end");
    assertRefused(() -> execute.on(body("p\0\0\0\0"), 0, 5), "cut short");
    assertRefused(() -> execute.on(body("p\0\0\0\0\0\0"), 0, 7), "1 bytes after");
  }

  @Test
  void passwords_areReadAsWritten() {
    byte[] secret = "geheim ß".getBytes(StandardCharsets.UTF_8);
    ByteBuf in = written(out -> FrontendWriter.password(out, secret));
    assertThat(PasswordMessages.password(in, 5, in.writerIndex())).isEqualTo(secret);
    assertRefused(() -> PasswordMessages.password(body("x"), 0, 1), "no end");
    assertRefused(() -> PasswordMessages.password(body("x\0y"), 0, 3), "1 bytes after");
    assertRefused(() -> PasswordMessages.password(body("\0"), 0, 1), "empty password");
  }

  @Test
  void sasl_isReadAsWritten() {
    SaslInitialResponse response = new SaslInitialResponse("SCRAM-SHA-256", "n,,n=,r=abc");
    ByteBuf in = written(out -> FrontendWriter.saslInitialResponse(out, response));
    assertThat(PasswordMessages.saslInitial(in, 5, in.writerIndex())).isEqualTo(response);
    assertThat(response.toString()).doesNotContain("abc");
    ByteBuf later = written(out -> FrontendWriter.saslResponse(out, "c=biws"));
    assertThat(PasswordMessages.sasl(later, 5, later.writerIndex())).isEqualTo("c=biws");

    assertThat(PasswordMessages.saslInitial(body("M\0", 255, 255, 255, 255), 0, 6))
        .isEqualTo(new SaslInitialResponse("M", ""));
    assertRefused(() -> PasswordMessages.saslInitial(body("M"), 0, 1), "no end");
    assertRefused(() -> PasswordMessages.saslInitial(body("M\0\0"), 0, 3), "cut short");
    assertRefused(
        () -> PasswordMessages.saslInitial(body("M\0", 127, 255, 255, 255), 0, 6), "length of");
    assertRefused(
        () -> PasswordMessages.saslInitial(body("M\0", 255, 255, 255, 254), 0, 6), "length of -2");
    assertRefused(
        () -> PasswordMessages.saslInitial(body("M\0", 255, 255, 255, 255, 1), 0, 7), "1 bytes");
  }

  @Test
  void writers_zeroInAText_isRefused() {
    ByteBuf out = Unpooled.buffer();
    assertThatThrownBy(() -> FrontendWriter.query(out, "SELECT 1\0X"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FrontendWriter.password(out, new byte[] {1, 0}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
