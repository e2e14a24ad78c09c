package dev.paceline.wire.postgres;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What names one server connection when something that it runs is to be cancelled: a process number, and a secret of 4 to 256 bytes
 * (4 exactly in protocol 3.0). Immutable. Two are equal if both parts are, and how long the comparison takes says nothing of the
 * secret; {@link #toString} does not show it.
 */
public final class BackendKey {

  /** The shortest secret, and the only length in protocol 3.0. */
  public static final int MIN_KEY = 4;

  /** The longest secret. */
  public static final int MAX_KEY = 256;

  private final int processId;
  private final byte[] secret;

  /**
   * A key of these parts.
   *
   * @throws IllegalArgumentException if the secret has less than 4 or more than 256 bytes
   */
  public BackendKey(int processId, byte[] secret) {
    if (secret.length < MIN_KEY || secret.length > MAX_KEY) {
      throw new IllegalArgumentException("a cancel key of " + secret.length + " bytes");
    }
    this.processId = processId;
    this.secret = secret.clone();
  }

  /** The process number, as the server counts. */
  public int processId() {
    return processId;
  }

  /** A copy of the secret. */
  public byte[] secret() {
    return secret.clone();
  }

  byte[] sharedSecret() {
    return secret;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BackendKey that
        && processId == that.processId
        && MessageDigest.isEqual(secret, that.secret);
  }

  @Override
  public int hashCode() {
    return 31 * processId + Arrays.hashCode(secret);
  }

  @Override
  public String toString() {
    return "BackendKey[" + processId + "]";
  }
}
