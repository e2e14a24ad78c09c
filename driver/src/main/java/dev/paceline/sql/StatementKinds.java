package dev.paceline.sql;

import static java.util.Map.entry;

import dev.paceline.dialect.TokenKind;
import java.util.Map;

/** Which keyword begins which kind of statement. A keyword that is not here begins nothing that is known: doubt. */
final class StatementKinds {
  private static final StatementKind DDL = DataDefinition::analyze;

  private static final Map<String, StatementKind> BY_KEYWORD = Map.<String, StatementKind>ofEntries(
      entry("select", Queries::analyze),
      entry("with", Queries::analyze),
      entry("values", Queries::analyze),
      entry("table", Queries::analyze),
      entry("insert", Modifications::analyze),
      entry("update", Modifications::analyze),
      entry("delete", Modifications::analyze),
      entry("merge", Modifications::analyze),
      entry("truncate", Modifications::truncate),
      entry("copy", Copies::analyze),
      entry("explain", Explanations::analyze),
      entry("show", Settings::show),
      entry("set", Settings::set),
      entry("reset", Settings::reset),
      entry("discard", Settings::discard),
      entry("load", Settings::load),
      entry("begin", Transactions::begin),
      entry("start", Transactions::begin),
      entry("commit", Transactions::commit),
      entry("end", Transactions::commit),
      entry("rollback", Transactions::rollback),
      entry("abort", Transactions::rollback),
      entry("savepoint", Transactions::savepoint),
      entry("release", Transactions::release),
      entry("prepare", PreparedStatements::prepare),
      entry("execute", PreparedStatements::execute),
      entry("deallocate", PreparedStatements::deallocate),
      entry("declare", Cursors::declare),
      entry("fetch", Cursors::use),
      entry("move", Cursors::use),
      entry("close", Cursors::close),
      entry("listen", Notifications::listen),
      entry("unlisten", Notifications::unlisten),
      entry("notify", Notifications::notifying),
      entry("call", Routines::analyze),
      entry("do", Routines::analyze),
      entry("lock", DataDefinition::lock),
      entry("create", DataDefinition::create),
      entry("alter", DDL),
      entry("drop", DDL),
      entry("grant", DDL),
      entry("revoke", DDL),
      entry("comment", DDL),
      entry("security", DDL),
      entry("reindex", DDL),
      entry("vacuum", DDL),
      entry("analyze", DDL),
      entry("analyse", DDL),
      entry("cluster", DDL),
      entry("refresh", DDL),
      entry("import", DDL),
      entry("reassign", DDL),
      entry("checkpoint", DDL),
      entry("repack", DDL));

  private StatementKinds() {}

  /** Analyzes a statement by its first keyword. */
  static void analyze(Statement statement) {
    switch (statement.kind(statement.from())) {
      case WORD -> byKeyword(statement);
      case LEFT_PAREN -> Queries.analyze(statement);
      case LEFT_BRACE -> Routines.analyze(statement);
      default -> unknown(statement);
    }
  }

  private static void byKeyword(Statement statement) {
    StatementKind kind = BY_KEYWORD.get(statement.tokens().name(statement.from()));
    if (kind == null) {
      unknown(statement);
    } else {
      kind.analyze(statement);
    }
  }

  /** Whether a token begins a statement that EXPLAIN takes. */
  static boolean begins(Statement statement, int index) {
    return beginsQuery(statement, index)
        || statement.isAny(index, "create", "refresh", "declare", "execute");
  }

  /** Whether a token begins what PREPARE, DECLARE and COPY take: none of these themselves, so that they cannot nest. */
  static boolean beginsQuery(Statement statement, int index) {
    return statement.kind(index) == TokenKind.LEFT_PAREN
        || statement.isAny(
            index, "select", "with", "values", "table", "insert", "update", "delete", "merge");
  }

  private static void unknown(Statement statement) {
    String first = statement.tokens().raw(statement.from());
    statement
        .draft()
        .doubt("no statement that is known begins with "
            + (first.length() > 30 ? first.substring(0, 30) : first));
    statement.draft().touchesAnything();
  }
}
