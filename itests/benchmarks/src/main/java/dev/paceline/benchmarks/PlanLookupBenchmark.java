package dev.paceline.benchmarks;

import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.postgresql.PostgresqlDialect;
import dev.paceline.sql.StatementAnalyzer;
import dev.paceline.sql.StatementPlan;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * How long does it take to know what a text is: one that was seen before, one of 200 characters that differs from a known one in its literals
 * alone, and one of 200 characters that is like none before?
 *
 * <p>New texts are made by putting a number into a template, which is measured with them (about 20 ns).
 *
 * <p>{@code itests/benchmarks/run jmh PlanLookupBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlanLookupBenchmark {

  private static final int DIGITS = 9;

  private final StatementAnalyzer caller =
      new StatementAnalyzer(PostgresqlDialect.INSTANCE, /* background= */ task -> {});
  private final StatementAnalyzer whole =
      new StatementAnalyzer(PostgresqlDialect.INSTANCE, /* background= */ Runnable::run);
  private final Template literals = new Template(
      "SELECT o.id, o.total, c.name FROM orders o JOIN customer c ON c.id = o.customer_id"
          + " WHERE o.id = 1######### AND o.status IN ('open', 'paid', 'sent') AND c.region = 'north'"
          + " ORDER BY o.created DESC LIMIT 20");
  private final Template names = new Template(
      "SELECT o.id, o.total, c.name AS n######### FROM orders o JOIN customer c ON c.id = o.customer_id"
          + " WHERE o.id = 1 AND o.status IN ('open', 'paid', 'sent') AND c.region = 'north'"
          + " ORDER BY o.created DESC LIMIT");

  /** Makes one digest known. */
  @Setup
  public void know() {
    caller.plan(PointRead.SQL, LexicalSettings.DEFAULT);
    caller.plan(literals.next(), LexicalSettings.DEFAULT);
  }

  /** A text that was seen before. */
  @Benchmark
  public StatementPlan knownText() {
    return caller.plan(PointRead.SQL, LexicalSettings.DEFAULT);
  }

  /** New literals. */
  @Benchmark
  public StatementPlan knownDigest() {
    return caller.plan(literals.next(), LexicalSettings.DEFAULT);
  }

  /** A new digest: what the caller waits for. */
  @Benchmark
  public StatementPlan newDigest() {
    return caller.plan(names.next(), LexicalSettings.DEFAULT);
  }

  /** A new digest: with the parser's look at it, which runs in the background otherwise. */
  @Benchmark
  public StatementPlan newDigestParsed() {
    return whole.plan(names.next(), LexicalSettings.DEFAULT);
  }

  /** Texts that differ in a number. */
  private static final class Template {

    private final byte[] text;
    private final int at;
    private int number;

    Template(String text) {
      this.text = text.getBytes(StandardCharsets.ISO_8859_1);
      this.at = text.indexOf('#');
    }

    String next() {
      int rest = ++number;
      for (int i = DIGITS - 1; i >= 0; i--) {
        text[at + i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
      return new String(text, StandardCharsets.ISO_8859_1);
    }
  }
}
