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

/** Every setter of a prepared statement, recorded: see {@link Parameters}. */
abstract class RecordingPreparedStatement extends LogicalStatement implements PreparedStatement {

  RecordingPreparedStatement(LogicalConnection connection, StatementShape shape) {
    super(connection, shape);
  }

  /** Where values go; an error when the statement is closed. */
  abstract Parameters recording() throws SQLException;

  @Override
  public void setNull(int parameterIndex, int sqlType) throws SQLException {
    recording().put(parameterIndex, ParameterKind.NULL, sqlType);
  }

  @Override
  public void setBoolean(int parameterIndex, boolean x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.BOOLEAN, x ? 1 : 0);
  }

  @Override
  public void setByte(int parameterIndex, byte x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.BYTE, x);
  }

  @Override
  public void setShort(int parameterIndex, short x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.SHORT, x);
  }

  @Override
  public void setInt(int parameterIndex, int x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.INT, x);
  }

  @Override
  public void setLong(int parameterIndex, long x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.LONG, x);
  }

  @Override
  public void setFloat(int parameterIndex, float x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.FLOAT, Float.floatToRawIntBits(x));
  }

  @Override
  public void setDouble(int parameterIndex, double x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.DOUBLE, Double.doubleToRawLongBits(x));
  }

  @Override
  public void setBigDecimal(int parameterIndex, BigDecimal x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.BIG_DECIMAL, x);
  }

  @Override
  public void setString(int parameterIndex, String x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.STRING, x);
  }

  @Override
  public void setBytes(int parameterIndex, byte[] x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.BYTES, x);
  }

  @Override
  public void setDate(int parameterIndex, Date x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.DATE, x);
  }

  @Override
  public void setTime(int parameterIndex, Time x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.TIME, x);
  }

  @Override
  public void setTimestamp(int parameterIndex, Timestamp x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.TIMESTAMP, x);
  }

  @Override
  public void setAsciiStream(int parameterIndex, InputStream x, int length) throws SQLException {
    recording().put(parameterIndex, ParameterKind.ASCII_STREAM_INT, x, length, null);
  }

  @Deprecated
  @Override
  public void setUnicodeStream(int parameterIndex, InputStream x, int length) throws SQLException {
    recording().put(parameterIndex, ParameterKind.UNICODE_STREAM, x, length, null);
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream x, int length) throws SQLException {
    recording().put(parameterIndex, ParameterKind.BINARY_STREAM_INT, x, length, null);
  }

  @Override
  public void setObject(int parameterIndex, Object x, int targetSqlType) throws SQLException {
    recording().put(parameterIndex, ParameterKind.OBJECT_TYPED, x, targetSqlType, null);
  }

  @Override
  public void setObject(int parameterIndex, Object x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.OBJECT, x);
  }

  @Override
  public void setCharacterStream(int parameterIndex, Reader reader, int length)
      throws SQLException {
    recording().put(parameterIndex, ParameterKind.CHARACTER_STREAM_INT, reader, length, null);
  }

  @Override
  public void setRef(int parameterIndex, Ref x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.REF, x);
  }

  @Override
  public void setBlob(int parameterIndex, Blob x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.BLOB, x);
  }

  @Override
  public void setClob(int parameterIndex, Clob x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.CLOB, x);
  }

  @Override
  public void setArray(int parameterIndex, Array x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.ARRAY, x);
  }

  @Override
  public void setDate(int parameterIndex, Date x, Calendar cal) throws SQLException {
    recording().put(parameterIndex, ParameterKind.DATE_CALENDAR, x, 0, cal);
  }

  @Override
  public void setTime(int parameterIndex, Time x, Calendar cal) throws SQLException {
    recording().put(parameterIndex, ParameterKind.TIME_CALENDAR, x, 0, cal);
  }

  @Override
  public void setTimestamp(int parameterIndex, Timestamp x, Calendar cal) throws SQLException {
    recording().put(parameterIndex, ParameterKind.TIMESTAMP_CALENDAR, x, 0, cal);
  }

  @Override
  public void setNull(int parameterIndex, int sqlType, String typeName) throws SQLException {
    recording().put(parameterIndex, ParameterKind.NULL_NAMED, null, sqlType, typeName);
  }

  @Override
  public void setURL(int parameterIndex, URL x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.URL_VALUE, x);
  }

  @Override
  public void setRowId(int parameterIndex, RowId x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.ROW_ID, x);
  }

  @Override
  public void setNString(int parameterIndex, String value) throws SQLException {
    recording().put(parameterIndex, ParameterKind.N_STRING, value);
  }

  @Override
  public void setNCharacterStream(int parameterIndex, Reader value, long length)
      throws SQLException {
    recording().put(parameterIndex, ParameterKind.N_CHARACTER_STREAM_LONG, value, length, null);
  }

  @Override
  public void setNClob(int parameterIndex, NClob value) throws SQLException {
    recording().put(parameterIndex, ParameterKind.N_CLOB, value);
  }

  @Override
  public void setClob(int parameterIndex, Reader reader, long length) throws SQLException {
    recording().put(parameterIndex, ParameterKind.CLOB_READER_LONG, reader, length, null);
  }

  @Override
  public void setBlob(int parameterIndex, InputStream inputStream, long length)
      throws SQLException {
    recording().put(parameterIndex, ParameterKind.BLOB_STREAM_LONG, inputStream, length, null);
  }

  @Override
  public void setNClob(int parameterIndex, Reader reader, long length) throws SQLException {
    recording().put(parameterIndex, ParameterKind.N_CLOB_READER_LONG, reader, length, null);
  }

  @Override
  public void setSQLXML(int parameterIndex, SQLXML xmlObject) throws SQLException {
    recording().put(parameterIndex, ParameterKind.SQL_XML, xmlObject);
  }

  @Override
  public void setObject(int parameterIndex, Object x, int targetSqlType, int scaleOrLength)
      throws SQLException {
    recording()
        .put(
            parameterIndex,
            ParameterKind.OBJECT_SCALED,
            x,
            ((long) targetSqlType << 32) | (scaleOrLength & 0xFFFF_FFFFL),
            null);
  }

  @Override
  public void setAsciiStream(int parameterIndex, InputStream x, long length) throws SQLException {
    recording().put(parameterIndex, ParameterKind.ASCII_STREAM_LONG, x, length, null);
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream x, long length) throws SQLException {
    recording().put(parameterIndex, ParameterKind.BINARY_STREAM_LONG, x, length, null);
  }

  @Override
  public void setCharacterStream(int parameterIndex, Reader reader, long length)
      throws SQLException {
    recording().put(parameterIndex, ParameterKind.CHARACTER_STREAM_LONG, reader, length, null);
  }

  @Override
  public void setAsciiStream(int parameterIndex, InputStream x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.ASCII_STREAM, x);
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream x) throws SQLException {
    recording().put(parameterIndex, ParameterKind.BINARY_STREAM, x);
  }

  @Override
  public void setCharacterStream(int parameterIndex, Reader reader) throws SQLException {
    recording().put(parameterIndex, ParameterKind.CHARACTER_STREAM, reader);
  }

  @Override
  public void setNCharacterStream(int parameterIndex, Reader value) throws SQLException {
    recording().put(parameterIndex, ParameterKind.N_CHARACTER_STREAM, value);
  }

  @Override
  public void setClob(int parameterIndex, Reader reader) throws SQLException {
    recording().put(parameterIndex, ParameterKind.CLOB_READER, reader);
  }

  @Override
  public void setBlob(int parameterIndex, InputStream inputStream) throws SQLException {
    recording().put(parameterIndex, ParameterKind.BLOB_STREAM, inputStream);
  }

  @Override
  public void setNClob(int parameterIndex, Reader reader) throws SQLException {
    recording().put(parameterIndex, ParameterKind.N_CLOB_READER, reader);
  }

  @Override
  public void setObject(int parameterIndex, Object x, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    recording()
        .put(parameterIndex, ParameterKind.OBJECT_SQL_SCALED, x, scaleOrLength, targetSqlType);
  }

  @Override
  public void setObject(int parameterIndex, Object x, SQLType targetSqlType) throws SQLException {
    recording().put(parameterIndex, ParameterKind.OBJECT_SQL_TYPED, x, 0, targetSqlType);
  }
}
