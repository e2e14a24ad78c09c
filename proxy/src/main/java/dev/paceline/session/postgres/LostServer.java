package dev.paceline.session.postgres;

import dev.paceline.topology.NodeState;
import dev.paceline.wire.postgres.ErrorReport;

/** What a client is told when its server connection is gone without a word. */
final class LostServer {

  private LostServer() {}

  static ErrorReport report(NodeState node, boolean inTransaction) {
    String lost = "the connection to " + node.node().name() + " was lost";
    return inTransaction
        ? ErrorReport.fatal(
            "40001", lost + " and the transaction with it: run it again from its beginning")
        : ErrorReport.fatal("08007", lost + ": whether the statement took effect is not known");
  }
}
