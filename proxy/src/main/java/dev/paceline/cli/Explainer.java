package dev.paceline.cli;

import dev.paceline.dialect.LexicalSettings;
import dev.paceline.sql.Route;
import dev.paceline.sql.StatementAnalyzer;
import dev.paceline.sql.StatementPlan;

/** Gives plans and the words for them. */
record Explainer(StatementAnalyzer analyzer, LexicalSettings settings) {
  StatementPlan plan(String sql) {
    return analyzer.plan(sql, settings);
  }

  static String word(Route route) {
    return switch (route) {
      case REPLICA -> "replica";
      case SESSION -> "session";
      case PRIMARY -> "primary";
    };
  }

  static String reason(StatementPlan plan) {
    String problem = plan.hints().problem();
    return problem == null ? plan.reason() : plan.reason() + "; " + problem;
  }
}
