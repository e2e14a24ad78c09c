package dev.paceline.sql;

import org.jspecify.annotations.Nullable;

/** Judges the relations that a statement names and notes what stands behind them. */
final class RelationCheck {
  private final Statement statement;
  private final PlanDraft draft;

  RelationCheck(Statement statement) {
    this.statement = statement;
    this.draft = statement.draft();
  }

  /** The statement reads a relation. */
  void read(QualifiedName name) {
    if (isSystem(name)) {
      draft.tablesRead.add(
          new TableName(name.schema() == null ? "pg_catalog" : name.schema(), name.name()));
    } else {
      statement.catalogue().read(name.table(), draft);
    }
  }

  /** The statement writes a relation. */
  void written(QualifiedName name) {
    statement.catalogue().written(name.table(), draft);
  }

  private boolean isSystem(QualifiedName name) {
    @Nullable String schema = name.schema();
    return schema == null
        ? statement.builtIns().systemRelation(name.name())
            && !statement.catalogue().knowsRelation(name.table())
        : statement.builtIns().systemSchema(schema);
  }
}
