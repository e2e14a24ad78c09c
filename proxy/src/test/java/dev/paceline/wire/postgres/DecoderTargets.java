package dev.paceline.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What is asked of each decoder for any bytes: it reads them or throws {@link ProtocolViolation}, it makes the same of them however
 * they are cut, and what it has read it writes as it was. The first byte of an input chooses the decoder. Each method returns unless
 * a decoder does what it must not.
 */
final class DecoderTargets {

  /** The decoders by the first byte of an input. */
  static final Map<Character, Consumer<byte[]>> ALL = Map.of(
      'f', DecoderTargets::frontend,
      'l', DecoderTargets::login,
      'b', DecoderTargets::backend,
      's', DecoderTargets::startup,
      'o', DecoderTargets::options,
      'r', DecoderTargets::responses);

  private static final List<Request> REQUESTS = List.of(Request.values());

  private DecoderTargets() {}

  static void run(byte[] input) {
    if (input.length > 0) {
      Consumer<byte[]> target = ALL.get((char) input[0]);
      if (target != null) {
        target.accept(Arrays.copyOfRange(input, 1, input.length));
      }
    }
  }

  private static void frontend(byte[] bytes) {
    assertCutsDoNotMatter(bytes, FrameTable.FRONTEND);
    eachMessage(bytes, FrameTable.FRONTEND, DecoderTargets::frontendMessage);
  }

  private static void login(byte[] bytes) {
    assertCutsDoNotMatter(bytes, FrameTable.FRONTEND_LOGIN);
    eachMessage(bytes, FrameTable.FRONTEND_LOGIN, (cursor, in) -> {
      int start = cursor.bodyStart();
      int end = cursor.end();
      violates(() -> PasswordMessages.password(in, start, end));
      violates(() -> {
        SaslInitialResponse response = PasswordMessages.saslInitial(in, start, end);
        ByteBuf out = Unpooled.buffer();
        FrontendWriter.saslInitialResponse(out, response);
        assertThat(PasswordMessages.saslInitial(out, FrameCursor.HEADER, out.writerIndex()))
            .isEqualTo(response);
      });
      violates(() -> PasswordMessages.sasl(in, start, end));
    });
  }

  private static void backend(byte[] bytes) {
    assertCutsDoNotMatter(bytes, FrameTable.BACKEND);
    assertCutsDoNotMatter(bytes, FrameTable.BACKEND_COLLECTED);
    eachMessage(bytes, FrameTable.BACKEND_COLLECTED, DecoderTargets::backendMessage);
  }

  private static void startup(byte[] bytes) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    violates(() -> {
      StartupPacket packet = StartupDecoder.read(in);
      if (packet == null) {
        assertThat(in.readerIndex()).isZero();
        assertThat(bytes.length).isLessThan(StartupDecoder.MAX_LENGTH);
      } else if (packet instanceof StartupPacket.Startup startup) {
        startupMessage(startup.message());
      } else if (packet instanceof StartupPacket.CancelRequest cancel) {
        ByteBuf out = Unpooled.buffer();
        FrontendWriter.cancelRequest(out, cancel.key());
        assertThat(ByteBufUtil.getBytes(out)).isEqualTo(Arrays.copyOf(bytes, in.readerIndex()));
      }
    });
    for (int cut = 0; cut < Math.min(bytes.length, 64); cut++) {
      ByteBuf part = Unpooled.wrappedBuffer(bytes, 0, cut);
      violates(() -> StartupDecoder.read(part));
    }
  }

  private static void options(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    violates(() -> StartupOptions.parse(text));
    // What is escaped comes back as it was.
    StringBuilder escaped = new StringBuilder("-c x=");
    text.chars().forEach(c -> escaped.append('\\').append((char) c));
    assertThat(StartupOptions.parse(escaped.toString())).containsExactly(Map.entry("x", text));
  }

  /** The low bits of each byte choose what to send, the others what to receive. */
  private static void responses(byte[] bytes) {
    ExpectedResponses expected = new ExpectedResponses(32, (request, fate, tag) -> {});
    String types = "123CDEGHITVWZcdnstNSARKv";
    violates(() -> {
      for (byte b : bytes) {
        int choice = b & 0x7f;
        if (b >= 0) {
          expected.received((byte) types.charAt(choice % types.length()));
        } else if (expected.room() > 0) {
          Request request = REQUESTS.get(choice % REQUESTS.size());
          if (request != Request.LOCAL) {
            expected.sent(request, Origin.CLIENT);
          } else if (expected.canAnswerLocally()) {
            expected.answerLocally(BackendType.PARSE_COMPLETE, choice);
          }
        }
        while (expected.isLocalDue()) {
          expected.takeLocal();
        }
        assertThat(expected.size() + expected.room()).isEqualTo(32);
        if (expected.isQuiet()) {
          assertThat(expected.size()).isZero();
        }
      }
    });
  }

  private static void assertCutsDoNotMatter(byte[] bytes, FrameTable table) {
    Stream stream = Stream.of(bytes);
    List<String> whole = stream.transcript(table);
    int collect = FrameCursor.MIN_COLLECT;
    int[] cuts = {bytes.length / 7, bytes.length / 3, bytes.length / 2, bytes.length * 5 / 6};
    assertThat(stream.transcript(table, collect, cuts)).isEqualTo(whole);
    if (bytes.length < 512) {
      int[] everywhere = IntStream.range(0, bytes.length).toArray();
      assertThat(stream.transcript(table, collect, everywhere)).isEqualTo(whole);
    }
  }

  private interface Look {
    void at(FrameCursor cursor, ByteBuf in);
  }

  private static void eachMessage(byte[] bytes, FrameTable table, Look look) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    FrameCursor cursor = new FrameCursor(table, FrameCursor.MIN_COLLECT);
    cursor.attach(in);
    violates(() -> {
      while (cursor.next()) {
        if (cursor.isFirst()) {
          look.at(cursor, in);
        }
      }
    });
  }

  private static void frontendMessage(FrameCursor cursor, ByteBuf in) {
    violates(() -> {
      switch (cursor.type()) {
        case FrontendType.QUERY -> new QueryView().on(cursor, in).sql();
        case FrontendType.PARSE -> parse(cursor, in);
        case FrontendType.BIND -> bind(cursor, in);
        case FrontendType.DESCRIBE, FrontendType.CLOSE ->
          new TargetView().on(cursor, in).name();
        case FrontendType.EXECUTE -> {
          ExecuteView execute = new ExecuteView().on(cursor, in);
          assertThat(execute.portal() + execute.maxRows()).isNotNull();
        }
        default -> {
          // Nothing in it is looked at.
        }
      }
    });
  }

  private static void parse(FrameCursor cursor, ByteBuf in) {
    ParseView parse = new ParseView().on(cursor, in);
    for (int i = 0; i < parse.parameterTypes(); i++) {
      parse.parameterType(i);
    }
    assertThat(parse.sql()).isNotNull();
    ByteBuf out = Unpooled.buffer();
    StatementNames.parseHead(
        out, parse, cursor.length(), Bytes.copy(in, parse.nameStart(), parse.nameEnd()));
    assertSame(in, cursor.start(), parse.sqlStart(), out);
  }

  private static void bind(FrameCursor cursor, ByteBuf in) {
    BindView bind = new BindView().on(cursor, in);
    assertThat(bind.portal() + bind.statement()).isNotNull();
    ByteBuf out = Unpooled.buffer();
    byte[] name = Bytes.copy(in, bind.statementStart(), bind.statementEnd());
    StatementNames.bindHead(out, in, bind, cursor.length(), name);
    assertSame(in, cursor.start(), bind.rest(), out);
  }

  private static void assertSame(ByteBuf in, int start, int end, ByteBuf out) {
    assertThat(ByteBufUtil.hexDump(out)).isEqualTo(ByteBufUtil.hexDump(in, start, end - start));
  }

  private static void backendMessage(FrameCursor cursor, ByteBuf in) {
    int start = cursor.bodyStart();
    int end = cursor.end();
    violates(() -> {
      switch (cursor.type()) {
        case BackendType.AUTHENTICATION -> Authentication.read(in, start, end);
        case BackendType.ERROR_RESPONSE, BackendType.NOTICE_RESPONSE ->
          error(ErrorReport.read(in, start, end, cursor.isWhole()));
        case BackendType.PARAMETER_STATUS -> ServerMessages.parameter(in, start, end);
        case BackendType.BACKEND_KEY_DATA -> ServerMessages.key(in, start, end);
        case BackendType.READY_FOR_QUERY -> TransactionStatus.read(in, start);
        case BackendType.COMMAND_COMPLETE -> ServerMessages.commandTag(in, start, end);
        case BackendType.NOTIFICATION_RESPONSE -> ServerMessages.notification(in, start, end);
        case BackendType.PARAMETER_DESCRIPTION -> ServerMessages.parameterTypes(in, start, end);
        case BackendType.NEGOTIATE_PROTOCOL_VERSION -> ServerMessages.negotiation(in, start, end);
        case BackendType.DATA_ROW -> row(new DataRowView().on(in, start, end));
        default -> {
          // Nothing in it is looked at.
        }
      }
    });
  }

  private static void error(ErrorReport error) {
    ByteBuf out = Unpooled.buffer();
    error.writeError(out);
    assertThat(ErrorReport.read(out, FrameCursor.HEADER, out.writerIndex(), true))
        .isEqualTo(error);
    assertThat(ErrorReport.read(out, FrameCursor.HEADER, out.writerIndex() / 2 + 3, false))
        .isNotNull();
  }

  private static void row(DataRowView row) {
    for (int i = 0; i < row.count(); i++) {
      row.text(i);
    }
  }

  private static void startupMessage(StartupMessage message) {
    violates(message::user);
    violates(message::database);
    violates(message::settings);
    ByteBuf out = Unpooled.buffer();
    FrontendWriter.startup(out, message);
    assertThat(StartupDecoder.read(out)).isEqualTo(new StartupPacket.Startup(message));
    BackendWriter.negotiateProtocolVersion(out, message);
  }

  /** Runs what may find that the bytes break the protocol, and nothing else. */
  private static void violates(Runnable reading) {
    try {
      reading.run();
    } catch (ProtocolViolation e) {
      assertThat(e.getMessage()).isNotBlank();
      assertThat(e.sqlState()).hasSize(5);
    }
  }
}
