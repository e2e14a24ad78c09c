package dev.paceline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paceline.dialect.LexicalSettings;
import dev.paceline.dialect.postgresql.PostgresqlDialect;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every text, and for every way to write one statement. */
class StatementAnalyzerProperties {
  private static final List<String> PIECES = List.of(
      "select",
      "from",
      "for update",
      "into",
      "(",
      ")",
      "'",
      "\"",
      "$$",
      "$a$",
      "--",
      "/*",
      "*/",
      "\n",
      ";",
      "insert into t",
      "with x as (",
      "nextval('s')",
      "f(",
      "E'\\",
      "U&\"",
      "::",
      "[",
      "]",
      "explain",
      "analyze",
      "set",
      "begin",
      "paceline.",
      "show",
      "copy",
      "to stdout",
      "?",
      "$1",
      "+-",
      "@",
      "\\",
      "\0",
      "\ud800",
      "prepare p as",
      "{",
      "}",
      "operator(",
      "group by",
      "cube(1)",
      "declare c cursor for",
      ".",
      ",");

  private static final List<String> STATEMENTS = List.of(
      "select a , b from t where c = 'x' and d = $1 order by a limit 5",
      "select * from t for no key update",
      "with x as ( delete from t returning * ) select * from x",
      "select nextval ( 's' )",
      "select distinct on ( a ) b , lower ( c ) from t join u using ( id ) group by rollup ( a , b )",
      "insert into t ( a ) values ( 1 ) on conflict ( a ) do update set a = 2",
      "explain ( analyze false , costs off ) update t set a = 1",
      "select x -> 'a' ->> 'b' :: text from t tablesample system ( 10 )",
      "set local search_path to a , b",
      "begin isolation level serializable",
      "select 1 into t",
      "copy ( select 1 ) to stdout",
      "declare c cursor with hold for select 1",
      "select count ( * ) filter ( where a ) over ( partition by b ) from t");

  private final StatementAnalyzer analyzer =
      new StatementAnalyzer(PostgresqlDialect.INSTANCE, Runnable::run);

  @Property(tries = 2000)
  void plan_ofAnyText_isAVerdict(@ForAll("texts") String text, @ForAll boolean standard) {
    StatementPlan plan = analyzer.plan(text, new LexicalSettings(standard));

    assertThat(plan.reason()).isNotBlank();
    assertThat(plan.route()).isNotNull();
  }

  @Property(tries = 2000)
  void plan_ofTheSameTokens_isTheSame(@ForAll("statements") String statement, @ForAll long seed) {
    StatementPlan plain = analyzer.plan(statement, LexicalSettings.DEFAULT);
    StatementPlan dressed =
        analyzer.plan(dress(statement, new Random(seed)), LexicalSettings.DEFAULT);

    assertThat(dressed.route()).isEqualTo(plain.route());
    assertThat(dressed.statementClass()).isEqualTo(plain.statementClass());
    assertThat(dressed.tablesRead()).isEqualTo(plain.tablesRead());
    assertThat(dressed.digest()).isEqualTo(plain.digest());
  }

  /** Other white space, comments that fake and hide keywords, and other letter case, where none of them means anything. */
  private static String dress(String statement, Random random) {
    List<String> gaps = List.of(
        " ",
        "\n",
        "\t",
        "/* for update */",
        " -- nextval('s')\n",
        "/* a /* nested */ ' \" $$ */",
        "\r\n",
        "/**/");
    StringBuilder out = new StringBuilder();
    for (String word : statement.split(" ", -1)) {
      if (out.length() > 0) {
        out.append(gaps.get(random.nextInt(gaps.size())));
      }
      boolean literal = word.startsWith("'");
      out.append(!literal && random.nextBoolean() ? word.toUpperCase(Locale.ROOT) : word);
    }
    return out.toString();
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(PIECES).list().ofMaxSize(40).map(list -> String.join(" ", list));
    Arbitrary<String> tight =
        Arbitraries.of(PIECES).list().ofMaxSize(40).map(list -> String.join("", list));
    return Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(200), pieces, tight);
  }

  @Provide
  Arbitrary<String> statements() {
    return Arbitraries.of(STATEMENTS);
  }
}
