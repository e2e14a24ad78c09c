package dev.paceline.sql;

import dev.paceline.dialect.Tokens;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/** What the parser adds to the lexer's facts: never another route, only what pins keys, and the word that it understood the statement. */
final class Refinement {
  private Refinement() {}

  /** The plan with the parser's findings; the same plan when the parser does not accept the text. */
  static StatementPlan of(StatementPlan plan, Tokens tokens) {
    if (plan.statementCount() != 1 || !CalciteParser.takes(tokens)) {
      return plan;
    }
    CalciteText text = new CalciteText(tokens);
    SqlNode statement = CalciteParser.parse(text);
    if (statement == null) {
      return plan;
    }
    if (selects(tokens) > 1) {
      return plan.refined(List.of());
    }
    // Where a list of literals is folded in the digest, texts that share the plan have their
    // literals in other places.
    boolean folded = tokens.normalized().contains("?+");
    return plan.refined(KeyPredicates.of(statement, text).stream()
        .filter(predicate -> !folded || predicate.value() instanceof KeyPredicate.Value.Parameter)
        .toList());
  }

  private static int selects(Tokens tokens) {
    int count = 0;
    for (int i = 0; i < tokens.count(); i++) {
      count += tokens.is(i, "select") ? 1 : 0;
    }
    return count;
  }
}
