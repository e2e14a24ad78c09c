package dev.paceline.sql;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one text is, once and for all: what it reads and writes, where it may run, and why. Immutable and thread-safe; texts that differ
 * only in their literals share one plan wherever the literals do not matter, so that keeping it in a prepared statement costs a reference.
 */
public final class StatementPlan {
  private final StatementClass statementClass;
  private final Route route;
  private final String reason;
  private final Set<TableName> tablesRead;
  private final Set<TableName> tablesWritten;
  private final int[] readKeys;
  private final int[] writeKeys;
  private final boolean tablesReadComplete;
  private final boolean tablesWrittenComplete;
  private final Set<String> functions;
  private final boolean locksRows;
  private final int statementCount;
  private final int parameterCount;
  private final List<TransactionControl> transactionControls;
  private final List<SessionEffect> sessionEffects;
  private final Hints hints;
  private final @Nullable PacelineStatement pacelineStatement;
  private final Digest digest;
  private final List<KeyPredicate> keyPredicates;
  private final boolean parsedByCalcite;
  private final boolean literalsMatter;
  private final boolean changesCatalogue;
  private final boolean missesCatalogue;
  private final boolean readsSequenceValues;
  private final boolean mayAdvanceSequences;

  StatementPlan(PlanDraft draft, Hints hints, Digest digest) {
    this.statementClass = draft.statementClass;
    this.route = draft.route;
    this.reason = draft.reason;
    this.tablesRead = Set.copyOf(draft.tablesRead);
    this.tablesWritten = Set.copyOf(draft.tablesWritten);
    this.readKeys = keys(tablesRead);
    this.writeKeys = keys(tablesWritten);
    this.tablesReadComplete = draft.readComplete;
    this.tablesWrittenComplete = draft.writtenComplete;
    this.functions = Set.copyOf(draft.functions);
    this.locksRows = draft.locksRows;
    this.statementCount = draft.statementCount;
    this.parameterCount = draft.parameterCount;
    this.transactionControls = List.copyOf(draft.transactionControls);
    this.sessionEffects = List.copyOf(draft.effects);
    this.pacelineStatement = draft.pacelineStatement;
    this.literalsMatter = draft.literalsMatter;
    this.changesCatalogue = draft.changesCatalogue;
    this.missesCatalogue = draft.missesCatalogue;
    this.readsSequenceValues = draft.readsSequenceValues;
    this.mayAdvanceSequences =
        draft.route == Route.PRIMARY && (draft.namesSequenceValues || !draft.writtenComplete);
    this.hints = hints;
    this.digest = digest;
    this.keyPredicates = List.of();
    this.parsedByCalcite = false;
  }

  private StatementPlan(StatementPlan plan, List<KeyPredicate> keyPredicates) {
    this.statementClass = plan.statementClass;
    this.route = plan.route;
    this.reason = plan.reason;
    this.tablesRead = plan.tablesRead;
    this.tablesWritten = plan.tablesWritten;
    this.readKeys = keys(tablesRead);
    this.writeKeys = plan.writeKeys;
    this.tablesReadComplete = plan.tablesReadComplete;
    this.tablesWrittenComplete = plan.tablesWrittenComplete;
    this.functions = plan.functions;
    this.locksRows = plan.locksRows;
    this.statementCount = plan.statementCount;
    this.parameterCount = plan.parameterCount;
    this.transactionControls = plan.transactionControls;
    this.sessionEffects = plan.sessionEffects;
    this.pacelineStatement = plan.pacelineStatement;
    this.literalsMatter = plan.literalsMatter;
    this.changesCatalogue = plan.changesCatalogue;
    this.missesCatalogue = plan.missesCatalogue;
    this.readsSequenceValues = plan.readsSequenceValues;
    this.mayAdvanceSequences = plan.mayAdvanceSequences;
    this.hints = plan.hints;
    this.digest = plan.digest;
    this.keyPredicates = List.copyOf(keyPredicates);
    this.parsedByCalcite = true;
  }

  /** The same plan with what the parser found beside the lexer's facts: it never changes the route. */
  StatementPlan refined(List<KeyPredicate> predicates) {
    return new StatementPlan(this, predicates);
  }

  /** What kind of work the text asks for; of several statements the one that decides the route. */
  public StatementClass statementClass() {
    return statementClass;
  }

  /** Where the text may run, as far as it alone decides. */
  public Route route() {
    return route;
  }

  /** The evidence for the route, in a few words, e.g. {@code function nextval writes}. */
  public String reason() {
    return reason;
  }

  /** The tables that are read: views expanded, partitions and inheriting tables as their roots. A superset where the text is ambiguous. */
  public Set<TableName> tablesRead() {
    return tablesRead;
  }

  /** The tables that are written, named as {@link #tablesRead}. */
  public Set<TableName> tablesWritten() {
    return tablesWritten;
  }

  /**
   * Hashes of {@link #tablesRead} without their schemas, for looking up what was written when: names that are spelled with
   * and without a schema meet, at the price of meeting their namesakes. Not to be changed: it is not copied, since one is
   * read for every statement.
   */
  public int[] readKeys() {
    return readKeys;
  }

  /** The same of {@link #tablesWritten}. */
  public int[] writeKeys() {
    return writeKeys;
  }

  private static int[] keys(Set<TableName> tables) {
    return tables.stream().mapToInt(table -> table.name().hashCode()).distinct().toArray();
  }

  /** Whether nothing beyond {@link #tablesRead} can be read. False without a catalogue. */
  public boolean tablesReadComplete() {
    return tablesReadComplete;
  }

  /** Whether nothing beyond {@link #tablesWritten} can be written: no trigger, rule, cascade, function or DDL. */
  public boolean tablesWrittenComplete() {
    return tablesWrittenComplete;
  }

  /** The functions that the text calls, as it names them. */
  public Set<String> functions() {
    return functions;
  }

  /** Whether rows are locked: {@code FOR UPDATE} and its kin, at any depth. */
  public boolean locksRows() {
    return locksRows;
  }

  /** Conditions that pin columns to values; empty until the parser has looked at the digest. */
  public List<KeyPredicate> keyPredicates() {
    return keyPredicates;
  }

  /** How many statements the text has, empty ones not counted. */
  public int statementCount() {
    return statementCount;
  }

  /** How many values have to be bound: the JDBC placeholders, or the highest number of {@code $n}. */
  public int parameterCount() {
    return parameterCount;
  }

  /** What the text does to the transaction: of several statements the first that does anything; see {@link #transactionControls}. */
  public TransactionControl transactionControl() {
    return transactionControls.isEmpty() ? TransactionControl.NONE : transactionControls.get(0);
  }

  /** Everything that the text does to the transaction, in order. */
  public List<TransactionControl> transactionControls() {
    return transactionControls;
  }

  /** What the text leaves behind in the session, in order. */
  public List<SessionEffect> sessionEffects() {
    return sessionEffects;
  }

  /** Whether it creates, changes or drops what the catalogue tells of: what is known is out of date once it has run. */
  public boolean changesCatalogue() {
    return changesCatalogue;
  }

  /** Whether it names something that the catalogue does not have: it may have been made since. */
  public boolean missesCatalogue() {
    return missesCatalogue;
  }

  /** Whether it calls {@code currval} or {@code lastval}: they answer for the physical connection that advanced the sequence. */
  public boolean readsSequenceValues() {
    return readsSequenceValues;
  }

  /** Whether it may advance a sequence: plainly, by a column's default, or by something that nobody here sees through. */
  public boolean mayAdvanceSequences() {
    return mayAdvanceSequences;
  }

  /** What a leading comment asks for. */
  public Hints hints() {
    return hints;
  }

  /** The statement that Paceline answers itself; null for all others. */
  public @Nullable PacelineStatement pacelineStatement() {
    return pacelineStatement;
  }

  /** What this text has in common with others. */
  public Digest digest() {
    return digest;
  }

  /** Whether Calcite's parser accepted the text too; false until it has looked at the digest. */
  public boolean parsedByCalcite() {
    return parsedByCalcite;
  }

  /** Whether another text with the same digest may have another plan. */
  boolean literalsMatter() {
    return literalsMatter;
  }

  @Override
  public String toString() {
    return statementClass + " -> " + route + " (" + reason + ")";
  }
}
