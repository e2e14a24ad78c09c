package dev.paceline.sql;

import dev.paceline.dialect.Effect;
import dev.paceline.dialect.Tokens;
import org.jspecify.annotations.Nullable;

/** What is known of one database's own objects at one moment. Immutable. */
public final class Catalogue {
  private static final Catalogue NONE = new Catalogue();

  private Catalogue() {}

  /** Nothing known: a function that is not the server's own is doubtful, a relation is taken for a plain table. */
  public static Catalogue none() {
    return NONE;
  }

  boolean knowsRelation(TableName name) {
    return false;
  }

  void read(TableName name, PlanDraft draft) {
    draft.tablesRead.add(name);
    draft.readComplete = false;
  }

  void written(TableName name, PlanDraft draft) {
    draft.tablesWritten.add(name);
    draft.writtenComplete = false;
  }

  @Nullable
  Effect function(@Nullable String schema, String name) {
    return null;
  }

  /** Looks at the relations of a statement that is only planned. */
  void planned(PlanDraft draft) {}

  boolean isSafeOperator(String symbol) {
    return false;
  }

  boolean isUnsafeOperator(String symbol) {
    return false;
  }

  boolean isUnsafeAttribute(Tokens tokens, int index) {
    return false;
  }
}
