package dev.paceline.sql;

import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;
import dev.paceline.sql.KeyPredicate.Value;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * A statement written anew for Calcite's parser, which knows neither numbered parameters nor all of the server's literals: the tokens on one
 * line, every parameter as a question mark, every literal as a plain one. It remembers which token stands where.
 */
final class CalciteText {
  private final Tokens tokens;
  private final StringBuilder out;
  private final int[] columns;

  CalciteText(Tokens tokens) {
    this.tokens = tokens;
    this.out = new StringBuilder(tokens.text().length() + tokens.count());
    this.columns = new int[tokens.count()];
    for (int i = 0; i < tokens.count(); i++) {
      columns[i] = out.length() + 1;
      append(i);
    }
  }

  private void append(int index) {
    switch (tokens.kind(index)) {
      case STRING -> out.append("'s'");
      case PARAMETER, PLACEHOLDER -> out.append('?');
      case QUOTED ->
        out.append('"').append(tokens.name(index).replace("\"", "\"\"")).append('"');
      case SEMICOLON -> {
        return;
      }
      default -> out.append(tokens.text(), tokens.start(index), tokens.end(index));
    }
    out.append(' ');
  }

  String sql() {
    return out.toString();
  }

  /** Where a value comes from; null when it is neither a parameter nor a literal of the text. */
  @Nullable
  Value value(SqlNode node) {
    int index = java.util.Arrays.binarySearch(columns, node.getParserPosition().getColumnNum());
    if (index < 0) {
      return null;
    }
    if (node instanceof SqlDynamicParam parameter) {
      return tokens.kind(index) == TokenKind.PARAMETER
          ? new Value.Parameter(Integer.parseInt(tokens.raw(index).substring(1)))
          : new Value.Parameter(parameter.getIndex() + 1);
    }
    return tokens.kind(index).isLiteral() ? new Value.Literal(literalsBefore(index)) : null;
  }

  private int literalsBefore(int index) {
    int count = 0;
    for (int i = 0; i < index; i++) {
      count += tokens.kind(i).isLiteral() ? 1 : 0;
    }
    return count;
  }
}
