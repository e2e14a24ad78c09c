package dev.paceline.sql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Everything that changes the catalogue or the server: for the primary, and it may touch any table. */
final class DataDefinition {
  private DataDefinition() {}

  static void analyze(Statement statement) {
    statement.draft().write(statement.tokens().raw(statement.from()).toUpperCase(Locale.ROOT));
    statement.draft().touchesAnything();
    statement.draft().changesCatalogue |=
        statement.isAny(statement.from(), "create", "alter", "drop", "import");
  }

  static void lock(Statement statement) {
    statement.draft().write("LOCK TABLE");
  }

  static void create(Statement statement) {
    analyze(statement);
    for (int i = statement.from() + 1; i < Math.min(statement.to(), statement.from() + 5); i++) {
      if (statement.isAny(i, "temp", "temporary")) {
        statement.draft().effects.add(new SessionEffect.TemporaryTable(name(statement, i + 1)));
        return;
      }
    }
    int at = statement.skip(statement.from() + 1, "unlogged") + 1;
    QualifiedName name = statement.name(skipIfNotExists(statement, at));
    if (name.schema() != null && name.schema().startsWith("pg_temp")) {
      statement.draft().effects.add(new SessionEffect.TemporaryTable(name.name()));
    }
  }

  private static @Nullable String name(Statement statement, int index) {
    int at = statement.skip(index, "table", "view", "sequence", "recursive");
    QualifiedName name = statement.name(skipIfNotExists(statement, statement.skip(at, "view")));
    return name.isMissing() ? null : name.name();
  }

  private static int skipIfNotExists(Statement statement, int index) {
    return statement.is(index, "if") && statement.is(index + 2, "exists") ? index + 3 : index;
  }
}
