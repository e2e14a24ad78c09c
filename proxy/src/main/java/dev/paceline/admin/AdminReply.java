package dev.paceline.admin;

import dev.paceline.wire.postgres.ErrorReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a command.
 *
 * @param columns their names; null if there are no rows by nature
 * @param tag of CommandComplete
 * @param notices for people
 * @param error instead of all that; null if there is none
 */
record AdminReply(
    @Nullable List<String> columns,
    List<List<String>> rows,
    String tag,
    List<String> notices,
    @Nullable ErrorReport error) {

  static AdminReply table(List<String> columns, List<List<String>> rows) {
    return new AdminReply(columns, rows, "SHOW", List.of(), null);
  }

  static AdminReply done(String tag) {
    return new AdminReply(null, List.of(), tag, List.of(), null);
  }

  static AdminReply done(String tag, List<String> notices) {
    return new AdminReply(null, List.of(), tag, notices, null);
  }

  static AdminReply failed(String sqlState, String message) {
    return new AdminReply(null, List.of(), "", List.of(), ErrorReport.error(sqlState, message));
  }
}
