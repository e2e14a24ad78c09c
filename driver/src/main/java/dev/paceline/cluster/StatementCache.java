package dev.paceline.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prepared statements of one physical connection, kept from lease to lease, so that a repeated statement is not
 * prepared again. The least recently used one that is not in use goes when there are too many. Used by who holds the
 * lease.
 */
final class StatementCache {

  private static final float LOAD = 0.75f;

  private final Connection raw;
  private final int limit;
  private final Map<StatementKey, CachedStatement> statements;

  StatementCache(Connection raw, int limit) {
    this.raw = raw;
    this.limit = limit;
    this.statements = new LinkedHashMap<>(16, LOAD, /* accessOrder= */ true);
  }

  /** A statement nobody else uses, prepared now or before. */
  CachedStatement borrow(StatementKey key) throws SQLException {
    CachedStatement known = statements.get(key);
    if (known != null && !known.inUse) {
      known.inUse = true;
      return known;
    }
    CachedStatement made = new CachedStatement(this, key, key.prepare(raw));
    made.inUse = true;
    if (known == null && limit > 0) {
      makeRoom();
      made.kept = true;
      statements.put(key, made);
    }
    return made;
  }

  private void makeRoom() throws SQLException {
    if (statements.size() < limit) {
      return;
    }
    CachedStatement eldest = eldestIdle();
    if (eldest != null) {
      forget(eldest);
      eldest.raw().close();
    }
  }

  private @Nullable CachedStatement eldestIdle() {
    for (CachedStatement statement : statements.values()) {
      if (!statement.inUse) {
        return statement;
      }
    }
    return null;
  }

  void forget(CachedStatement statement) {
    if (statement.kept) {
      statement.kept = false;
      statements.remove(statement.key);
    }
  }

  int size() {
    return statements.size();
  }
}
