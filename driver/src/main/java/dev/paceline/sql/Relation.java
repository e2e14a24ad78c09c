package dev.paceline.sql;

import dev.paceline.dialect.Effect;
import java.util.Set;

/**
 * What stands behind the name of a relation.
 *
 * @param id its full name
 * @param effect the effect of reading it, with everything behind it
 * @param evidence why, for the reason of a plan
 * @param refusedInRecovery whether a replica refuses even to plan with it
 * @param reads the base tables that reading it reads, as their roots
 * @param readComplete whether nothing else is read
 * @param writes the base tables that writing it may write, as their roots, with all cascades
 * @param writtenComplete whether nothing else is written
 */
record Relation(
    TableName id,
    Effect effect,
    String evidence,
    boolean refusedInRecovery,
    Set<TableName> reads,
    boolean readComplete,
    Set<TableName> writes,
    boolean writtenComplete) {
  Relation {
    reads = Set.copyOf(reads);
    writes = Set.copyOf(writes);
  }

  void read(PlanDraft draft) {
    draft.tablesRead.addAll(reads);
    draft.readComplete &= readComplete;
    draft.refusedInRecovery |= refusedInRecovery;
    switch (effect) {
      case NONE -> {}
      case SESSION -> draft.session(evidence);
      case UNKNOWN, SERVER -> draft.doubt(evidence);
      case WRITE -> draft.write(evidence);
    }
  }

  void written(PlanDraft draft) {
    draft.tablesWritten.addAll(writes);
    draft.writtenComplete &= writtenComplete;
    draft.refusedInRecovery |= refusedInRecovery;
  }
}
