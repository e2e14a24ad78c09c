package dev.paceline.routing;

import dev.paceline.config.Freshness;
import dev.paceline.config.WhenStale;

/** What routing asks of a session. */
public interface RoutedSession {

  /** What its reads must see, hints aside. */
  Freshness freshness();

  /** What happens when no replica covers. */
  WhenStale whenStale();

  /** What it has seen and written. */
  ReadMarks marks();

  /** The hash of its key for {@code balancer=affinity}. */
  int affinity();

  /** How its reads are spread. */
  dev.paceline.config.BalancerKind balancer();

  /** Whether hints in comments are obeyed. */
  boolean hintsObeyed();
}
