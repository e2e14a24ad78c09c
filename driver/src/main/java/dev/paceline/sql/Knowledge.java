package dev.paceline.sql;

import dev.paceline.dialect.Dialect;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.Tokens;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A catalogue and the plans that were made with it: one is never without the other, so a new catalogue takes all old plans along. */
final class Knowledge {
  private static final int MAX_TEXT = 8_192;
  private static final long TEXT_BYTES = 16L << 20;
  private static final long DIGEST_BYTES = 16L << 20;

  private final Dialect dialect;
  private final Catalogue catalogue;
  private final Executor background;
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
}
