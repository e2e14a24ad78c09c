package dev.paceline.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import javax.sql.rowset.CachedRowSet;
import javax.sql.rowset.RowSetMetaDataImpl;
import javax.sql.rowset.RowSetProvider;

/** Rows that no server sent: the answers to {@code SHOW paceline...}. */
final class MemoryRows {

  private MemoryRows() {}

  /** Every column is text; null in a row is NULL. */
  static ResultSet of(List<String> columns, List<List<String>> rows) throws SQLException {
    CachedRowSet set = RowSetProvider.newFactory().createCachedRowSet();
    RowSetMetaDataImpl meta = new RowSetMetaDataImpl();
    meta.setColumnCount(columns.size());
    for (int i = 1; i <= columns.size(); i++) {
      meta.setColumnName(i, columns.get(i - 1));
      meta.setColumnLabel(i, columns.get(i - 1));
      meta.setColumnType(i, Types.VARCHAR);
      meta.setColumnTypeName(i, "text");
      meta.setNullable(i, java.sql.ResultSetMetaData.columnNullable);
    }
    set.setMetaData(meta);
    // A cached row set puts an inserted row before the current one when there is none.
    for (List<String> row : rows) {
      set.moveToInsertRow();
      for (int i = 0; i < row.size(); i++) {
        set.updateString(i + 1, row.get(i));
      }
      set.insertRow();
      set.moveToCurrentRow();
      set.last();
    }
    set.beforeFirst();
    set.setReadOnly(true);
    return set;
  }
}
