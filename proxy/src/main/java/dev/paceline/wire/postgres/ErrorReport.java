package dev.paceline.wire.postgres;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * An error or a notice, as a server says it or as the proxy does. Fields that are not known here are passed over when one is read;
 * nothing in it is required, as a server or another proxy may leave out anything.
 *
 * @param severity {@code ERROR}, {@code FATAL}, {@code PANIC}, or of notices {@code WARNING}, {@code NOTICE}, {@code DEBUG}, {@code
 *     INFO}, {@code LOG}; never in another language, if the server says it so
 * @param sqlState five characters; {@code XX000} if the server gave none
 * @param message empty if the server gave none
 */
public record ErrorReport(
    String severity,
    String sqlState,
    String message,
    @Nullable String detail,
    @Nullable String hint) {

  private static final String ERROR = "ERROR";
  private static final String FATAL = "FATAL";

  /** An error that leaves the connection usable. */
  public static ErrorReport error(String sqlState, String message) {
    return new ErrorReport(ERROR, sqlState, message, null, null);
  }

  /** An error that ends the connection. */
  public static ErrorReport fatal(String sqlState, String message) {
    return new ErrorReport(FATAL, sqlState, message, null, null);
  }

  /** A notice of some severity. */
  public static ErrorReport notice(String severity, String sqlState, String message) {
    return new ErrorReport(severity, sqlState, message, null, null);
  }

  /** The same with what there is to know beyond the message. */
  public ErrorReport withDetail(String text) {
    return new ErrorReport(severity, sqlState, message, text, hint);
  }

  /** The same with what to do about it. */
  public ErrorReport withHint(String text) {
    return new ErrorReport(severity, sqlState, message, detail, text);
  }

  /** Whether the server ends the connection, or itself, with this. */
  public boolean isFatal() {
    return severity.equals(FATAL) || severity.equals("PANIC");
  }

  /**
   * Reads the body of an ErrorResponse or a NoticeResponse; one that is not whole is read as far as it goes.
   *
   * @param whole whether the body is there to its end
   * @throws ProtocolViolation if it is whole and malformed
   */
  public static ErrorReport read(ByteBuf in, int start, int end, boolean whole) {
    String localized = null;
    String severity = null;
    String sqlState = SqlStates.INTERNAL_ERROR;
    String message = "";
    String detail = null;
    String hint = null;
    int at = start;
    while (at < end && in.getByte(at) != 0) {
      int terminator = in.indexOf(at + 1, end, (byte) 0);
      if (terminator < 0) {
        if (whole) {
          throw new ProtocolViolation("a field of an error or a notice has no end");
        }
        break;
      }
      switch (in.getByte(at)) {
        case 'S' -> localized = Bytes.text(in, at + 1, terminator);
        case 'V' -> severity = Bytes.text(in, at + 1, terminator);
        case 'C' -> sqlState = Bytes.text(in, at + 1, terminator);
        case 'M' -> message = Bytes.text(in, at + 1, terminator);
        case 'D' -> detail = Bytes.text(in, at + 1, terminator);
        case 'H' -> hint = Bytes.text(in, at + 1, terminator);
        default -> {
          // Position, place in the source and so on, and what later versions have to say.
        }
      }
      at = terminator + 1;
    }
    if (whole) {
      Bytes.expectBytes(at, 1, end, "an error or a notice");
      Bytes.expectEnd(at + 1, end, "an error or a notice");
    }
    if (severity == null) {
      // Servers before 9.6 have no V: theirs may be in another language, and is then none that is
      // fatal.
      severity = localized == null ? ERROR : localized;
    }
    return new ErrorReport(severity, sqlState, message, detail, hint);
  }

  /** Writes this as an ErrorResponse. */
  public void writeError(ByteBuf out) {
    write(out, BackendType.ERROR_RESPONSE);
  }

  /** Writes this as a NoticeResponse. */
  public void writeNotice(ByteBuf out) {
    write(out, BackendType.NOTICE_RESPONSE);
  }

  private void write(ByteBuf out, byte type) {
    int at = Bytes.begin(out, type);
    field(out, 'S', severity);
    field(out, 'V', severity);
    field(out, 'C', sqlState);
    field(out, 'M', message);
    field(out, 'D', detail);
    field(out, 'H', hint);
    out.writeByte(0);
    Bytes.end(out, at);
  }

  private static void field(ByteBuf out, char code, @Nullable String value) {
    if (value != null) {
      out.writeByte(code);
      // An error is to be told whatever text led to it.
      Bytes.text(out, value.replace('\0', '\ufffd'));
    }
  }
}
