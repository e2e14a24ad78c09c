package dev.paceline.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** A change that goes through an updatable result set. */
enum RowChange {
  INSERT,
  UPDATE,
  DELETE;

  void make(ResultSet raw) throws SQLException {
    switch (this) {
      case INSERT -> raw.insertRow();
      case UPDATE -> raw.updateRow();
      case DELETE -> raw.deleteRow();
    }
  }
}
