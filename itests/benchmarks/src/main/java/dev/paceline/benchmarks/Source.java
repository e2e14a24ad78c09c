package dev.paceline.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a contender's connections come from. */
interface Source extends AutoCloseable {

  /** A connection that the caller closes. */
  Connection connection() throws SQLException;

  /** Ends pools, if there are any. */
  @Override
  void close() throws SQLException;
}
