package dev.paceline.server;

import dev.paceline.clusterkit.postgresql.PostgresCluster;
import dev.paceline.wire.postgres.DataRowView;
import dev.paceline.wire.postgres.ErrorReport;
import dev.paceline.wire.postgres.FrameCursor;
import dev.paceline.wire.postgres.FrameTable;
import dev.paceline.wire.postgres.FrontendWriter;
import dev.paceline.wire.postgres.ProtocolVersion;
import dev.paceline.wire.postgres.StartupMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A client that sends what it is told to, message by message, and tells what comes back. */
final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final ByteBuf in = Unpooled.buffer();
  private final FrameCursor cursor = new FrameCursor(FrameTable.BACKEND_COLLECTED, 8 << 20);
  private final StringBuilder types = new StringBuilder();
  private final List<ErrorReport> errors = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  RawClient(int port, String... parameters) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    Map<String, String> all = new LinkedHashMap<>();
    all.put("user", PostgresCluster.USER);
    all.put("database", PostgresCluster.DATABASE);
    for (int i = 0; i < parameters.length; i += 2) {
      all.put(parameters[i], parameters[i + 1]);
    }
    send(out -> FrontendWriter.startup(out, new StartupMessage(ProtocolVersion.V3_0, all)));
    readUntil('Z', 1);
  }

  /** Sends messages in one packet. */
  void send(Consumer<ByteBuf> writer) throws IOException {
    ByteBuf out = Unpooled.buffer();
    writer.accept(out);
    socket.getOutputStream().write(ByteBufUtil.getBytes(out));
    socket.getOutputStream().flush();
    out.release();
  }

  /** Sends a Query and reads its answer. @return the types of what came */
  String query(String sql) throws IOException {
    send(out -> FrontendWriter.query(out, sql));
    return readUntil('Z', 1);
  }

  /** Sends messages that one Sync ends, and reads their answer. */
  String unit(Consumer<ByteBuf> writer) throws IOException {
    send(writer.andThen(FrontendWriter::sync));
    return readUntil('Z', 1);
  }

  static void bind(ByteBuf out, String portal, String statement, String... values) {
    int at = out.writerIndex() + 1;
    out.writeByte('B').writeInt(0);
    text(out, portal);
    text(out, statement);
    out.writeShort(0).writeShort(values.length);
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length).writeBytes(bytes);
    }
    out.writeShort(0);
    out.setInt(at, out.writerIndex() - at);
  }

  private static void text(ByteBuf out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8)).writeByte(0);
  }

  /** Reads until so many messages of a type have come. @return the types of all, but for settings and notices */
  String readUntil(char type, int count) throws IOException {
    errors.clear();
    values.clear();
    types.setLength(0);
    int left = count;
    while (true) {
      cursor.attach(in);
      while (left > 0 && cursor.next()) {
        look();
        left -= cursor.type() == type ? 1 : 0;
      }
      cursor.detach();
      in.discardReadBytes();
      if (left == 0) {
        return types.toString();
      }
      byte[] bytes = new byte[65_536];
      int read = socket.getInputStream().read(bytes);
      if (read < 0) {
        throw new IOException("closed after " + types + " " + errors);
      }
      in.writeBytes(bytes, 0, read);
    }
  }

  private void look() {
    byte type = cursor.type();
    if (type != 'S' && type != 'N') {
      types.append((char) type);
    }
    if (type == 'E') {
      errors.add(ErrorReport.read(in, cursor.bodyStart(), cursor.end(), /* whole= */ true));
    } else if (type == 'D') {
      values.add(String.valueOf(
          new DataRowView().on(in, cursor.bodyStart(), cursor.end()).text(0)));
    } else if (type == 'Z') {
      types.append((char) in.getByte(cursor.bodyStart()));
    }
  }

  /** The errors of what was read last. */
  List<ErrorReport> errors() {
    return errors;
  }

  /** The first column of the rows of what was read last. */
  List<String> values() {
    return values;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    in.release();
  }
}
