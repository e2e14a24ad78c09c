package dev.paceline.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartupDecoderTest {

  private static ByteBuf packet(int code, Consumer<ByteBuf> body) {
    ByteBuf out = Unpooled.buffer();
    int at = Bytes.begin(out);
    out.writeInt(code);
    body.accept(out);
    Bytes.end(out, at);
    return out;
  }

  private static ByteBuf startup(int version, String... texts) {
    return packet(version, out -> {
      for (String text : texts) {
        Bytes.text(out, text);
      }
      out.writeByte(0);
    });
  }

  private static StartupMessage message(ByteBuf in) {
    StartupPacket packet = StartupDecoder.read(in);
    assertThat(packet).isInstanceOf(StartupPacket.Startup.class);
    assertThat(in.isReadable()).isFalse();
    return ((StartupPacket.Startup) packet).message();
  }

  private static void assertRefused(ByteBuf in, String sqlState, String why) {
    assertThatThrownBy(() -> StartupDecoder.read(in))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining(why)
        .extracting(e -> ((ProtocolViolation) e).sqlState())
        .isEqualTo(sqlState);
  }

  @Test
  void read_requests_areToldApart() {
    ByteBuf in = Unpooled.buffer();
    FrontendWriter.gssEncRequest(in);
    FrontendWriter.sslRequest(in);
    BackendKey key = new BackendKey(-7, new byte[] {1, 2, 3, 4, 5});
    FrontendWriter.cancelRequest(in, key);

    assertThat(StartupDecoder.read(in)).isEqualTo(new StartupPacket.GssEncRequest());
    assertThat(StartupDecoder.read(in)).isEqualTo(new StartupPacket.SslRequest());
    assertThat(StartupDecoder.read(in)).isEqualTo(new StartupPacket.CancelRequest(key));
    assertThat(StartupDecoder.read(in)).isNull();
  }

  @Test
  void read_directTls_consumesNothing() {
    ByteBuf in = Unpooled.wrappedBuffer(new byte[] {0x16, 3, 1});
    assertThat(StartupDecoder.read(in)).isEqualTo(new StartupPacket.DirectTls());
    assertThat(in.readableBytes()).isEqualTo(3);
  }

  @Test
  void read_cutAnywhere_waitsForTheRest() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("user", "jürgen");
    parameters.put("options", "-c a=b");
    Stream stream = Stream.written(
        out -> FrontendWriter.startup(out, new StartupMessage(ProtocolVersion.V3_2, parameters)));
    for (int cut = 0; cut < stream.length(); cut++) {
      ByteBuf part = stream.upTo(cut).buffer();
      assertThat(StartupDecoder.read(part)).as("cut at %d", cut).isNull();
      assertThat(part.readableBytes()).isEqualTo(cut);
    }
    StartupMessage read = message(stream.buffer());
    assertThat(read.parameters()).containsExactlyEntriesOf(parameters);
    assertThat(read.version()).isEqualTo(ProtocolVersion.V3_2);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 4, 7, 10_005, Integer.MAX_VALUE})
  void read_lengthThatCannotBe_isRefusedAtOnce(int length) {
    assertRefused(Unpooled.buffer().writeInt(length), "08P01", "length of " + length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 257})
  void read_cancelKeyThatCannotBe_isRefused(int length) {
    assertRefused(
        packet(StartupDecoder.CANCEL_REQUEST, out -> out.writeInt(1).writeZero(length)),
        "08P01",
        "key of " + length + " bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 32, 256})
  void read_cancelKeys_haveAnyLengthThatIsAllowed(int length) {
    StartupPacket packet = StartupDecoder.read(
        packet(StartupDecoder.CANCEL_REQUEST, out -> out.writeInt(1).writeZero(length)));
    assertThat(packet)
        .isEqualTo(new StartupPacket.CancelRequest(new BackendKey(1, new byte[length])));
  }

  @Test
  void read_requestsWithMoreInThem_areRefused() {
    assertRefused(
        packet(StartupDecoder.SSL_REQUEST, out -> out.writeByte(0)), "08P01", "SSLRequest");
    assertRefused(packet(StartupDecoder.CANCEL_REQUEST, out -> {}), "08P01", "key of -4 bytes");
  }

  @Test
  void read_otherMajorVersion_isRefusedAsPostgresDoes() {
    assertRefused(
        startup(2 << 16), "0A000", "unsupported frontend protocol 2.0: supported are 3.0 to 3.2");
    assertRefused(startup(4 << 16), "0A000", "4.0");
    assertRefused(startup(-1), "0A000", "65535.65535");
  }

  @Test
  void read_parameters_malformed() {
    assertRefused(
        packet(ProtocolVersion.V3_0, out -> {}), "08P01", "list of parameters has no end");
    assertRefused(packet(ProtocolVersion.V3_0, out -> out.writeByte('u')), "08P01", "no end");
    assertRefused(
        packet(ProtocolVersion.V3_0, out -> out.writeBytes(ascii("user\0x"))), "08P01", "no end");
    assertRefused(
        packet(ProtocolVersion.V3_0, out -> out.writeBytes(ascii("user\0x\0"))), "08P01", "no end");
    assertRefused(
        packet(ProtocolVersion.V3_0, out -> out.writeBytes(ascii("user\0x\0\0\0"))),
        "08P01",
        "1 bytes after its end");
    assertRefused(
        packet(
            ProtocolVersion.V3_0,
            out -> out.writeBytes(ascii("user\0")).writeByte(0xff).writeZero(2)),
        "22021",
        "not UTF-8");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void read_sameParameterTwice_lastWins() {
    StartupMessage read =
        message(startup(ProtocolVersion.V3_0, "user", "a", "database", "d", "user", "b"));
    assertThat(read.parameters())
        .containsExactly(Map.entry("database", "d"), Map.entry("user", "b"));
  }

  @Test
  void userAndDatabase_missing_areToldOrGuessedAsPostgresDoes() {
    assertThat(message(startup(ProtocolVersion.V3_0, "user", "a")).database()).isEqualTo("a");
    assertThat(
            message(startup(ProtocolVersion.V3_0, "user", "a", "database", "")).database())
        .isEqualTo("a");
    StartupMessage nobody = message(startup(ProtocolVersion.V3_0, "database", "d"));
    assertThatThrownBy(nobody::user)
        .isInstanceOf(ProtocolViolation.class)
        .extracting(e -> ((ProtocolViolation) e).toReport().sqlState())
        .isEqualTo("28000");
  }

  @Test
  void settings_parametersOverOptions_withoutWhatIsNone() {
    StartupMessage read = message(startup(
        ProtocolVersion.V3_0,
        "user",
        "u",
        "application_name",
        "app",
        "options",
        "-c a=1 --b-c=2 -ca=3 -c application_name=x",
        "replication",
        "true",
        "_pq_.x",
        "1",
        "DateStyle",
        "ISO"));
    assertThat(read.settings())
        .containsExactly(
            Map.entry("b_c", "2"),
            Map.entry("a", "3"),
            Map.entry("application_name", "app"),
            Map.entry("DateStyle", "ISO"));
    assertThat(read.replication()).isEqualTo("true");
    assertThat(read.protocolOptions()).containsExactly("_pq_.x");
  }

  @Test
  void negotiation_isNeededForWhatIsNotSpoken() {
    assertThat(message(startup(ProtocolVersion.V3_0)).needsNegotiation()).isFalse();
    assertThat(message(startup(3 << 16 | 1)).needsNegotiation()).isFalse();
    assertThat(message(startup(ProtocolVersion.V3_2)).needsNegotiation()).isFalse();
    assertThat(message(startup(ProtocolVersion.V3_0, "_pq_.a", "")).needsNegotiation())
        .isTrue();

    StartupMessage grease =
        message(startup(3 << 16 | 9999, "_pq_.a", "1", "user", "u", "_pq_.b", ""));
    assertThat(grease.needsNegotiation()).isTrue();
    assertThat(grease.agreedVersion()).isEqualTo(ProtocolVersion.V3_2);
    ByteBuf out = Unpooled.buffer();
    BackendWriter.negotiateProtocolVersion(out, grease);
    assertThat(ServerMessages.negotiation(out, FrameCursor.HEADER, out.writerIndex()))
        .isEqualTo(
            new ServerMessages.Negotiation(ProtocolVersion.V3_2, List.of("_pq_.a", "_pq_.b")));
  }
}
