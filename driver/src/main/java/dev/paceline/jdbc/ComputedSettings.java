package dev.paceline.jdbc;

import dev.paceline.sql.SessionEffect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what {@code set_config} with a parameter has set. Migration tools set the search path that way, and a session
 * that is pinned for it would stay on the primary for as long as its pool keeps it. Costs a round trip for each such call.
 */
final class ComputedSettings {

  private ComputedSettings() {}

  /** The effects with the values that the server has now, where only the value was not in the text. */
  static List<SessionEffect> known(List<SessionEffect> effects, Connection raw)
      throws SQLException {
    List<SessionEffect> known = effects;
    for (int i = 0; i < effects.size(); i++) {
      if (effects.get(i) instanceof SessionEffect.SetConfigCall call
          && call.name() != null
          && call.value() == null
          && Boolean.FALSE.equals(call.local())) {
        known = known == effects ? new ArrayList<>(effects) : known;
        known.set(i, new SessionEffect.SetConfigCall(call.name(), value(raw, call.name()), false));
      }
    }
    return known;
  }

  /** Null if there is no such setting, which leaves the call as unknown as it was. */
  private static @Nullable String value(Connection raw, String name) throws SQLException {
    try (PreparedStatement query =
        raw.prepareStatement("SELECT pg_catalog.current_setting(?, true)")) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }
}
