package dev.paceline.suites.proxy;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.wire.postgres.BackendType;
import dev.paceline.wire.postgres.FrameCursor;
import dev.paceline.wire.postgres.FrameTable;
import dev.paceline.wire.postgres.FrontendType;
import dev.paceline.wire.postgres.FrontendWriter;
import dev.paceline.wire.postgres.ProtocolVersion;
import dev.paceline.wire.postgres.StartupMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A client on a bare socket that writes what it is told and keeps what it is answered, byte by byte. */
final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 15_000;

  /** One message as it came, its body one character for each byte. */
  record Message(byte type, String body) {

    @Override
    public String toString() {
      return (char) type + " " + body;
    }
  }

  private final Socket socket = new Socket();
  private final ByteBuf in = Unpooled.buffer();
  private final FrameCursor cursor =
      new FrameCursor(FrameTable.BACKEND_COLLECTED, /* collectLimit= */ 1 << 24);

  RawClient(String host, int port) throws IOException {
    socket.connect(new InetSocketAddress(host, port));
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** A client that has logged in, with some more parameters: names and values in turn. */
  static RawClient loggedIn(String host, int port, String... more) throws IOException {
    RawClient client = new RawClient(host, port);
    client.login(more);
    return client;
  }

  /** Logs in. @return all that the server said until it was ready */
  List<Message> login(String... more) throws IOException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("user", PostgresCluster.USER);
    parameters.put("database", PostgresCluster.DATABASE);
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    send(out -> FrontendWriter.startup(out, new StartupMessage(ProtocolVersion.V3_0, parameters)));
    return readUntilReady();
  }

  void send(Consumer<ByteBuf> writer) throws IOException {
    ByteBuf out = Unpooled.buffer();
    writer.accept(out);
    socket.getOutputStream().write(ByteBufUtil.getBytes(out));
    socket.getOutputStream().flush();
  }

  /** Asks in the simple protocol. */
  List<Message> query(String sql) throws IOException {
    send(out -> FrontendWriter.query(out, sql));
    return readUntilReady();
  }

  /** Reads up to and with ReadyForQuery. A copy from the client is given nothing. */
  List<Message> readUntilReady() throws IOException {
    List<Message> messages = new ArrayList<>();
    do {
      Message message = read();
      messages.add(message);
      if (message.type() == BackendType.COPY_IN_RESPONSE) {
        send(FrontendWriter::copyDone);
      }
    } while (messages.get(messages.size() - 1).type() != BackendType.READY_FOR_QUERY);
    return messages;
  }

  /** The next message. */
  Message read() throws IOException {
    while (true) {
      cursor.attach(in);
      boolean there = cursor.next();
      Message message = null;
      if (there) {
        message = new Message(
            cursor.type(),
            in.toString(
                cursor.bodyStart(),
                cursor.end() - cursor.bodyStart(),
                StandardCharsets.ISO_8859_1));
      }
      cursor.detach();
      if (message != null) {
        return message;
      }
      readSome();
    }
  }

  private void readSome() throws IOException {
    in.discardReadBytes();
    byte[] bytes = new byte[65_536];
    int count = socket.getInputStream().read(bytes);
    if (count < 0) {
      throw new IOException("the other side has closed the connection");
    }
    in.writeBytes(bytes, 0, count);
  }

  /** A line of COPY. */
  static void copyData(ByteBuf out, String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    out.writeByte(FrontendType.COPY_DATA).writeInt(Integer.BYTES + bytes.length).writeBytes(bytes);
  }

  /** Bind without values to the unnamed statement and portal, with all results in binary or all in text. */
  static void bind(ByteBuf out, boolean binary) {
    out.writeByte(FrontendType.BIND).writeInt(Integer.BYTES + 2 + 2 + 2 + 2 + (binary ? 2 : 0));
    out.writeZero(2).writeShort(0).writeShort(0).writeShort(binary ? 1 : 0);
    if (binary) {
      out.writeShort(1);
    }
  }

  /** Goes away without a word, and with what was not read yet: the other side sees a reset. */
  void vanish() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Says goodbye. */
  @Override
  public void close() throws IOException {
    if (!socket.isClosed()) {
      send(FrontendWriter::terminate);
      socket.close();
    }
  }
}
