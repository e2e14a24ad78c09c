package dev.paceline.cli;

import dev.paceline.clusterkit.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the demo promises, and whether it held.
 *
 * @param promise in words
 * @param held whether it was seen to hold
 * @param broken whether it was seen not to; neither, if the demo ended too early to tell
 * @param evidence the numbers
 */
record DemoVerdict(String promise, boolean held, boolean broken, String evidence) {

  /** Reads of what was just written have to go to the primary for some milliseconds; most others need not. */
  private static final double LEAST_SHARE = 0.5;

  static List<DemoVerdict> of(
      DemoLedger ledger,
      DemoScript script,
      DemoWitness witness,
      Node primary,
      List<? extends Node> replicas) {
    List<DemoVerdict> verdicts = new ArrayList<>();
    long reads = ledger.reads();
    double share = reads == 0 ? 0 : 1 - (double) ledger.reads(primary.port()) / reads;
    boolean all = replicas.stream().allMatch(r -> ledger.reads(r.port()) > 0);
    verdicts.add(new DemoVerdict(
        "reads go to the replicas",
        share >= LEAST_SHARE && all,
        false,
        String.format(
            Locale.ROOT, "%.0f %% of %,d reads; at least 50 %% wanted", share * 100, reads)));
    verdicts.add(new DemoVerdict(
        "the replicas themselves counted these reads",
        witness.agrees(ledger, replicas),
        false,
        witness.evidence(ledger, replicas)));
    verdicts.add(new DemoVerdict(
        "every read sees the writes before it",
        ledger.violations() == 0 && ledger.checks() > 0,
        ledger.violations() > 0,
        String.format(
            Locale.ROOT, "%,d violations in %,d checks", ledger.violations(), ledger.checks())));
    verdicts.add(new DemoVerdict(
        "the lagging replica is left alone",
        script.wasOut() && ledger.readsWhileOut() == 0,
        ledger.readsWhileOut() > 0,
        script.wasOut()
            ? ledger.readsWhileOut() + " reads went there while it was out"
            : "it was never seen lagging"));
    verdicts.add(new DemoVerdict(
        "it gets reads again when it has caught up",
        script.cameBack() && script.readsSinceBack() > 0,
        false,
        String.format(Locale.ROOT, "%,d reads since then", script.readsSinceBack())));
    String first = ledger.firstError();
    verdicts.add(new DemoVerdict(
        "no statement fails",
        ledger.errors() == 0,
        ledger.errors() > 0,
        first == null ? "no errors" : ledger.errors() + " errors; the first: " + first));
    return verdicts;
  }

  /**
   * One line.
   *
   * @param complete whether the demo had all its time: then what was not seen to hold has failed
   */
  String line(boolean complete) {
    String word = held ? "held" : broken || complete ? "FAILED" : "not seen";
    return String.format("%-8s  %s (%s)", word, promise, evidence);
  }
}
