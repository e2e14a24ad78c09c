package dev.paceline.sql;

import dev.paceline.dialect.Tokens;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.config.Lex;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.jspecify.annotations.Nullable;

/** Asks Calcite's Babel parser, with PostgreSQL's rules for names. It descends recursively, so only texts of a bounded depth come here. */
final class CalciteParser {
  private static final int MAX_TEXT = 8_192;
  private static final int MAX_DEPTH = 40;

  private static final SqlParser.Config CONFIG = SqlParser.config()
      .withParserFactory(SqlBabelParserImpl.FACTORY)
      .withLex(Lex.JAVA)
      .withQuoting(Quoting.DOUBLE_QUOTE)
      .withUnquotedCasing(Casing.TO_LOWER)
      .withQuotedCasing(Casing.UNCHANGED)
      .withCaseSensitive(true)
      .withIdentifierMaxLength(1_000)
      .withConformance(SqlConformanceEnum.BABEL);

  private CalciteParser() {}

  /** Whether a text is worth asking about. */
  static boolean takes(Tokens tokens) {
    return tokens.text().length() <= MAX_TEXT
        && tokens.count() > 0
        && tokens.problem() == null
        && new Brackets(tokens).deepest() <= MAX_DEPTH;
  }

  /** The statement's tree; null when the parser does not accept it. */
  static @Nullable SqlNode parse(CalciteText text) {
    try {
      return SqlParser.create(text.sql(), CONFIG).parseStmt();
    } catch (SqlParseException | RuntimeException | StackOverflowError e) {
      // Most of PostgreSQL's own syntax is not Calcite's: the lexer's facts stand.
      return null;
    }
  }
}
