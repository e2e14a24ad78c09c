package dev.paceline.sql;

import dev.paceline.dialect.Dialect;
import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.Tokens;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/**
 * Gives the plan of a text. One for each cluster, shared by all its connections: plans are kept by text and by digest in bounded caches
 * that are read without a lock. Thread-safe; never throws, whatever the text is.
 */
public final class StatementAnalyzer {
  private final Dialect dialect;
  private final LongAdder newTexts = new LongAdder();
  private final LongAdder newDigests = new LongAdder();
  private final Object publishing = new Object();

  /** Guarded by {@link #publishing}. */
  private final Set<String> path = new HashSet<>();

  private volatile Knowledge knowledge;

  /**
   * An analyzer without a catalogue.
   *
   * @param background runs the parser's look at new digests: the lexer alone decides the route, so nothing waits for it. It may drop tasks
   */
  public StatementAnalyzer(Dialect dialect, Executor background) {
    this.dialect = Objects.requireNonNull(dialect, "dialect");
    this.knowledge =
        new Knowledge(dialect, Catalogue.none(), Objects.requireNonNull(background, "background"));
  }

  /** How many texts were not known when they were asked for: the misses of the cache by text. */
  public long newTexts() {
    return newTexts.sum();
  }

  /** How many of {@link #newTexts} had a digest that was not known either, so that they were analysed. */
  public long newDigests() {
    return newDigests.sum();
  }

  /** The plan of a text. */
  public StatementPlan plan(String sql, LexicalSettings settings) {
    Knowledge current = knowledge;
    StatementPlan known = current.byText(sql, settings);
    return known != null ? known : planNew(current, sql, settings);
  }

  private StatementPlan planNew(Knowledge current, String sql, LexicalSettings settings) {
    newTexts.increment();
    Tokens tokens = dialect.lexer().lex(sql, settings);
    StatementPlan known = current.byDigest(tokens.normalized());
    if (known != null) {
      current.remember(sql, settings, known);
      return known;
    }
    newDigests.increment();
    StatementPlan plan = current.analyze(tokens);
    current.remember(sql, settings, plan, tokens.normalized());
    plan.sessionEffects().forEach(this::notice);
    current.refineLater(sql, settings, plan, tokens);
    StatementPlan latest = current.byText(sql, settings);
    return latest == null ? plan : latest;
  }

  /** A session that sets its search path gives unqualified names a new meaning, here for all sessions: which one it is does not matter. */
  private void notice(SessionEffect effect) {
    if (effect instanceof SessionEffect.SetVariable set
        && set.name().equals("search_path")
        && set.value() != null) {
      searchPath(set.value());
    } else if (effect instanceof SessionEffect.SetConfigCall call
        && "search_path".equals(call.name())
        && call.value() != null) {
      searchPath(call.value());
    }
  }

  /**
   * Tells that some session finds unqualified names in these schemas. To be called for every search path that does not come as a statement,
   * e.g. from a connection's properties; paths in statements and in the settings of roles and databases are noticed without it.
   *
   * @param schemas a list as {@code SET search_path} takes it
   */
  public void searchPath(String schemas) {
    Set<String> names = SearchPaths.schemas(schemas);
    synchronized (publishing) {
      if (path.addAll(names)) {
        knowledge = knowledge.with(knowledge.catalogue().withPath(path));
      }
    }
  }

  /** The statements of a script as they are written, without their semicolons; none for a text without any. */
  public List<String> split(String script, LexicalSettings settings) {
    Tokens tokens = dialect.lexer().lex(script, settings);
    return new Splitter(tokens)
        .split().stream().map(range -> tokens.raw(range.from(), range.to() - 1)).toList();
  }

  /** Publishes a new catalogue: plans made with an older one are forgotten. */
  public void catalogue(Catalogue catalogue) {
    synchronized (publishing) {
      knowledge = knowledge.with(catalogue.withPath(path));
    }
  }

  /** The catalogue in use. */
  public Catalogue catalogue() {
    return knowledge.catalogue();
  }

  /** Loads and exercises what the first statements need, the parser too. To be called once, on a thread that nobody waits for. */
  public void warmUp() {
    String sql = "SELECT a.id, count(*) FROM a JOIN b ON a.id = b.id WHERE a.x = 1 GROUP BY a.id";
    Refinement.of(
        plan(sql, LexicalSettings.DEFAULT), dialect.lexer().lex(sql, LexicalSettings.DEFAULT));
  }
}
