package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a server says to a client, at a buffer's writer index. Texts must have no zero character in them; one that has is an
 * {@link IllegalArgumentException}, as the client would read what follows it as something else. Errors and notices are written by
 * {@link ErrorReport}.
 */
public final class BackendWriter {

  private BackendWriter() {}

  /** AuthenticationOk. */
  public static void authenticationOk(ByteBuf out) {
    authentication(out, Authentication.OK, "");
  }

  /** AuthenticationCleartextPassword. */
  public static void authenticationCleartextPassword(ByteBuf out) {
    authentication(out, Authentication.CLEARTEXT_PASSWORD, "");
  }

  /** AuthenticationMD5Password. */
  public static void authenticationMd5Password(ByteBuf out, int salt) {
    int at = Bytes.begin(out, BackendType.AUTHENTICATION);
    out.writeInt(Authentication.MD5_PASSWORD).writeInt(salt);
    Bytes.end(out, at);
  }

  /** AuthenticationSASL, with the mechanisms in the order of preference. */
  public static void authenticationSasl(ByteBuf out, List<String> mechanisms) {
    int at = Bytes.begin(out, BackendType.AUTHENTICATION);
    out.writeInt(Authentication.SASL);
    for (String mechanism : mechanisms) {
      Bytes.text(out, mechanism);
    }
    out.writeByte(0);
    Bytes.end(out, at);
  }

  /** AuthenticationSASLContinue. */
  public static void authenticationSaslContinue(ByteBuf out, String data) {
    authentication(out, Authentication.SASL_CONTINUE, data);
  }

  /** AuthenticationSASLFinal. */
  public static void authenticationSaslFinal(ByteBuf out, String data) {
    authentication(out, Authentication.SASL_FINAL, data);
  }

  private static void authentication(ByteBuf out, int code, String data) {
    int at = Bytes.begin(out, BackendType.AUTHENTICATION);
    out.writeInt(code);
    ByteBufUtil.writeUtf8(out, data);
    Bytes.end(out, at);
  }

  /** NegotiateProtocolVersion: what is spoken, and the options that are not known. */
  public static void negotiateProtocolVersion(ByteBuf out, StartupMessage asked) {
    int at = Bytes.begin(out, BackendType.NEGOTIATE_PROTOCOL_VERSION);
    List<String> options = asked.protocolOptions();
    out.writeInt(asked.agreedVersion()).writeInt(options.size());
    for (String option : options) {
      Bytes.text(out, option);
    }
    Bytes.end(out, at);
  }

  /** BackendKeyData. A client of protocol 3.0 can take a key of 4 bytes only. */
  public static void backendKeyData(ByteBuf out, BackendKey key) {
    int at = Bytes.begin(out, BackendType.BACKEND_KEY_DATA);
    out.writeInt(key.processId()).writeBytes(key.sharedSecret());
    Bytes.end(out, at);
  }

  /** ParameterStatus. */
  public static void parameterStatus(ByteBuf out, String name, String value) {
    int at = Bytes.begin(out, BackendType.PARAMETER_STATUS);
    Bytes.text(out, name);
    Bytes.text(out, value);
    Bytes.end(out, at);
  }

  /** A ParameterStatus for each. */
  public static void parameterStatuses(ByteBuf out, Map<String, String> parameters) {
    parameters.forEach((name, value) -> parameterStatus(out, name, value));
  }

  /** ReadyForQuery. */
  public static void readyForQuery(ByteBuf out, TransactionStatus status) {
    out.writeByte(BackendType.READY_FOR_QUERY).writeInt(Integer.BYTES + 1).writeByte(status.code());
  }

  /** RowDescription of columns in text format that belong to no table. */
  public static void rowDescription(ByteBuf out, List<Column> columns) {
    int at = Bytes.begin(out, BackendType.ROW_DESCRIPTION);
    out.writeShort(columns.size());
    for (Column column : columns) {
      Bytes.text(out, column.name());
      out.writeInt(/* table= */ 0).writeShort(/* attribute= */ 0);
      out.writeInt(column.typeOid()).writeShort(column.typeLength());
      out.writeInt(/* modifier= */ -1).writeShort(/* format= text */ 0);
    }
    Bytes.end(out, at);
  }

  /** DataRow of values in text format; null is NULL. */
  public static void dataRow(ByteBuf out, List<? extends @Nullable String> values) {
    int at = Bytes.begin(out, BackendType.DATA_ROW);
    out.writeShort(values.size());
    for (String value : values) {
      if (value == null) {
        out.writeInt(-1);
      } else {
        out.writeInt(ByteBufUtil.utf8Bytes(value));
        ByteBufUtil.writeUtf8(out, value);
      }
    }
    Bytes.end(out, at);
  }

  /** CommandComplete with a tag, for example {@code SHOW}. */
  public static void commandComplete(ByteBuf out, String tag) {
    int at = Bytes.begin(out, BackendType.COMMAND_COMPLETE);
    Bytes.text(out, tag);
    Bytes.end(out, at);
  }

  /** EmptyQueryResponse. */
  public static void emptyQueryResponse(ByteBuf out) {
    Bytes.empty(out, BackendType.EMPTY_QUERY_RESPONSE);
  }

  /** ParseComplete. */
  public static void parseComplete(ByteBuf out) {
    Bytes.empty(out, BackendType.PARSE_COMPLETE);
  }

  /** BindComplete. */
  public static void bindComplete(ByteBuf out) {
    Bytes.empty(out, BackendType.BIND_COMPLETE);
  }

  /** CloseComplete. */
  public static void closeComplete(ByteBuf out) {
    Bytes.empty(out, BackendType.CLOSE_COMPLETE);
  }

  /** NoData. */
  public static void noData(ByteBuf out) {
    Bytes.empty(out, BackendType.NO_DATA);
  }

  /** PortalSuspended. */
  public static void portalSuspended(ByteBuf out) {
    Bytes.empty(out, BackendType.PORTAL_SUSPENDED);
  }

  /** ParameterDescription with the object identifiers of the parameters' types. */
  public static void parameterDescription(ByteBuf out, int... types) {
    int at = Bytes.begin(out, BackendType.PARAMETER_DESCRIPTION);
    out.writeShort(types.length);
    for (int type : types) {
      out.writeInt(type);
    }
    Bytes.end(out, at);
  }

  /** NotificationResponse. */
  public static void notification(ByteBuf out, ServerMessages.Notification notification) {
    int at = Bytes.begin(out, BackendType.NOTIFICATION_RESPONSE);
    out.writeInt(notification.processId());
    Bytes.text(out, notification.channel());
    Bytes.text(out, notification.payload());
    Bytes.end(out, at);
  }
}
