package dev.paceline.cluster;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A native prepared statement that may outlive its lease. Whoever borrowed it from {@link PhysicalConnection#prepared}
 * brings it back with {@link #release} in the state in which {@code prepareStatement} gives it (no parameters, no batch, no
 * limits, no open result), or ends it with {@link #discard}.
 */
public final class CachedStatement {

  final StatementKey key;
  private final StatementCache cache;
  private final PreparedStatement raw;
  boolean inUse;
  /** Whether the cache holds it; a second one of the same key is not kept. */
  boolean kept;

  CachedStatement(StatementCache cache, StatementKey key, PreparedStatement raw) {
    this.cache = cache;
    this.key = key;
    this.raw = raw;
  }

  /** The native driver's own. */
  public PreparedStatement raw() {
    return raw;
  }

  /** Brings it back; closes it if it is not kept. Only the first call after a borrowing does anything. */
  public void release() throws SQLException {
    if (!inUse) {
      return;
    }
    inUse = false;
    if (!kept) {
      raw.close();
    }
  }

  /** Closes it and forgets it: for a statement whose state is in doubt. */
  public void discard() throws SQLException {
    inUse = false;
    cache.forget(this);
    raw.close();
  }
}
