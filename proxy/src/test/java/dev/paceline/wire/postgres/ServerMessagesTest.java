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

class ServerMessagesTest {

  private static final int BODY = FrameCursor.HEADER;

  private static ByteBuf written(Consumer<ByteBuf> writer) {
    ByteBuf out = Unpooled.buffer();
    writer.accept(out);
    assertThat(out.getInt(1)).isEqualTo(out.writerIndex() - 1);
    return out;
  }

  private static ByteBuf body(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  private static Authentication authentication(Consumer<ByteBuf> writer) {
    ByteBuf in = written(writer);
    return Authentication.read(in, BODY, in.writerIndex());
  }

  private static ErrorReport report(String body) {
    return ErrorReport.read(body(body), 0, body.length(), true);
  }

  @Test
  void authentication_isReadAsWritten() {
    assertThat(authentication(BackendWriter::authenticationOk)).isEqualTo(new Authentication.Ok());
    assertThat(authentication(BackendWriter::authenticationCleartextPassword))
        .isEqualTo(new Authentication.CleartextPassword());
    assertThat(authentication(out -> BackendWriter.authenticationMd5Password(out, -5)))
        .isEqualTo(new Authentication.Md5Password(-5));
    assertThat(authentication(out -> BackendWriter.authenticationSasl(out, List.of("A", "B"))))
        .isEqualTo(new Authentication.Sasl(List.of("A", "B")));
    assertThat(authentication(out -> BackendWriter.authenticationSaslContinue(out, "r=1")))
        .isEqualTo(new Authentication.SaslContinue("r=1"));
    assertThat(authentication(out -> BackendWriter.authenticationSaslFinal(out, "v=1")))
        .isEqualTo(new Authentication.SaslFinal("v=1"));
    assertThat(Authentication.read(body("\0\0\0\7"), 0, 4))
        .isEqualTo(new Authentication.Unsupported(7));
  }

  @Test
  void authentication_malformed_isRefused() {
    for (String bad : List.of(
        "", "\0\0\0", "\0\0\0\0x", "\0\0\0\5abc", "\0\0\0\nA", "\0\0\0\nA\0", "\0\0\0\n\0x")) {
      assertThatThrownBy(() -> Authentication.read(body(bad), 0, bad.length()))
          .isInstanceOf(ProtocolViolation.class);
    }
  }

  @Test
  void smallMessages_areReadAsWritten() {
    ByteBuf parameter = written(out -> BackendWriter.parameterStatus(out, "a", ""));
    assertThat(ServerMessages.parameter(parameter, BODY, parameter.writerIndex()))
        .isEqualTo(new ServerMessages.Parameter("a", ""));
    BackendKey key = new BackendKey(5, new byte[200]);
    ByteBuf keyData = written(out -> BackendWriter.backendKeyData(out, key));
    assertThat(ServerMessages.key(keyData, BODY, keyData.writerIndex())).isEqualTo(key);
    ServerMessages.Notification told = new ServerMessages.Notification(9, "c", "payload");
    ByteBuf notification = written(out -> BackendWriter.notification(out, told));
    assertThat(ServerMessages.notification(notification, BODY, notification.writerIndex()))
        .isEqualTo(told);
    ByteBuf tag = written(out -> BackendWriter.commandComplete(out, "INSERT 0 1"));
    assertThat(ServerMessages.commandTag(tag, BODY, tag.writerIndex())).isEqualTo("INSERT 0 1");
    ByteBuf types = written(out -> BackendWriter.parameterDescription(out, 1, 2));
    assertThat(ServerMessages.parameterTypes(types, BODY, types.writerIndex()))
        .containsExactly(1, 2);
    for (TransactionStatus status : TransactionStatus.values()) {
      ByteBuf ready = written(out -> BackendWriter.readyForQuery(out, status));
      assertThat(TransactionStatus.read(ready, BODY)).isEqualTo(status);
    }
  }

  @Test
  void smallMessages_malformed_areRefused() {
    assertThatThrownBy(() -> TransactionStatus.read(body("x"), 0))
        .isInstanceOf(ProtocolViolation.class);
    for (String bad :
        List.of("", "a", "a\0", "a\0b", "a\0b\0c", "\0\0\0\1a", "\0\0\0\1a\0b\0c", "\377\377")) {
      ByteBuf in = body(bad);
      int end = bad.length();
      assertThatThrownBy(() -> ServerMessages.parameter(in, 0, end))
          .isInstanceOf(ProtocolViolation.class);
      assertThatThrownBy(() -> ServerMessages.notification(in, 0, end))
          .isInstanceOf(ProtocolViolation.class);
      assertThatThrownBy(() -> ServerMessages.parameterTypes(in, 0, end))
          .isInstanceOf(ProtocolViolation.class);
      assertThatThrownBy(() -> ServerMessages.negotiation(in, 0, end))
          .isInstanceOf(ProtocolViolation.class);
      assertThatThrownBy(() -> new DataRowView().on(in, 0, end))
          .isInstanceOf(ProtocolViolation.class);
    }
    assertThatThrownBy(() -> ServerMessages.key(body("1234"), 0, 4))
        .isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> ServerMessages.commandTag(body("a\0b"), 0, 3))
        .isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void negotiation_countThatCannotBe_takesNoMemory() {
    ByteBuf in = Unpooled.buffer().writeInt(ProtocolVersion.V3_0).writeInt(Integer.MAX_VALUE);
    assertThatThrownBy(() -> ServerMessages.negotiation(in, 0, in.writerIndex()))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("2147483647 options");
  }

  @Test
  void dataRow_isReadAsWritten() {
    ByteBuf in = written(out -> BackendWriter.dataRow(out, Arrays.asList("ä", null, "")));
    DataRowView row = new DataRowView().on(in, BODY, in.writerIndex());
    assertThat(row.count()).isEqualTo(3);
    assertThat(row.text(0)).isEqualTo("ä");
    assertThat(row.text(1)).isNull();
    assertThat(row.text(2)).isEmpty();
    assertThatThrownBy(() -> row.text(3)).isInstanceOf(IndexOutOfBoundsException.class);
    ByteBuf negative = Unpooled.buffer().writeShort(1).writeInt(-2);
    assertThatThrownBy(() -> row.on(negative, 0, negative.writerIndex()))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("-2");
    // A length that leads beyond the largest index must not lead anywhere.
    ByteBuf huge = Unpooled.buffer().writeShort(2).writeInt(Integer.MAX_VALUE).writeInt(0);
    assertThatThrownBy(() -> row.on(huge, 0, huge.writerIndex()))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("cut short");
  }

  @Test
  void error_isReadAsWritten() {
    ErrorReport error = ErrorReport.error("22012", "division").withDetail("d").withHint("h");
    ByteBuf in = written(error::writeError);
    assertThat(in.getByte(0)).isEqualTo(BackendType.ERROR_RESPONSE);
    assertThat(ErrorReport.read(in, BODY, in.writerIndex(), true)).isEqualTo(error);
    ByteBuf notice = written(ErrorReport.notice("WARNING", "01000", "w\0w")::writeNotice);
    assertThat(ErrorReport.read(notice, BODY, notice.writerIndex(), true).message())
        .isEqualTo("w\ufffdw");
  }

  @Test
  void error_withoutWhatIsUsual_isTaken() {
    assertThat(report("\0")).isEqualTo(ErrorReport.error("XX000", ""));
    assertThat(report("Mx\0\0")).isEqualTo(ErrorReport.error("XX000", "x"));
    assertThat(report("?new\0C57P01\0SFATAL\0\0").isFatal()).isTrue();
    // In another language only V tells.
    assertThat(report("SFATAL\0VERROR\0\0").isFatal()).isFalse();
    assertThat(report("SSCHWERWIEGEND\0VFATAL\0C57P01\0\0").isFatal()).isTrue();
    assertThat(report("VPANIC\0\0").isFatal()).isTrue();
  }

  @Test
  void error_malformed_isRefusedOnlyIfItIsWhole() {
    for (String bad : List.of("", "M", "Mx", "Mx\0", "Mx\0\0x")) {
      assertThatThrownBy(() -> report(bad)).as(bad).isInstanceOf(ProtocolViolation.class);
    }
    assertThat(ErrorReport.read(body("C42P01\0Mlon"), 0, 11, false))
        .isEqualTo(ErrorReport.error("42P01", ""));
  }

  @Test
  void backendKey_showsNoSecretAndChecksItsLength() {
    BackendKey key = new BackendKey(3, "sesame".getBytes(StandardCharsets.US_ASCII));
    assertThat(key.toString()).isEqualTo("BackendKey[3]");
    assertThat(key).isNotEqualTo(new BackendKey(4, key.secret()));
    assertThat(key).isNotEqualTo(new BackendKey(3, new byte[6]));
    assertThatThrownBy(() -> new BackendKey(1, new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BackendKey(1, new byte[257]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
