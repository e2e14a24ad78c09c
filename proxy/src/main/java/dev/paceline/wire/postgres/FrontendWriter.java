package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a client says to a server, at a buffer's writer index. Texts must have no zero character in them; one that has is an
 * {@link IllegalArgumentException}, as the server would read what follows it as something else.
 */
public final class FrontendWriter {

  private FrontendWriter() {}

  /** SSLRequest. */
  public static void sslRequest(ByteBuf out) {
    out.writeInt(2 * Integer.BYTES).writeInt(StartupDecoder.SSL_REQUEST);
  }

  /** GSSENCRequest. */
  public static void gssEncRequest(ByteBuf out) {
    out.writeInt(2 * Integer.BYTES).writeInt(StartupDecoder.GSSENC_REQUEST);
  }

  /** CancelRequest, which is all that a connection of its own says. */
  public static void cancelRequest(ByteBuf out, BackendKey key) {
    int at = Bytes.begin(out);
    out.writeInt(StartupDecoder.CANCEL_REQUEST)
        .writeInt(key.processId())
        .writeBytes(key.sharedSecret());
    Bytes.end(out, at);
  }

  /** StartupMessage. A parameter's name must not be empty: it would end the list. */
  public static void startup(ByteBuf out, StartupMessage message) {
    int at = Bytes.begin(out);
    out.writeInt(message.version());
    for (Map.Entry<String, String> parameter : message.parameters().entrySet()) {
      if (parameter.getKey().isEmpty()) {
        throw new IllegalArgumentException("a start-up parameter without a name");
      }
      Bytes.text(out, parameter.getKey());
      Bytes.text(out, parameter.getValue());
    }
    out.writeByte(0);
    Bytes.end(out, at);
  }

  /** PasswordMessage, with a password in clear text or hashed, that has no zero byte in it. */
  public static void password(ByteBuf out, byte[] password) {
    for (byte b : password) {
      if (b == 0) {
        throw new IllegalArgumentException("a password with a zero byte");
      }
    }
    int at = Bytes.begin(out, FrontendType.PASSWORD);
    Bytes.text(out, password);
    Bytes.end(out, at);
  }

  /** SASLInitialResponse. */
  public static void saslInitialResponse(ByteBuf out, SaslInitialResponse response) {
    int at = Bytes.begin(out, FrontendType.PASSWORD);
    Bytes.text(out, response.mechanism());
    out.writeInt(ByteBufUtil.utf8Bytes(response.data()));
    ByteBufUtil.writeUtf8(out, response.data());
    Bytes.end(out, at);
  }

  /** SASLResponse. */
  public static void saslResponse(ByteBuf out, String data) {
    int at = Bytes.begin(out, FrontendType.PASSWORD);
    ByteBufUtil.writeUtf8(out, data);
    Bytes.end(out, at);
  }

  /** Query. */
  public static void query(ByteBuf out, String sql) {
    int at = Bytes.begin(out, FrontendType.QUERY);
    Bytes.text(out, sql);
    Bytes.end(out, at);
  }

  /** Parse, with the object identifiers of the parameters' types as far as they are to be given. */
  public static void parse(ByteBuf out, String name, String sql, int... types) {
    int at = Bytes.begin(out, FrontendType.PARSE);
    Bytes.text(out, name);
    Bytes.text(out, sql);
    out.writeShort(types.length);
    for (int type : types) {
      out.writeInt(type);
    }
    Bytes.end(out, at);
  }

  /** Bind with values in text format, null being NULL, and a result in text format. */
  public static void bind(
      ByteBuf out, String portal, String statement, List<? extends @Nullable String> values) {
    int at = Bytes.begin(out, FrontendType.BIND);
    Bytes.text(out, portal);
    Bytes.text(out, statement);
    out.writeShort(/* formats: all text */ 0);
    out.writeShort(values.size());
    for (String value : values) {
      if (value == null) {
        out.writeInt(-1);
      } else {
        out.writeInt(ByteBufUtil.utf8Bytes(value));
        ByteBufUtil.writeUtf8(out, value);
      }
    }
    out.writeShort(/* result formats: all text */ 0);
    Bytes.end(out, at);
  }

  /** Describe of a statement. */
  public static void describeStatement(ByteBuf out, String name) {
    target(out, FrontendType.DESCRIBE, TargetView.STATEMENT, name);
  }

  /** Describe of a portal. */
  public static void describePortal(ByteBuf out, String name) {
    target(out, FrontendType.DESCRIBE, TargetView.PORTAL, name);
  }

  /** Close of a statement. */
  public static void closeStatement(ByteBuf out, String name) {
    target(out, FrontendType.CLOSE, TargetView.STATEMENT, name);
  }

  /** Close of a portal. */
  public static void closePortal(ByteBuf out, String name) {
    target(out, FrontendType.CLOSE, TargetView.PORTAL, name);
  }

  private static void target(ByteBuf out, byte type, byte kind, String name) {
    int at = Bytes.begin(out, type);
    out.writeByte(kind);
    Bytes.text(out, name);
    Bytes.end(out, at);
  }

  /** Execute, of so many rows at most; 0 for all. */
  public static void execute(ByteBuf out, String portal, int maxRows) {
    int at = Bytes.begin(out, FrontendType.EXECUTE);
    Bytes.text(out, portal);
    out.writeInt(maxRows);
    Bytes.end(out, at);
  }

  /** Sync. */
  public static void sync(ByteBuf out) {
    Bytes.empty(out, FrontendType.SYNC);
  }

  /** Flush. */
  public static void flush(ByteBuf out) {
    Bytes.empty(out, FrontendType.FLUSH);
  }

  /** Terminate. */
  public static void terminate(ByteBuf out) {
    Bytes.empty(out, FrontendType.TERMINATE);
  }

  /** CopyDone. */
  public static void copyDone(ByteBuf out) {
    Bytes.empty(out, FrontendType.COPY_DONE);
  }

  /** CopyFail, which makes the server fail the COPY with this reason. */
  public static void copyFail(ByteBuf out, String reason) {
    int at = Bytes.begin(out, FrontendType.COPY_FAIL);
    Bytes.text(out, reason);
    Bytes.end(out, at);
  }
}
