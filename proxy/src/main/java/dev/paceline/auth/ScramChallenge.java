package dev.paceline.auth;

import java.util.function.Supplier;

/** What is asked of one who says that he is a certain user, whether there is such a user or not. Immutable. */
public final class ScramChallenge {

  private final byte[] salt;
  private final int iterations;
  private final Supplier<ScramVerifier> verifier;
  private final boolean mock;

  ScramChallenge(byte[] salt, int iterations, Supplier<ScramVerifier> verifier, boolean mock) {
    this.salt = salt.clone();
    this.iterations = iterations;
    this.verifier = verifier;
    this.mock = mock;
  }

  byte[] salt() {
    return salt.clone();
  }

  int iterations() {
    return iterations;
  }

  /** May take milliseconds. */
  ScramVerifier verifier() {
    return verifier.get();
  }

  /** Whether nothing that a client can say is right. */
  boolean isMock() {
    return mock;
  }

  /** No secret in a log by accident. */
  @Override
  public String toString() {
    return "a SCRAM challenge";
  }
}
