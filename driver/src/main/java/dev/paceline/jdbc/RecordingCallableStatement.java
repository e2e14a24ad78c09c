package dev.paceline.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

/** Every method of a callable statement: registrations are recorded, values are read from the call that ran last. */
abstract class RecordingCallableStatement extends LogicalPreparedStatement
    implements CallableStatement {

  RecordingCallableStatement(LogicalConnection connection, StatementShape shape, String sql) {
    super(connection, shape, sql);
  }

  /** Something to be done to a native statement before it runs. */
  @FunctionalInterface
  interface Preparation {
    void on(CallableStatement raw) throws SQLException;
  }

  /** Keeps a preparation; one with the same key replaces it. */
  abstract void recordCall(String key, Preparation preparation) throws SQLException;

  /** The native statement that ran last; an error if none has. */
  abstract CallableStatement executed() throws SQLException;

  /** A value that leads back to logical objects. */
  abstract Object logicalValue(Object value) throws SQLException;

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType) throws SQLException {
    recordCall("out " + parameterIndex, raw -> raw.registerOutParameter(parameterIndex, sqlType));
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType, int scale) throws SQLException {
    recordCall(
        "out " + parameterIndex, raw -> raw.registerOutParameter(parameterIndex, sqlType, scale));
  }

  @Override
  public boolean wasNull() throws SQLException {
    return executed().wasNull();
  }

  @Override
  public String getString(int parameterIndex) throws SQLException {
    return executed().getString(parameterIndex);
  }

  @Override
  public boolean getBoolean(int parameterIndex) throws SQLException {
    return executed().getBoolean(parameterIndex);
  }

  @Override
  public byte getByte(int parameterIndex) throws SQLException {
    return executed().getByte(parameterIndex);
  }

  @Override
  public short getShort(int parameterIndex) throws SQLException {
    return executed().getShort(parameterIndex);
  }

  @Override
  public int getInt(int parameterIndex) throws SQLException {
    return executed().getInt(parameterIndex);
  }

  @Override
  public long getLong(int parameterIndex) throws SQLException {
    return executed().getLong(parameterIndex);
  }

  @Override
  public float getFloat(int parameterIndex) throws SQLException {
    return executed().getFloat(parameterIndex);
  }

  @Override
  public double getDouble(int parameterIndex) throws SQLException {
    return executed().getDouble(parameterIndex);
  }

  @Deprecated
  @SuppressForbidden
  @Override
  public BigDecimal getBigDecimal(int parameterIndex, int scale) throws SQLException {
    return executed().getBigDecimal(parameterIndex, scale);
  }

  @Override
  public byte[] getBytes(int parameterIndex) throws SQLException {
    return executed().getBytes(parameterIndex);
  }

  @Override
  public Date getDate(int parameterIndex) throws SQLException {
    return executed().getDate(parameterIndex);
  }

  @Override
  public Time getTime(int parameterIndex) throws SQLException {
    return executed().getTime(parameterIndex);
  }

  @Override
  public Timestamp getTimestamp(int parameterIndex) throws SQLException {
    return executed().getTimestamp(parameterIndex);
  }

  @Override
  public Object getObject(int parameterIndex) throws SQLException {
    return logicalValue(executed().getObject(parameterIndex));
  }

  @Override
  public BigDecimal getBigDecimal(int parameterIndex) throws SQLException {
    return executed().getBigDecimal(parameterIndex);
  }

  @Override
  public Object getObject(int parameterIndex, Map<String, Class<?>> map) throws SQLException {
    return executed().getObject(parameterIndex, map);
  }

  @Override
  public Ref getRef(int parameterIndex) throws SQLException {
    return executed().getRef(parameterIndex);
  }

  @Override
  public Blob getBlob(int parameterIndex) throws SQLException {
    return executed().getBlob(parameterIndex);
  }

  @Override
  public Clob getClob(int parameterIndex) throws SQLException {
    return executed().getClob(parameterIndex);
  }

  @Override
  public Array getArray(int parameterIndex) throws SQLException {
    return logical(executed().getArray(parameterIndex));
  }

  @Override
  public Date getDate(int parameterIndex, Calendar cal) throws SQLException {
    return executed().getDate(parameterIndex, cal);
  }

  @Override
  public Time getTime(int parameterIndex, Calendar cal) throws SQLException {
    return executed().getTime(parameterIndex, cal);
  }

  @Override
  public Timestamp getTimestamp(int parameterIndex, Calendar cal) throws SQLException {
    return executed().getTimestamp(parameterIndex, cal);
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType, String typeName)
      throws SQLException {
    recordCall(
        "out " + parameterIndex,
        raw -> raw.registerOutParameter(parameterIndex, sqlType, typeName));
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType) throws SQLException {
    recordCall("out " + parameterName, raw -> raw.registerOutParameter(parameterName, sqlType));
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType, int scale)
      throws SQLException {
    recordCall(
        "out " + parameterName, raw -> raw.registerOutParameter(parameterName, sqlType, scale));
  }

  @Override
  public void registerOutParameter(String parameterName, int sqlType, String typeName)
      throws SQLException {
    recordCall(
        "out " + parameterName, raw -> raw.registerOutParameter(parameterName, sqlType, typeName));
  }

  @Override
  public URL getURL(int parameterIndex) throws SQLException {
    return executed().getURL(parameterIndex);
  }

  @Override
  public void setURL(String parameterName, URL val) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setURL(parameterName, val));
  }

  @Override
  public void setNull(String parameterName, int sqlType) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setNull(parameterName, sqlType));
  }

  @Override
  public void setBoolean(String parameterName, boolean x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setBoolean(parameterName, x));
  }

  @Override
  public void setByte(String parameterName, byte x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setByte(parameterName, x));
  }

  @Override
  public void setShort(String parameterName, short x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setShort(parameterName, x));
  }

  @Override
  public void setInt(String parameterName, int x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setInt(parameterName, x));
  }

  @Override
  public void setLong(String parameterName, long x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setLong(parameterName, x));
  }

  @Override
  public void setFloat(String parameterName, float x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setFloat(parameterName, x));
  }

  @Override
  public void setDouble(String parameterName, double x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setDouble(parameterName, x));
  }

  @Override
  public void setBigDecimal(String parameterName, BigDecimal x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setBigDecimal(parameterName, x));
  }

  @Override
  public void setString(String parameterName, String x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setString(parameterName, x));
  }

  @Override
  public void setBytes(String parameterName, byte[] x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setBytes(parameterName, x));
  }

  @Override
  public void setDate(String parameterName, Date x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setDate(parameterName, x));
  }

  @Override
  public void setTime(String parameterName, Time x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setTime(parameterName, x));
  }

  @Override
  public void setTimestamp(String parameterName, Timestamp x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setTimestamp(parameterName, x));
  }

  @Override
  public void setAsciiStream(String parameterName, InputStream x, int length) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setAsciiStream(parameterName, x, length));
  }

  @Override
  public void setBinaryStream(String parameterName, InputStream x, int length) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setBinaryStream(parameterName, x, length));
  }

  @Override
  public void setObject(String parameterName, Object x, int targetSqlType, int scale)
      throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setObject(parameterName, x, targetSqlType, scale));
  }

  @Override
  public void setObject(String parameterName, Object x, int targetSqlType) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setObject(parameterName, x, targetSqlType));
  }

  @Override
  public void setObject(String parameterName, Object x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setObject(parameterName, x));
  }

  @Override
  public void setCharacterStream(String parameterName, Reader reader, int length)
      throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setCharacterStream(parameterName, reader, length));
  }

  @Override
  public void setDate(String parameterName, Date x, Calendar cal) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setDate(parameterName, x, cal));
  }

  @Override
  public void setTime(String parameterName, Time x, Calendar cal) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setTime(parameterName, x, cal));
  }

  @Override
  public void setTimestamp(String parameterName, Timestamp x, Calendar cal) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setTimestamp(parameterName, x, cal));
  }

  @Override
  public void setNull(String parameterName, int sqlType, String typeName) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setNull(parameterName, sqlType, typeName));
  }

  @Override
  public String getString(String parameterName) throws SQLException {
    return executed().getString(parameterName);
  }

  @Override
  public boolean getBoolean(String parameterName) throws SQLException {
    return executed().getBoolean(parameterName);
  }

  @Override
  public byte getByte(String parameterName) throws SQLException {
    return executed().getByte(parameterName);
  }

  @Override
  public short getShort(String parameterName) throws SQLException {
    return executed().getShort(parameterName);
  }

  @Override
  public int getInt(String parameterName) throws SQLException {
    return executed().getInt(parameterName);
  }

  @Override
  public long getLong(String parameterName) throws SQLException {
    return executed().getLong(parameterName);
  }

  @Override
  public float getFloat(String parameterName) throws SQLException {
    return executed().getFloat(parameterName);
  }

  @Override
  public double getDouble(String parameterName) throws SQLException {
    return executed().getDouble(parameterName);
  }

  @Override
  public byte[] getBytes(String parameterName) throws SQLException {
    return executed().getBytes(parameterName);
  }

  @Override
  public Date getDate(String parameterName) throws SQLException {
    return executed().getDate(parameterName);
  }

  @Override
  public Time getTime(String parameterName) throws SQLException {
    return executed().getTime(parameterName);
  }

  @Override
  public Timestamp getTimestamp(String parameterName) throws SQLException {
    return executed().getTimestamp(parameterName);
  }

  @Override
  public Object getObject(String parameterName) throws SQLException {
    return logicalValue(executed().getObject(parameterName));
  }

  @Override
  public BigDecimal getBigDecimal(String parameterName) throws SQLException {
    return executed().getBigDecimal(parameterName);
  }

  @Override
  public Object getObject(String parameterName, Map<String, Class<?>> map) throws SQLException {
    return executed().getObject(parameterName, map);
  }

  @Override
  public Ref getRef(String parameterName) throws SQLException {
    return executed().getRef(parameterName);
  }

  @Override
  public Blob getBlob(String parameterName) throws SQLException {
    return executed().getBlob(parameterName);
  }

  @Override
  public Clob getClob(String parameterName) throws SQLException {
    return executed().getClob(parameterName);
  }

  @Override
  public Array getArray(String parameterName) throws SQLException {
    return logical(executed().getArray(parameterName));
  }

  @Override
  public Date getDate(String parameterName, Calendar cal) throws SQLException {
    return executed().getDate(parameterName, cal);
  }

  @Override
  public Time getTime(String parameterName, Calendar cal) throws SQLException {
    return executed().getTime(parameterName, cal);
  }

  @Override
  public Timestamp getTimestamp(String parameterName, Calendar cal) throws SQLException {
    return executed().getTimestamp(parameterName, cal);
  }

  @Override
  public URL getURL(String parameterName) throws SQLException {
    return executed().getURL(parameterName);
  }

  @Override
  public RowId getRowId(int parameterIndex) throws SQLException {
    return executed().getRowId(parameterIndex);
  }

  @Override
  public RowId getRowId(String parameterName) throws SQLException {
    return executed().getRowId(parameterName);
  }

  @Override
  public void setRowId(String parameterName, RowId x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setRowId(parameterName, x));
  }

  @Override
  public void setNString(String parameterName, String value) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setNString(parameterName, value));
  }

  @Override
  public void setNCharacterStream(String parameterName, Reader value, long length)
      throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setNCharacterStream(parameterName, value, length));
  }

  @Override
  public void setNClob(String parameterName, NClob value) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setNClob(parameterName, value));
  }

  @Override
  public void setClob(String parameterName, Reader reader, long length) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setClob(parameterName, reader, length));
  }

  @Override
  public void setBlob(String parameterName, InputStream inputStream, long length)
      throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setBlob(parameterName, inputStream, length));
  }

  @Override
  public void setNClob(String parameterName, Reader reader, long length) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setNClob(parameterName, reader, length));
  }

  @Override
  public NClob getNClob(int parameterIndex) throws SQLException {
    return executed().getNClob(parameterIndex);
  }

  @Override
  public NClob getNClob(String parameterName) throws SQLException {
    return executed().getNClob(parameterName);
  }

  @Override
  public void setSQLXML(String parameterName, SQLXML xmlObject) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setSQLXML(parameterName, xmlObject));
  }

  @Override
  public SQLXML getSQLXML(int parameterIndex) throws SQLException {
    return executed().getSQLXML(parameterIndex);
  }

  @Override
  public SQLXML getSQLXML(String parameterName) throws SQLException {
    return executed().getSQLXML(parameterName);
  }

  @Override
  public String getNString(int parameterIndex) throws SQLException {
    return executed().getNString(parameterIndex);
  }

  @Override
  public String getNString(String parameterName) throws SQLException {
    return executed().getNString(parameterName);
  }

  @Override
  public Reader getNCharacterStream(int parameterIndex) throws SQLException {
    return executed().getNCharacterStream(parameterIndex);
  }

  @Override
  public Reader getNCharacterStream(String parameterName) throws SQLException {
    return executed().getNCharacterStream(parameterName);
  }

  @Override
  public Reader getCharacterStream(int parameterIndex) throws SQLException {
    return executed().getCharacterStream(parameterIndex);
  }

  @Override
  public Reader getCharacterStream(String parameterName) throws SQLException {
    return executed().getCharacterStream(parameterName);
  }

  @Override
  public void setBlob(String parameterName, Blob x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setBlob(parameterName, x));
  }

  @Override
  public void setClob(String parameterName, Clob x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setClob(parameterName, x));
  }

  @Override
  public void setAsciiStream(String parameterName, InputStream x, long length) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setAsciiStream(parameterName, x, length));
  }

  @Override
  public void setBinaryStream(String parameterName, InputStream x, long length)
      throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setBinaryStream(parameterName, x, length));
  }

  @Override
  public void setCharacterStream(String parameterName, Reader reader, long length)
      throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setCharacterStream(parameterName, reader, length));
  }

  @Override
  public void setAsciiStream(String parameterName, InputStream x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setAsciiStream(parameterName, x));
  }

  @Override
  public void setBinaryStream(String parameterName, InputStream x) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setBinaryStream(parameterName, x));
  }

  @Override
  public void setCharacterStream(String parameterName, Reader reader) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setCharacterStream(parameterName, reader));
  }

  @Override
  public void setNCharacterStream(String parameterName, Reader value) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setNCharacterStream(parameterName, value));
  }

  @Override
  public void setClob(String parameterName, Reader reader) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setClob(parameterName, reader));
  }

  @Override
  public void setBlob(String parameterName, InputStream inputStream) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setBlob(parameterName, inputStream));
  }

  @Override
  public void setNClob(String parameterName, Reader reader) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setNClob(parameterName, reader));
  }

  @Override
  public <T> T getObject(int parameterIndex, Class<T> type) throws SQLException {
    return executed().getObject(parameterIndex, type);
  }

  @Override
  public <T> T getObject(String parameterName, Class<T> type) throws SQLException {
    return executed().getObject(parameterName, type);
  }

  @Override
  public void setObject(String parameterName, Object x, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    recordCall(
        "in " + parameterName,
        raw -> raw.setObject(parameterName, x, targetSqlType, scaleOrLength));
  }

  @Override
  public void setObject(String parameterName, Object x, SQLType targetSqlType) throws SQLException {
    recordCall("in " + parameterName, raw -> raw.setObject(parameterName, x, targetSqlType));
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType) throws SQLException {
    recordCall("out " + parameterIndex, raw -> raw.registerOutParameter(parameterIndex, sqlType));
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType, int scale)
      throws SQLException {
    recordCall(
        "out " + parameterIndex, raw -> raw.registerOutParameter(parameterIndex, sqlType, scale));
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType, String typeName)
      throws SQLException {
    recordCall(
        "out " + parameterIndex,
        raw -> raw.registerOutParameter(parameterIndex, sqlType, typeName));
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType) throws SQLException {
    recordCall("out " + parameterName, raw -> raw.registerOutParameter(parameterName, sqlType));
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType, int scale)
      throws SQLException {
    recordCall(
        "out " + parameterName, raw -> raw.registerOutParameter(parameterName, sqlType, scale));
  }

  @Override
  public void registerOutParameter(String parameterName, SQLType sqlType, String typeName)
      throws SQLException {
    recordCall(
        "out " + parameterName, raw -> raw.registerOutParameter(parameterName, sqlType, typeName));
  }
}
