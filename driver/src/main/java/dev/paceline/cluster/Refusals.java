package dev.paceline.cluster;

import dev.paceline.sql.Digest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The digests that a replica has refused as writes, so that only the first of their statements goes the long way. Bounded:
 * beyond that, a statement is refused again each time and still runs on the primary. Thread-safe; while nothing was ever
 * refused, asking costs one volatile read.
 */
public final class Refusals {

  private static final int MAX_DIGESTS = 1_000;

  private final Set<Digest> digests = ConcurrentHashMap.newKeySet();
  private volatile boolean any;

  Refusals() {}

  /** A replica refused a statement of this digest. */
  public void add(Digest digest) {
    // Without its text a digest stands for every text that was too long to have one.
    if (!digest.text().isEmpty() && digests.size() < MAX_DIGESTS) {
      digests.add(digest);
      any = true;
    }
  }

  /** Whether a replica has refused this digest before. */
  public boolean has(Digest digest) {
    return any && digests.contains(digest);
  }
}
