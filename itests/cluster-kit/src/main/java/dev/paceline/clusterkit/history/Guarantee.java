package dev.paceline.clusterkit.history;

import java.time.Duration;
import java.util.List;

/** Something that a history must hold to. Implementations keep no state: one may check many histories, at the same time. */
public interface Guarantee {

  /** A short name, as in "read your writes". */
  String name();

  /** All reads that break it, in the order of sessions and of each session's operations; empty if it holds. */
  List<Violation> check(History history);

  /** A read of a key contains every element that its session had appended to the key, and that was acknowledged. */
  static Guarantee readYourWrites() {
    return new ReadYourWrites();
  }

  /** Of two reads of a key by one session, the earlier one's list is a beginning of the later one's. */
  static Guarantee monotonicReads() {
    return new MonotonicReads();
  }

  /**
   * Who has seen a write of a session sees that session's earlier acknowledged writes from then on, whatever key they went to;
   * and one key's list has them in the session's order.
   */
  static Guarantee monotonicWrites() {
    return new Causality("monotonic writes", Causality.Cause.OWN_WRITES);
  }

  /** Who has seen a write of a session sees from then on what that session had read before it wrote. */
  static Guarantee writesFollowReads() {
    return new Causality("writes follow reads", Causality.Cause.OWN_READS);
  }

  /** A read contains everything that anybody's append had been acknowledged for so long before the read began. */
  static Guarantee boundedStaleness(Duration bound) {
    return new BoundedStaleness(bound);
  }

  /** A read contains everything that was acknowledged to anybody before it began. */
  static Guarantee latest() {
    return new BoundedStaleness(Duration.ZERO);
  }

  /** Every read is a beginning of the key's final list: nothing is seen that is later gone, or in another order. */
  static Guarantee prefixes() {
    return new Prefixes();
  }
}
