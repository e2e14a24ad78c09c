package dev.paceline.session;

import dev.paceline.sql.SessionEffect;
import dev.paceline.sql.TransactionControl;
import java.util.Locale;

/** What each effect of a statement means for the session. */
final class EffectRules {

  private EffectRules() {}

  static void apply(SessionState session, SessionEffect effect) {
    if (effect instanceof SessionEffect.SetVariable set) {
      setVariable(session, set);
    } else if (effect instanceof SessionEffect.ResetVariable reset) {
      session.resetSetting(reset.name());
    } else if (effect instanceof SessionEffect.ResetAll) {
      session.resetAllSettings();
    } else if (effect instanceof SessionEffect.Discard discard) {
      discard(session, discard.what());
    } else if (effect instanceof SessionEffect.SetRole role) {
      if (!role.local()) {
        identity(session, Settings.ROLE, "ROLE", role.role());
      }
    } else if (effect instanceof SessionEffect.SetSessionAuthorization user) {
      if (!user.local()) {
        identity(session, Settings.SESSION_AUTHORIZATION, "SESSION AUTHORIZATION", user.user());
      }
    } else if (effect instanceof SessionEffect.SetSessionCharacteristics modes) {
      characteristics(session, modes.modes());
    } else if (effect instanceof SessionEffect.SetConfigCall call) {
      setConfig(session, call);
    } else {
      pin(session, effect);
    }
  }

  private static void setVariable(SessionState session, SessionEffect.SetVariable set) {
    if (set.local()) {
      return;
    }
    if (set.value() == null) {
      session.resetSetting(set.name());
    } else {
      session.setting(
          set.name(), "SET " + set.name() + " TO " + set.value(), "RESET " + set.name());
    }
  }

  private static void identity(
      SessionState session,
      String name,
      String words,
      @org.jspecify.annotations.Nullable String value) {
    if (value == null) {
      session.resetSetting(name);
      if (name.equals(Settings.SESSION_AUTHORIZATION)) {
        session.resetSetting(Settings.ROLE);
      }
    } else {
      session.setting(name, "SET " + words + " " + value, "RESET " + words);
    }
  }

  /** {@code SET SESSION CHARACTERISTICS} is another spelling of three settings. */
  private static void characteristics(SessionState session, TransactionControl.Modes modes) {
    if (modes.isolation() != null) {
      String level = modes.isolation().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      simple(session, "default_transaction_isolation", "'" + level + "'");
    }
    if (modes.readOnly() != null) {
      simple(session, "default_transaction_read_only", modes.readOnly() ? "on" : "off");
    }
    if (modes.deferrable() != null) {
      simple(session, "default_transaction_deferrable", modes.deferrable() ? "on" : "off");
    }
  }

  private static void simple(SessionState session, String name, String value) {
    session.setting(name, "SET " + name + " TO " + value, "RESET " + name);
  }

  private static void setConfig(SessionState session, SessionEffect.SetConfigCall call) {
    if (Boolean.TRUE.equals(call.local())) {
      return;
    }
    if (call.name() == null || call.value() == null || call.local() == null) {
      session.pin(PinReason.UNKNOWN_SETTING, call.name() == null ? "" : call.name());
      return;
    }
    String name = call.name().toLowerCase(Locale.ROOT);
    String set =
        "SELECT pg_catalog.set_config(" + literal(name) + ", " + literal(call.value()) + ", false)";
    session.setting(name, set, "RESET " + name);
  }

  private static String literal(String value) {
    String quoted = value.replace("'", "''");
    return value.indexOf('\\') >= 0
        ? " E'" + quoted.replace("\\", "\\\\") + "'"
        : "'" + quoted + "'";
  }

  private static void discard(SessionState session, SessionEffect.Discard.What what) {
    switch (what) {
      case ALL -> session.discardAll();
      case PLANS -> {}
      case SEQUENCES -> session.unpin(PinReason.SEQUENCE_VALUES);
      case TEMP -> session.unpin(PinReason.TEMPORARY_TABLE);
    }
  }

  private static void pin(SessionState session, SessionEffect effect) {
    if (effect instanceof SessionEffect.Listen listen) {
      session.pin(PinReason.LISTEN, listen.channel());
    } else if (effect instanceof SessionEffect.Unlisten unlisten) {
      session.unpin(PinReason.LISTEN, unlisten.channel());
    } else if (effect instanceof SessionEffect.PrepareStatement prepare) {
      session.pin(PinReason.PREPARED_STATEMENT, prepare.name());
    } else if (effect instanceof SessionEffect.Deallocate deallocate) {
      session.unpin(PinReason.PREPARED_STATEMENT, deallocate.name());
    } else if (effect instanceof SessionEffect.DeclareCursor cursor) {
      if (cursor.hold()) {
        session.pin(PinReason.HELD_CURSOR, cursor.name());
      }
    } else if (effect instanceof SessionEffect.CloseCursor close) {
      session.unpin(PinReason.HELD_CURSOR, close.name());
    } else if (effect instanceof SessionEffect.TemporaryTable table) {
      session.pin(PinReason.TEMPORARY_TABLE, table.name() == null ? "" : table.name());
    } else if (effect instanceof SessionEffect.SessionAdvisoryLock) {
      session.pin(PinReason.ADVISORY_LOCK, "");
    } else if (effect instanceof SessionEffect.SessionAdvisoryUnlock unlock) {
      if (unlock.all()) {
        session.unpin(PinReason.ADVISORY_LOCK);
      }
    } else if (effect instanceof SessionEffect.LoadLibrary) {
      session.pin(PinReason.LIBRARY, "");
    } else if (effect instanceof SessionEffect.SetSeed) {
      session.pin(PinReason.RANDOM_SEED, "");
    }
    // What is left ends with its transaction, or needs only the connection that another pin holds
    // already.
  }
}
