package dev.paceline.sql;

import dev.paceline.dialect.TokenKind;
import dev.paceline.sql.SessionEffect.Discard;
import dev.paceline.sql.SessionEffect.SetVariable;

/** SET, RESET, SHOW, DISCARD and LOAD: they belong to the session, and those on {@code paceline.*} to Paceline. */
final class Settings {
  private Settings() {}

  static void show(Statement statement) {
    int at = statement.from() + 1;
    PlanDraft draft = statement.draft();
    if (PacelineStatements.isOurs(statement, at)) {
      PacelineStatements.show(statement, at);
      return;
    }
    String name = settingName(statement, at);
    if (name.isEmpty()) {
      draft.doubt("SHOW of nothing that is known");
    } else if (name.equals("all") || statement.builtIns().settingOfServer(name)) {
      draft.doubt("SHOW " + name + " shows the server's own settings");
    } else if (name.startsWith("transaction")) {
      draft.session("SHOW of the transaction's modes");
    } else {
      draft.read("SHOW");
    }
  }

  static void set(Statement statement) {
    int at = statement.from() + 1;
    PlanDraft draft = statement.draft();
    draft.literalsMatter = true;
    boolean local = statement.is(at, "local") && statement.kind(at + 1).isName();
    if (statement.is(at, "session") && statement.is(at + 1, "characteristics")) {
      Transactions.set(statement, at + 2, true);
      return;
    }
    if (local
        || (statement.is(at, "session")
            && statement.kind(at + 1).isName()
            && !statement.is(at + 1, "authorization"))) {
      at++;
    } else if (statement.is(at, "session") && statement.is(at + 1, "session")) {
      at++;
    }
    if (PacelineStatements.isOurs(statement, at)) {
      PacelineStatements.set(statement, at, local);
    } else if (statement.is(at, "transaction") && !isAssigned(statement, at + 1)) {
      Transactions.set(statement, at + 1, false);
    } else if (statement.is(at, "constraints") && !isAssigned(statement, at + 1)) {
      draft.effects.add(new SessionEffect.SetConstraints());
      draft.session("SET CONSTRAINTS");
    } else if (statement.is(at, "role") && !isAssigned(statement, at + 1)) {
      draft.effects.add(new SessionEffect.SetRole(valueOrNull(statement, at + 1, "none"), local));
      draft.session("SET ROLE");
    } else if (statement.is(at, "session") && statement.is(at + 1, "authorization")) {
      draft.effects.add(new SessionEffect.SetSessionAuthorization(
          valueOrNull(statement, at + 2, "default"), local));
      draft.session("SET SESSION AUTHORIZATION");
    } else {
      variable(statement, at, local);
    }
  }

  private static boolean isAssigned(Statement statement, int index) {
    return statement.is(index, "to") || statement.tokens().isRaw(index, "=");
  }

  private static @org.jspecify.annotations.Nullable String valueOrNull(
      Statement statement, int at, String nothing) {
    return statement.is(at, nothing) ? null : statement.rest(at);
  }

  private static void variable(Statement statement, int at, boolean local) {
    PlanDraft draft = statement.draft();
    String name = settingName(statement, at);
    int value = valueStart(statement, at);
    if (name.isEmpty() || value < 0 || value >= statement.to()) {
      draft.doubt("SET that is not understood");
      return;
    }
    draft.effects.add(new SetVariable(name, valueOrNull(statement, value, "default"), local));
    if (TransactionModes.isTransactionSetting(name)) {
      draft.write("SET " + name + " changes the transaction");
    } else if (name.equals("search_path") && SearchPaths.hidesBuiltIns(statement, value)) {
      draft.doubt("SET search_path lets other functions stand before the server's own");
    } else {
      draft.session("SET " + name);
    }
  }

  /** The setting that a statement names, also by the names that only the grammar knows. */
  private static String settingName(Statement statement, int at) {
    if (isTimeZone(statement, at)) {
      return "timezone";
    }
    if (statement.is(at, "names")) {
      return "client_encoding";
    }
    if (statement.is(at, "schema") && statement.kind(at + 1) == TokenKind.STRING) {
      return "search_path";
    }
    if (statement.is(at, "xml") && statement.is(at + 1, "option")) {
      return "xmloption";
    }
    if (statement.is(at, "session") && statement.is(at + 1, "authorization")) {
      return "session_authorization";
    }
    if (statement.is(at, "transaction") && statement.is(at + 1, "isolation")) {
      return "transaction_isolation";
    }
    return dotted(statement, at);
  }

  private static boolean isTimeZone(Statement statement, int at) {
    return statement.is(at, "time") && statement.is(at + 1, "zone");
  }

  private static String dotted(Statement statement, int at) {
    if (!statement.kind(at).isName()) {
      return "";
    }
    StringBuilder name = new StringBuilder(statement.tokens().name(at));
    for (int i = at + 1;
        statement.kind(i) == TokenKind.DOT && statement.kind(i + 1).isName();
        i += 2) {
      name.append('.').append(statement.tokens().name(i + 1));
    }
    return name.toString().toLowerCase(java.util.Locale.ROOT);
  }

  private static int valueStart(Statement statement, int at) {
    if (isTimeZone(statement, at) || (statement.is(at, "xml") && statement.is(at + 1, "option"))) {
      return at + 2;
    }
    if (statement.is(at, "names")
        || (statement.is(at, "schema") && statement.kind(at + 1) == TokenKind.STRING)) {
      return at + 1;
    }
    int end = statement.name(at).end();
    if (isAssigned(statement, end)) {
      return end + 1;
    }
    return statement.is(end, "from") && statement.is(end + 1, "current") ? end : -1;
  }

  static void reset(Statement statement) {
    int at = statement.from() + 1;
    PlanDraft draft = statement.draft();
    if (PacelineStatements.isOurs(statement, at)) {
      PacelineStatements.reset(statement, at);
    } else if (statement.is(at, "all")) {
      draft.effects.add(new SessionEffect.ResetAll());
      draft.session("RESET ALL");
    } else if (statement.is(at, "role")) {
      draft.effects.add(new SessionEffect.SetRole(null, false));
      draft.session("RESET ROLE");
    } else if (statement.is(at, "session") && statement.is(at + 1, "authorization")) {
      draft.effects.add(new SessionEffect.SetSessionAuthorization(null, false));
      draft.session("RESET SESSION AUTHORIZATION");
    } else {
      String name = settingName(statement, at);
      draft.effects.add(new SessionEffect.ResetVariable(name));
      if (TransactionModes.isTransactionSetting(name)) {
        draft.write("RESET " + name + " changes the transaction");
      } else {
        draft.session("RESET " + name);
      }
    }
  }

  static void discard(Statement statement) {
    int at = statement.from() + 1;
    Discard.What what = statement.is(at, "plans")
        ? Discard.What.PLANS
        : statement.is(at, "sequences")
            ? Discard.What.SEQUENCES
            : statement.isAny(at, "temp", "temporary") ? Discard.What.TEMP : Discard.What.ALL;
    statement.draft().effects.add(new Discard(what));
    statement.draft().session("DISCARD " + what);
  }

  static void load(Statement statement) {
    statement.draft().effects.add(new SessionEffect.LoadLibrary());
    statement.draft().session("LOAD");
  }
}
