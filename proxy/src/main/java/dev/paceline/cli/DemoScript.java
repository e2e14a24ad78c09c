package dev.paceline.cli;

import dev.paceline.clusterkit.Node;
import dev.paceline.topology.NodeState;
import dev.paceline.topology.Standing;
import java.time.Duration;
import java.util.List;

/**
 * What happens in the demo, and what has to come of it: for a third of the time one replica applies changes late.
 *
 * <p>{@code ALL_WELL => LAGS} after 30 % of the time; {@code LAGS => BACK} after 65 %.
 */
final class DemoScript {

  enum Act {
    ALL_WELL("all replicas are fresh"),
    LAGS("n3 applies changes 30 s late: it falls behind, and is left alone"),
    BACK("n3 applies changes at once again: it catches up, and reads return");

    private final String text;

    Act(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private static final Duration LATE = Duration.ofSeconds(30);

  private final Node victim;
  private final DemoLedger ledger;
  private final long lagsAt;
  private final long backAt;
  private volatile Act act = Act.ALL_WELL;
  private boolean wasOut;
  private boolean cameBack;
  private long readsWhenLifted;

  DemoScript(Node victim, DemoLedger ledger, Duration duration) {
    this.victim = victim;
    this.ledger = ledger;
    this.lagsAt = duration.toNanos() * 30 / 100;
    this.backAt = duration.toNanos() * 65 / 100;
  }

  Act act() {
    return act;
  }

  boolean wasOut() {
    return wasOut;
  }

  boolean cameBack() {
    return cameBack;
  }

  long readsSinceBack() {
    return act == Act.BACK ? ledger.reads(victim.port()) - readsWhenLifted : 0;
  }

  /** Does what is due, and looks at what the driver made of it. */
  void step(long elapsedNanos, List<NodeState> nodes) {
    Standing standing = standing(nodes);
    switch (act) {
      case ALL_WELL -> {
        if (elapsedNanos >= lagsAt) {
          victim.applyDelay(LATE);
          act = Act.LAGS;
        }
      }
      case LAGS -> {
        if (standing == Standing.LAGGING) {
          wasOut = true;
          ledger.mustNotBeRead(victim.port());
        }
        if (elapsedNanos >= backAt) {
          // First, because it may come back the moment after.
          ledger.mustNotBeRead(0);
          readsWhenLifted = ledger.reads(victim.port());
          victim.applyDelay(Duration.ZERO);
          act = Act.BACK;
        }
      }
      case BACK -> cameBack |= standing == Standing.IN;
    }
  }

  private Standing standing(List<NodeState> nodes) {
    return nodes.stream()
        .filter(n -> n.node().port() == victim.port())
        .map(NodeState::standing)
        .findFirst()
        .orElse(Standing.UNKNOWN);
  }
}
