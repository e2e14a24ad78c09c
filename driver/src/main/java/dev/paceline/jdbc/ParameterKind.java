package dev.paceline.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** Which setter of {@link PreparedStatement} was called: one constant for each. */
enum ParameterKind {
  UNSET,
  /** A stream that an execution has read. */
  CONSUMED,
  NULL,
  NULL_NAMED,
  BOOLEAN,
  BYTE,
  SHORT,
  INT,
  LONG,
  FLOAT,
  DOUBLE,
  BIG_DECIMAL,
  STRING,
  N_STRING,
  BYTES,
  DATE,
  DATE_CALENDAR,
  TIME,
  TIME_CALENDAR,
  TIMESTAMP,
  TIMESTAMP_CALENDAR,
  OBJECT,
  OBJECT_TYPED,
  OBJECT_SCALED,
  OBJECT_SQL_TYPED,
  OBJECT_SQL_SCALED,
  ARRAY,
  REF,
  ROW_ID,
  URL_VALUE,
  SQL_XML,
  BLOB,
  CLOB,
  N_CLOB,
  UNICODE_STREAM(true),
  ASCII_STREAM_INT(true),
  ASCII_STREAM_LONG(true),
  ASCII_STREAM(true),
  BINARY_STREAM_INT(true),
  BINARY_STREAM_LONG(true),
  BINARY_STREAM(true),
  CHARACTER_STREAM_INT(true),
  CHARACTER_STREAM_LONG(true),
  CHARACTER_STREAM(true),
  N_CHARACTER_STREAM_LONG(true),
  N_CHARACTER_STREAM(true),
  BLOB_STREAM_LONG(true),
  BLOB_STREAM(true),
  CLOB_READER_LONG(true),
  CLOB_READER(true),
  N_CLOB_READER_LONG(true),
  N_CLOB_READER(true);

  private final boolean stream;

  ParameterKind() {
    this(false);
  }

  ParameterKind(boolean stream) {
    this.stream = stream;
  }

  /** Whether the value can be read only once. */
  boolean isStream() {
    return stream;
  }

  /** Calls the setter that this constant stands for. */
  void replay(
      PreparedStatement raw, int i, @Nullable Object value, long number, @Nullable Object extra)
      throws SQLException {
    if (isStream()) {
      replayStream(raw, i, value, number);
    } else {
      replayValue(raw, i, value, number, extra);
    }
  }

  private void replayValue(
      PreparedStatement raw, int i, @Nullable Object value, long number, @Nullable Object extra)
      throws SQLException {
    switch (this) {
      case NULL -> raw.setNull(i, (int) number);
      case NULL_NAMED -> raw.setNull(i, (int) number, (String) extra);
      case BOOLEAN -> raw.setBoolean(i, number != 0);
      case BYTE -> raw.setByte(i, (byte) number);
      case SHORT -> raw.setShort(i, (short) number);
      case INT -> raw.setInt(i, (int) number);
      case LONG -> raw.setLong(i, number);
      case FLOAT -> raw.setFloat(i, Float.intBitsToFloat((int) number));
      case DOUBLE -> raw.setDouble(i, Double.longBitsToDouble(number));
      case BIG_DECIMAL -> raw.setBigDecimal(i, (BigDecimal) value);
      case STRING -> raw.setString(i, (String) value);
      case N_STRING -> raw.setNString(i, (String) value);
      case BYTES -> raw.setBytes(i, (byte[]) value);
      case DATE -> raw.setDate(i, (Date) value);
      case DATE_CALENDAR -> raw.setDate(i, (Date) value, (Calendar) extra);
      case TIME -> raw.setTime(i, (Time) value);
      case TIME_CALENDAR -> raw.setTime(i, (Time) value, (Calendar) extra);
      case TIMESTAMP -> raw.setTimestamp(i, (Timestamp) value);
      case TIMESTAMP_CALENDAR -> raw.setTimestamp(i, (Timestamp) value, (Calendar) extra);
      case OBJECT -> raw.setObject(i, value);
      case OBJECT_TYPED -> raw.setObject(i, value, (int) number);
      case OBJECT_SCALED -> raw.setObject(i, value, (int) (number >> 32), (int) number);
      case OBJECT_SQL_TYPED -> raw.setObject(i, value, (SQLType) extra);
      case OBJECT_SQL_SCALED -> raw.setObject(i, value, (SQLType) extra, (int) number);
      case ARRAY -> raw.setArray(i, (Array) value);
      case REF -> raw.setRef(i, (Ref) value);
      case ROW_ID -> raw.setRowId(i, (RowId) value);
      case URL_VALUE -> raw.setURL(i, (URL) value);
      case SQL_XML -> raw.setSQLXML(i, (SQLXML) value);
      case BLOB -> raw.setBlob(i, (Blob) value);
      case CLOB -> raw.setClob(i, (Clob) value);
      case N_CLOB -> raw.setNClob(i, (NClob) value);
      case CONSUMED ->
        throw new SQLException(
            "parameter " + i + " is a stream that an earlier execution has read: set it again",
            "22023");
      default -> throw new IllegalStateException("no value has the kind " + this);
    }
  }

  @SuppressForbidden
  @SuppressWarnings("deprecation") // setUnicodeStream is forwarded as it was called
  private void replayStream(PreparedStatement raw, int i, @Nullable Object value, long number)
      throws SQLException {
    switch (this) {
      case UNICODE_STREAM -> raw.setUnicodeStream(i, (InputStream) value, (int) number);
      case ASCII_STREAM_INT -> raw.setAsciiStream(i, (InputStream) value, (int) number);
      case ASCII_STREAM_LONG -> raw.setAsciiStream(i, (InputStream) value, number);
      case ASCII_STREAM -> raw.setAsciiStream(i, (InputStream) value);
      case BINARY_STREAM_INT -> raw.setBinaryStream(i, (InputStream) value, (int) number);
      case BINARY_STREAM_LONG -> raw.setBinaryStream(i, (InputStream) value, number);
      case BINARY_STREAM -> raw.setBinaryStream(i, (InputStream) value);
      case CHARACTER_STREAM_INT -> raw.setCharacterStream(i, (Reader) value, (int) number);
      case CHARACTER_STREAM_LONG -> raw.setCharacterStream(i, (Reader) value, number);
      case CHARACTER_STREAM -> raw.setCharacterStream(i, (Reader) value);
      case N_CHARACTER_STREAM_LONG -> raw.setNCharacterStream(i, (Reader) value, number);
      case N_CHARACTER_STREAM -> raw.setNCharacterStream(i, (Reader) value);
      case BLOB_STREAM_LONG -> raw.setBlob(i, (InputStream) value, number);
      case BLOB_STREAM -> raw.setBlob(i, (InputStream) value);
      case CLOB_READER_LONG -> raw.setClob(i, (Reader) value, number);
      case CLOB_READER -> raw.setClob(i, (Reader) value);
      case N_CLOB_READER_LONG -> raw.setNClob(i, (Reader) value, number);
      case N_CLOB_READER -> raw.setNClob(i, (Reader) value);
      default -> throw new IllegalStateException(this + " is not a stream");
    }
  }
}
