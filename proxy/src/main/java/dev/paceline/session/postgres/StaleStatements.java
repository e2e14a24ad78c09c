package dev.paceline.session.postgres;

import dev.paceline.wire.postgres.ErrorReport;

/** Tells when a server refuses a statement only because of what it has prepared, which the client cannot know of. */
final class StaleStatements {

  private StaleStatements() {}

  /** Whether to prepare anew may help: there is no such statement, or its result has other columns than when it was prepared. */
  static boolean mayBeWhy(ErrorReport error) {
    return error.sqlState().equals("26000") || error.sqlState().equals("0A000");
  }
}
