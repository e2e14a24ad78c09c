package dev.paceline.sql;

import org.jspecify.annotations.Nullable;

/**
 * What a leading {@code /* paceline: ... *}{@code /} comment asks for.
 *
 * @param place the place asked for
 * @param freshness the text after {@code freshness=}; null when not given
 * @param node the text after {@code node=}; null when not given
 * @param cache false for {@code cache=off}
 * @param problem what is wrong with the hint, naming the option; null when nothing is. The other options still hold
 */
public record Hints(
    Place place,
    @Nullable String freshness,
    @Nullable String node,
    boolean cache,
    @Nullable String problem) {
  /** A text without a hint. */
  public static final Hints NONE = new Hints(Place.ANY, null, null, true, null);

  /** The place that a hint asks for. */
  public enum Place {
    /** Nothing was asked for. */
    ANY,
    PRIMARY,
    REPLICA
  }

  /** Whether the text has no hint at all. */
  public boolean isEmpty() {
    return equals(NONE);
  }
}
