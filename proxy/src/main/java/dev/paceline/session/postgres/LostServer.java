package dev.paceline.session.postgres;

import dev.paceline.topology.NodeState;
import dev.paceline.wire.postgres.ErrorReport;

/** What a client is told when its server connection is gone without a word. */
final class LostServer {

  private LostServer() {}

  /**
   * What to say.
   *
   * @param running whether something was sent that is not answered
   * @param mayHaveCommitted whether that can have made changes last: then nobody knows
   * @param inTransaction whether a transaction was open
   */
  static ErrorReport report(
      NodeState node, boolean running, boolean mayHaveCommitted, boolean inTransaction) {
    String lost = "the connection to " + node.node().name() + " was lost";
    if (running && mayHaveCommitted) {
      return ErrorReport.fatal("08007", lost + ": whether the statement took effect is not known");
    }
    if (inTransaction) {
      return ErrorReport.fatal(
          "40001", lost + " and the transaction with it: run it again from its beginning");
    }
    return running
        ? ErrorReport.fatal("08006", lost + " while it answered; nothing was changed")
        : ErrorReport.fatal("08006", lost + ", and with it what held the session there");
  }
}
