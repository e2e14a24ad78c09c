package dev.paceline.auth;

import java.time.Duration;

/**
 * Bounds on those who are nobody yet. Immutable.
 *
 * @param loginTimeout within which a client must have logged in: {@code limits.loginTimeout}; more than 0
 * @param failedLoginDelay after which a client that failed is told so: {@code limits.failedLoginDelay}; 0 for at once
 * @param connectionsPerAddress at once, logged in or not: {@code limits.connectionsPerAddress}; 0 for no bound
 */
public record LoginLimits(
    Duration loginTimeout, Duration failedLoginDelay, int connectionsPerAddress) {

  /** A minute as in PostgreSQL, a second, and no bound on connections. */
  public static final LoginLimits DEFAULT =
      new LoginLimits(Duration.ofSeconds(60), Duration.ofSeconds(1), 0);

  /** Refuses what means nothing. */
  public LoginLimits {
    if (loginTimeout.isNegative() || loginTimeout.isZero()) {
      throw new IllegalArgumentException(
          "limits.loginTimeout must be more than 0, not " + loginTimeout);
    }
    if (failedLoginDelay.isNegative()) {
      throw new IllegalArgumentException(
          "limits.failedLoginDelay must not be negative: " + failedLoginDelay);
    }
    if (connectionsPerAddress < 0) {
      throw new IllegalArgumentException(
          "limits.connectionsPerAddress must not be negative: " + connectionsPerAddress);
    }
  }
}
