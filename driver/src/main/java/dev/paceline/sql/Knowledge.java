package dev.paceline.sql;

import dev.paceline.dialect.Dialect;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.Tokens;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A catalogue and the plans that were made with it: one is never without the other, so a new catalogue takes all old plans along. */
final class Knowledge {
  private static final int MAX_TEXT = 8_192;
  private static final int MAX_WAITING = 64;
  private static final long TEXT_BYTES = 16L << 20;
  private static final long DIGEST_BYTES = 16L << 20;

  private final Dialect dialect;
  private final Catalogue catalogue;
  private final Executor background;
  private final AtomicInteger waiting = new AtomicInteger();
  private final PlanCache texts = new PlanCache(TEXT_BYTES);
  private final PlanCache backslashTexts = new PlanCache(TEXT_BYTES / 4);
  private final PlanCache digests = new PlanCache(DIGEST_BYTES);

  Knowledge(Dialect dialect, Catalogue catalogue, Executor background) {
    this.dialect = dialect;
    this.catalogue = catalogue;
    this.background = background;
  }

  Knowledge with(Catalogue newCatalogue) {
    return new Knowledge(dialect, newCatalogue, background);
  }

  Catalogue catalogue() {
    return catalogue;
  }

  @Nullable
  StatementPlan byText(String sql, LexicalSettings settings) {
    return sql.length() > MAX_TEXT ? null : texts(settings).get(sql);
  }

  @Nullable
  StatementPlan byDigest(String normalized) {
    return normalized.isEmpty() ? null : digests.get(normalized);
  }

  StatementPlan analyze(Tokens tokens) {
    return new Analysis(dialect, catalogue, tokens).plan();
  }

  void remember(String sql, LexicalSettings settings, StatementPlan plan) {
    if (sql.length() <= MAX_TEXT) {
      texts(settings).put(sql, plan);
    }
  }

  void remember(String sql, LexicalSettings settings, StatementPlan plan, String normalized) {
    remember(sql, settings, plan);
    if (!normalized.isEmpty() && !plan.literalsMatter()) {
      digests.put(normalized, plan);
    }
  }

  private PlanCache texts(LexicalSettings settings) {
    return settings.standardConformingStrings() ? texts : backslashTexts;
  }

  /**
   * Lets the parser look at a plan, when there is time: it may take a millisecond where the lexer takes microseconds, and a second for its first
   * text. What is too much is left out, and tried again when the digest comes anew.
   */
  void refineLater(String sql, LexicalSettings settings, StatementPlan plan, Tokens tokens) {
    boolean useful = plan.statementClass() == StatementClass.READ
        || plan.statementClass() == StatementClass.WRITE;
    if (!useful || tokens.normalized().isEmpty() || waiting.get() >= MAX_WAITING) {
      return;
    }
    waiting.incrementAndGet();
    try {
      background.execute(() -> refine(sql, settings, plan, tokens));
    } catch (RejectedExecutionException e) {
      // The cluster closes, or its background is full: the plan is good without.
      waiting.decrementAndGet();
    }
  }

  private void refine(String sql, LexicalSettings settings, StatementPlan plan, Tokens tokens) {
    try {
      StatementPlan refined = Refinement.of(plan, tokens);
      if (refined.parsedByCalcite()) {
        remember(sql, settings, refined, tokens.normalized());
      }
    } finally {
      waiting.decrementAndGet();
    }
  }
}
