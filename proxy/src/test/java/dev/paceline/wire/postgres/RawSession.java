package dev.paceline.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.clusterkit.postgresql.PostgresNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A connection to a real server on a bare socket, whose every message goes through {@link ExpectedResponses}. */
final class RawSession implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final ByteBuf in = Unpooled.buffer();
  private final FrameCursor cursor = new FrameCursor(FrameTable.BACKEND, FrameCursor.MIN_COLLECT);
  private final ExpectedResponses expected =
      new ExpectedResponses(1024, (request, fate, tag) -> {});
  private final StringBuilder types = new StringBuilder();
  private final List<ErrorReport> errors = new ArrayList<>();

  private BackendKey key;
  private ServerMessages.Negotiation negotiation;
  private TransactionStatus status;

  RawSession(PostgresNode node) throws IOException {
    socket = new Socket(node.host(), node.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** A session that has logged in, with some more parameters: names and values in turn. */
  static RawSession loggedIn(PostgresNode node, int version, String... more) throws IOException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("user", PostgresCluster.USER);
    parameters.put("database", PostgresCluster.DATABASE);
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    RawSession session = new RawSession(node);
    session.send(
        out -> FrontendWriter.startup(out, new StartupMessage(version, parameters)),
        Request.STARTUP);
    session.readUntilQuiet();
    return session;
  }

  /** Sends bytes, after noting what they ask for. */
  void send(Consumer<ByteBuf> writer, Request... requests) throws IOException {
    for (Request request : requests) {
      expected.sent(request, Origin.CLIENT);
    }
    ByteBuf out = Unpooled.buffer();
    writer.accept(out);
    socket.getOutputStream().write(ByteBufUtil.getBytes(out));
    socket.getOutputStream().flush();
  }

  void query(String sql) throws IOException {
    send(out -> FrontendWriter.query(out, sql), Request.QUERY);
  }

  /** Reads until nothing is owed. @return the types of all that came, but for notices and settings */
  String readUntilQuiet() throws IOException {
    return readUntil(expected::isQuiet);
  }

  String readUntilCopying() throws IOException {
    return readUntil(expected::isCopyIn);
  }

  String readUntilSaid(byte type) throws IOException {
    return readUntil(() -> types.indexOf(String.valueOf((char) type)) >= 0);
  }

  String readUntil(BooleanSupplier done) throws IOException {
    while (!done.getAsBoolean()) {
      if (!readSome()) {
        throw new IOException("the server has closed the connection: " + expected + ", " + types);
      }
    }
    return takeTypes();
  }

  /** Reads until the server closes the connection. @return the types of all that came */
  String readUntilClosed() throws IOException {
    boolean open = true;
    while (open) {
      open = readSome();
    }
    return takeTypes();
  }

  String takeTypes() {
    String all = types.toString();
    types.setLength(0);
    return all;
  }

  private boolean readSome() throws IOException {
    byte[] bytes = new byte[8192];
    int count = socket.getInputStream().read(bytes);
    if (count < 0) {
      return false;
    }
    received.write(bytes, 0, count);
    in.writeBytes(bytes, 0, count);
    cursor.attach(in);
    while (cursor.next()) {
      if (cursor.isFirst()) {
        look();
      }
    }
    cursor.detach();
    in.discardReadBytes();
    return true;
  }

  private void look() {
    byte type = cursor.type();
    int start = cursor.bodyStart();
    int end = cursor.end();
    Verdict verdict;
    if (type == BackendType.ERROR_RESPONSE) {
      ErrorReport error = ErrorReport.read(in, start, end, cursor.isWhole());
      errors.add(error);
      verdict = expected.receivedError(error.isFatal());
    } else {
      verdict = expected.received(type);
    }
    if (verdict != Verdict.ASYNCHRONOUS) {
      types.append((char) type);
    }
    switch (type) {
      case BackendType.BACKEND_KEY_DATA -> key = ServerMessages.key(in, start, end);
      case BackendType.NEGOTIATE_PROTOCOL_VERSION ->
        negotiation = ServerMessages.negotiation(in, start, end);
      case BackendType.READY_FOR_QUERY -> status = TransactionStatus.read(in, start);
      case BackendType.PARAMETER_STATUS -> ServerMessages.parameter(in, start, end);
      case BackendType.COMMAND_COMPLETE -> ServerMessages.commandTag(in, start, end);
      case BackendType.NOTIFICATION_RESPONSE -> ServerMessages.notification(in, start, end);
      default -> {
        // Nothing to look at.
      }
    }
  }

  ExpectedResponses expected() {
    return expected;
  }

  BackendKey key() {
    return key;
  }

  ServerMessages.Negotiation negotiation() {
    return negotiation;
  }

  TransactionStatus status() {
    return status;
  }

  ErrorReport lastError() {
    return errors.get(errors.size() - 1);
  }

  /** All that the server has said. */
  Stream received() {
    return Stream.of(received.toByteArray());
  }

  @Override
  public void close() throws IOException {
    socket.close();
    assertThat(in.refCnt()).isEqualTo(1);
    in.release();
  }
}
