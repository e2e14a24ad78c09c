package dev.paceline.sql;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Plans by a text, bounded in bytes. Two generations: when the young one is full it becomes the old one and the old one goes; what is still
 * asked for moves back to the young one. Reading a plan of the young generation is one look-up in a hash map, without a lock and without
 * a write. That keeps less exactly what is used most than a cache with an access order does, and needs no bookkeeping on a hit.
 */
final class PlanCache {
  /** What an entry costs beside its text: map node, reference, and its share of a plan. */
  private static final int ENTRY_BYTES = 400;

  private final long bytesPerGeneration;
  private volatile Generation young = new Generation();
  private volatile Generation old = new Generation();

  PlanCache(long bytes) {
    this.bytesPerGeneration = bytes / 2;
  }

  @Nullable
  StatementPlan get(String key) {
    StatementPlan plan = young.plans.get(key);
    return plan != null ? plan : fromOld(key);
  }

  private @Nullable StatementPlan fromOld(String key) {
    StatementPlan plan = old.plans.get(key);
    if (plan != null) {
      put(key, plan);
    }
    return plan;
  }

  void put(String key, StatementPlan plan) {
    Generation target = young;
    // A plan that is there already is replaced: the newer one knows more.
    if (target.plans.put(key, plan) == null) {
      long size = target.bytes.addAndGet(ENTRY_BYTES + 2L * key.length());
      if (size > bytesPerGeneration) {
        turn(target);
      }
    }
  }

  private synchronized void turn(Generation full) {
    if (young == full) {
      old = full;
      young = new Generation();
    }
  }

  long bytes() {
    return young.bytes.get() + old.bytes.get();
  }

  private static final class Generation {
    final ConcurrentHashMap<String, StatementPlan> plans = new ConcurrentHashMap<>();
    final AtomicLong bytes = new AtomicLong();
  }
}
