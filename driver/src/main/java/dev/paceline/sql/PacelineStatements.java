package dev.paceline.sql;

import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;
import java.util.Locale;

/** SHOW, SET and RESET of {@code paceline.*}. */
final class PacelineStatements {
  private PacelineStatements() {}

  /** Whether a name of ours stands there. */
  static boolean isOurs(Statement statement, int index) {
    return statement.kind(index).isName()
        && statement.tokens().name(index).equals("paceline")
        && statement.kind(index + 1) == TokenKind.DOT
        && statement.kind(index + 2).isName();
  }

  static void show(Statement statement, int at) {
    Tokens tokens = statement.tokens();
    String name = name(statement, at);
    boolean forStatement =
        name.equalsIgnoreCase("route") && statement.is(at + 3, "for") && at + 4 < statement.to();
    answer(
        statement,
        switch (name.toLowerCase(Locale.ROOT)) {
          case "nodes" -> new PacelineStatement.ShowNodes();
          case "route" ->
            forStatement
                ? new PacelineStatement.ShowRouteFor(
                    tokens.text().substring(tokens.start(at + 4), tokens.end(statement.to() - 1)))
                : new PacelineStatement.ShowRoute();
          case "position" -> new PacelineStatement.ShowPosition();
          case "pins" -> new PacelineStatement.ShowPins();
          case "cache" -> new PacelineStatement.ShowCache();
          default -> new PacelineStatement.ShowProperty(name);
        });
    statement.draft().literalsMatter = true;
  }

  static void set(Statement statement, int at, boolean local) {
    String name = name(statement, at);
    int value = statement.name(at).end() + 1;
    if (value >= statement.to()) {
      statement.draft().doubt("SET paceline." + name + " without a value");
    } else if (statement.is(value, "default")) {
      answer(statement, new PacelineStatement.Reset(name));
    } else {
      String text = value == statement.to() - 1 ? literal(statement, value) : statement.rest(value);
      answer(
          statement,
          name.equalsIgnoreCase("position")
              ? new PacelineStatement.SetPosition(text)
              : new PacelineStatement.Set(name, text, local));
    }
  }

  static void reset(Statement statement, int at) {
    answer(statement, new PacelineStatement.Reset(name(statement, at)));
  }

  /** The whole name behind the prefix, as it is written: a property's name has capital letters. */
  private static String name(Statement statement, int at) {
    String written = statement.tokens().raw(at + 2, statement.name(at).end() - 1);
    return written.replace("\"", "");
  }

  private static String literal(Statement statement, int index) {
    Tokens tokens = statement.tokens();
    return tokens.kind(index) == TokenKind.QUOTED ? tokens.name(index) : tokens.literal(index);
  }

  private static void answer(Statement statement, PacelineStatement answered) {
    PlanDraft draft = statement.draft();
    draft.pacelineStatement = answered;
    draft.raise(StatementClass.PACELINE, Route.SESSION, "Paceline answers it itself");
  }
}
