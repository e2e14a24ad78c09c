package dev.paceline.sql;

import dev.paceline.dialect.Dialect;
import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;
import java.util.List;

/** The analysis of one text: its statements one by one, all into one draft. */
final class Analysis {
  private final Dialect dialect;
  private final Catalogue catalogue;
  private final Tokens tokens;
  private final PlanDraft draft = new PlanDraft();

  Analysis(Dialect dialect, Catalogue catalogue, Tokens tokens) {
    this.dialect = dialect;
    this.catalogue = catalogue;
    this.tokens = tokens;
  }

  StatementPlan plan() {
    return new StatementPlan(
        draft(), HintReader.read(tokens.hint()), Digest.of(tokens.normalized()));
  }

  /** The facts; to be asked for once. */
  PlanDraft draft() {
    Brackets brackets = new Brackets(tokens);
    List<Splitter.Range> statements = new Splitter(tokens).split();
    draft.statementCount = statements.size();
    for (Splitter.Range range : statements) {
      StatementKinds.analyze(new Statement(
          tokens, brackets, range.from(), range.to(), dialect.builtIns(), catalogue, draft));
    }
    countParameters();
    noteSequenceValues();
    distrust(brackets);
    return draft;
  }

  private void distrust(Brackets brackets) {
    String problem = tokens.problem();
    if (tokens.truncated()) {
      draft.doubt("the text is too long to be read to its end");
      draft.touchesAnything();
    } else if (problem != null) {
      draft.doubt(problem);
      draft.touchesAnything();
    } else if (!brackets.balanced()) {
      draft.doubt("brackets that do not match");
      draft.touchesAnything();
    }
    if (draft.statementCount > 1 && draft.pacelineStatement != null) {
      draft.pacelineStatement = null;
      draft.doubt("Paceline answers SHOW and SET of its own only when they stand alone");
    }
  }

  /** Rows that are inserted, and columns that are set to their defaults, may take the next value of a sequence. */
  private void noteSequenceValues() {
    for (int i = 0; i < tokens.count() && !draft.namesSequenceValues; i++) {
      draft.namesSequenceValues =
          tokens.isAny(i, "insert", "merge", "copy", "default", "nextval", "setval");
    }
  }

  private void countParameters() {
    int highest = 0;
    int placeholders = 0;
    for (int i = 0; i < tokens.count(); i++) {
      TokenKind kind = tokens.kind(i);
      if (kind == TokenKind.PARAMETER) {
        highest = Math.max(highest, number(tokens.raw(i)));
      } else if (kind == TokenKind.PLACEHOLDER) {
        // JDBC writes the operator as two question marks without a space between them.
        boolean escaped =
            tokens.kind(i + 1) == TokenKind.PLACEHOLDER && tokens.start(i + 1) == tokens.end(i);
        placeholders += escaped ? 0 : 1;
        i += escaped ? 1 : 0;
      } else if (kind == TokenKind.OPERATOR && tokens.isRaw(i, "?||")) {
        placeholders++;
      }
    }
    draft.parameterCount = Math.max(highest, placeholders);
  }

  private static int number(String parameter) {
    return parameter.length() > 6 ? 0 : Integer.parseInt(parameter, 1, parameter.length(), 10);
  }
}
