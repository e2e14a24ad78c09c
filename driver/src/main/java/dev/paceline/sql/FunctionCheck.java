package dev.paceline.sql;

import dev.paceline.dialect.Effect;
import dev.paceline.dialect.TokenKind;
import dev.paceline.dialect.Tokens;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges the calls of functions: by the catalogue, by what the server brings along, and by the few whose arguments decide. */
final class FunctionCheck {
  private static final Set<String> JDBC_ESCAPES = Set.of(
      "curdate",
      "curtime",
      "dayofmonth",
      "dayofweek",
      "dayofyear",
      "hour",
      "minute",
      "month",
      "monthname",
      "quarter",
      "week",
      "year",
      "second",
      "dayname",
      "timestampadd",
      "timestampdiff",
      "ifnull",
      "database",
      "user",
      "lcase",
      "ucase",
      "concat",
      "char",
      "locate",
      "insert",
      "space",
      "truncate",
      "rand",
      "log10",
      "power",
      "convert");

  private final Statement statement;
  private final Tokens tokens;
  private final PlanDraft draft;
  private boolean settingsViewed;

  FunctionCheck(Statement statement) {
    this.statement = statement;
    this.tokens = statement.tokens();
    this.draft = statement.draft();
  }

  /**
   * A function is called.
   *
   * @param schema as the text gives it; null without one
   * @param index the last token of its name; the opening parenthesis follows
   */
  void called(@Nullable String schema, int index) {
    String name = tokens.name(index);
    if (tokens.is(index - 1, "fn")
        && tokens.kind(index - 2) == TokenKind.LEFT_BRACE
        && JDBC_ESCAPES.contains(name)) {
      return;
    }
    draft.functions.add(schema == null ? name : schema + "." + name);
    boolean system = schema == null || statement.builtIns().systemSchema(schema);
    Effect builtIn = system ? statement.builtIns().function(name) : Effect.UNKNOWN;
    Effect own = statement.catalogue().function(schema, name, builtIn != Effect.UNKNOWN);
    Effect effect = worse(own, builtIn);
    if (own != null) {
      draft.readComplete = false;
      draft.writtenComplete &= effect == Effect.NONE;
    }
    if (effect == Effect.UNKNOWN) {
      draft.touchesAnything();
    }
    if (effect != builtIn || !special(name, index)) {
      note(effect, own, name);
    }
  }

  private void note(Effect effect, @Nullable Effect own, String name) {
    if (own == Effect.UNKNOWN && effect == own) {
      draft.doubt("function " + name + " is volatile");
    } else {
      draft.effect(effect, "function " + name);
    }
  }

  /** Overloads of one name may be the user's and the server's: the worse of both counts. */
  private static Effect worse(@Nullable Effect own, Effect builtIn) {
    if (own == null) {
      return builtIn;
    }
    return builtIn == Effect.UNKNOWN || own.compareTo(builtIn) > 0 ? own : builtIn;
  }

  /** Handles the functions whose arguments or traces matter; false when the class of the function still has to be noted. */
  private boolean special(String name, int index) {
    switch (name) {
      case "set_config" -> setConfig(index);
      case "current_setting" -> currentSetting(index);
      case "pg_show_all_settings" -> settingsView();
      case "current_schema", "current_schemas" -> {
        temporarySchema();
        return false;
      }
      case "txid_current", "pg_current_xact_id" -> {
        // Declared stable: planning alone may call them, and a replica refuses that too.
        draft.refusedInRecovery = true;
        return false;
      }
      case "setseed" -> {
        draft.effects.add(new SessionEffect.SetSeed());
        return false;
      }
      case "nextval", "setval" -> {
        draft.effects.add(new SessionEffect.SequenceUse());
        return false;
      }
      case "currval", "lastval" -> {
        draft.readsSequenceValues = true;
        return false;
      }
      case "lo_open" -> {
        draft.effects.add(new SessionEffect.LargeObjectOpen());
        return false;
      }
      default -> {
        advisory(name);
        return false;
      }
    }
    return true;
  }

  private void advisory(String name) {
    if (!name.contains("advisory")) {
      return;
    }
    if (name.contains("_xact_")) {
      draft.effects.add(new SessionEffect.TransactionAdvisoryLock());
    } else if (name.contains("unlock")) {
      draft.effects.add(new SessionEffect.SessionAdvisoryUnlock(name.endsWith("_all")));
    } else {
      draft.effects.add(new SessionEffect.SessionAdvisoryLock());
    }
  }

  private void setConfig(int index) {
    draft.literalsMatter = true;
    String name = argument(index + 2);
    String value = name == null ? null : argument(index + 4);
    boolean oneToken = value != null || isParameter(index + 4);
    Boolean local = oneToken ? booleanArgument(index + 6) : null;
    draft.effects.add(new SessionEffect.SetConfigCall(
        name == null ? null : name.toLowerCase(Locale.ROOT), value, local));
    if (name == null) {
      draft.doubt("set_config of a setting that is not written out");
    } else if (TransactionModes.isTransactionSetting(name.toLowerCase(Locale.ROOT))) {
      draft.write("set_config changes the transaction");
    } else if (name.equalsIgnoreCase("search_path")
        && (value == null || SearchPaths.hidesBuiltIns(value, true))) {
      draft.doubt("set_config of a search_path that may hide the server's own functions");
    } else {
      draft.session("set_config changes the session");
    }
  }

  /** What it will be can be asked from the server afterwards, when the rest of the call is written out. */
  private boolean isParameter(int index) {
    TokenKind kind = statement.kind(index);
    return kind == TokenKind.PARAMETER || kind == TokenKind.PLACEHOLDER;
  }

  /** A literal that is an argument of its own; null for anything else. */
  private @Nullable String argument(int index) {
    TokenKind next = statement.kind(index + 1);
    boolean whole = next == TokenKind.COMMA || next == TokenKind.RIGHT_PAREN;
    return statement.kind(index) == TokenKind.STRING && whole && isPlain(index)
        ? tokens.literal(index)
        : null;
  }

  private boolean isPlain(int index) {
    char first = tokens.text().charAt(tokens.start(index));
    return (first == '\'' || first == '$') && tokens.raw(index).indexOf('\\') < 0;
  }

  private @Nullable Boolean booleanArgument(int index) {
    if (statement.isAny(index, "true", "false")) {
      return tokens.is(index, "true");
    }
    return null;
  }

  /** {@code current_setting}: the session's settings are the same everywhere, those of the server are not. */
  private void currentSetting(int index) {
    draft.literalsMatter = true;
    String name = argument(index + 2);
    if (name == null) {
      draft.doubt("current_setting of a setting that is not written out");
    } else {
      serverSetting(name);
    }
  }

  /** The view of all settings: harmless when the statement names the ones that it wants. */
  void settingsView() {
    if (settingsViewed) {
      return;
    }
    settingsViewed = true;
    draft.literalsMatter = true;
    boolean named = false;
    for (int i = statement.from(); i < statement.to(); i++) {
      if (tokens.kind(i) == TokenKind.STRING) {
        named = true;
        serverSetting(tokens.literal(i));
      }
    }
    if (!named) {
      draft.doubt("relation pg_settings shows the server's own settings");
    }
  }

  /** With pg_temp in the search path these functions make the session's temporary schema: whoever asks for that needs the primary. */
  private void temporarySchema() {
    draft.literalsMatter = true;
    for (int i = statement.from(); i < statement.to(); i++) {
      if (tokens.kind(i) == TokenKind.STRING && tokens.isRaw(i, "'pg_temp'")) {
        draft.doubt("the temporary schema belongs to the session, on the primary");
      }
    }
  }

  private void serverSetting(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    if (folded.indexOf('%') >= 0 || statement.builtIns().settingOfServer(folded)) {
      draft.doubt("setting " + folded + " is the server's own");
    }
  }
}
