package dev.paceline.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** An array value: its rows belong to the logical statement that it was read with, so that they lead back to it. */
final class LogicalArray implements Array {

  private final Array raw;
  private final LogicalStatement statement;

  LogicalArray(Array raw, LogicalStatement statement) {
    this.raw = raw;
    this.statement = statement;
  }

  /** What the native driver made. */
  Array raw() {
    return raw;
  }

  /** A value as the native driver understands it. */
  static Object rawOf(Object value) {
    return value instanceof LogicalArray array ? array.raw : value;
  }

  @Override
  public String getBaseTypeName() throws SQLException {
    return raw.getBaseTypeName();
  }

  @Override
  public int getBaseType() throws SQLException {
    return raw.getBaseType();
  }

  @Override
  public Object getArray() throws SQLException {
    return raw.getArray();
  }

  @Override
  public Object getArray(Map<String, Class<?>> map) throws SQLException {
    return raw.getArray(map);
  }

  @Override
  public Object getArray(long index, int count) throws SQLException {
    return raw.getArray(index, count);
  }

  @Override
  public Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
    return raw.getArray(index, count, map);
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    return statement.detachedRows(raw.getResultSet());
  }

  @Override
  public ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
    return statement.detachedRows(raw.getResultSet(map));
  }

  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    return statement.detachedRows(raw.getResultSet(index, count));
  }

  @Override
  public ResultSet getResultSet(long index, int count, Map<String, Class<?>> map)
      throws SQLException {
    return statement.detachedRows(raw.getResultSet(index, count, map));
  }

  @Override
  public void free() throws SQLException {
    raw.free();
  }

  @Override
  public String toString() {
    return raw.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogicalArray array ? raw.equals(array.raw) : raw.equals(other);
  }

  @Override
  public int hashCode() {
    return raw.hashCode();
  }
}
