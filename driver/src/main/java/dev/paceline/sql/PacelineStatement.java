package dev.paceline.sql;

import java.util.Objects;

/** A statement that Paceline answers itself and no server ever sees. */
public sealed interface PacelineStatement {
  /** {@code SHOW paceline.nodes}. */
  record ShowNodes() implements PacelineStatement {}

  /** {@code SHOW paceline.route}: the last statement's decision. */
  record ShowRoute() implements PacelineStatement {}

  /**
   * {@code SHOW paceline.route FOR ...}: a decision without running it.
   *
   * @param sql the statement after FOR, as written
   */
  record ShowRouteFor(String sql) implements PacelineStatement {
    public ShowRouteFor {
      Objects.requireNonNull(sql, "sql");
    }
  }

  record ShowPosition() implements PacelineStatement {}

  record ShowPins() implements PacelineStatement {}

  record ShowCache() implements PacelineStatement {}

  /**
   * {@code SHOW paceline.name} of anything else: a property's value.
   *
   * @param name without the prefix, as written
   */
  record ShowProperty(String name) implements PacelineStatement {}

  /**
   * {@code SET paceline.name = value}.
   *
   * @param name without the prefix, as written
   * @param value without its quotes
   */
  record Set(String name, String value, boolean local) implements PacelineStatement {
    public Set {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }
  }

  /** {@code SET paceline.position = token}. */
  record SetPosition(String token) implements PacelineStatement {}

  /** {@code RESET paceline.name}, or {@code SET paceline.name TO DEFAULT}. */
  record Reset(String name) implements PacelineStatement {}
}
