package dev.paceline.auth;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server keeps of a password to check who knows it, by SCRAM-SHA-256. It does not let its owner log in elsewhere, but does let
 * him pass for the server. Immutable.
 */
final class ScramVerifier {

  /** What PostgreSQL computes if nothing else is said. */
  static final int ITERATIONS = 4_096;

  static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_256;
  static final int KEY_BYTES = 32;

  private static final Pattern TEXT =
      Pattern.compile("SCRAM-SHA-256\\$(\\d{1,9}):([^$:]+)\\$([^$:]+):([^$:]+)");

  private final int iterations;
  private final byte[] salt;
  private final byte[] storedKey;
  private final byte[] serverKey;

  ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    if (iterations < 1
        || salt.length == 0
        || storedKey.length != KEY_BYTES
        || serverKey.length != KEY_BYTES) {
      throw new IllegalArgumentException("not a SCRAM-SHA-256 verifier");
    }
    this.iterations = iterations;
    this.salt = salt;
    this.storedKey = storedKey;
    this.serverKey = serverKey;
  }

  /**
   * Reads PostgreSQL's {@code SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}.
   *
   * @throws IllegalArgumentException if it is none; the message does not quote it
   */
  static ScramVerifier parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a SCRAM-SHA-256 verifier");
    }
    Base64.Decoder decoder = Base64.getDecoder();
    return new ScramVerifier(
        Integer.parseInt(parts.group(1)),
        decoder.decode(parts.group(2)),
        decoder.decode(parts.group(3)),
        decoder.decode(parts.group(4)));
  }

  /** Computes it from a password, which takes milliseconds: not for an event loop. */
  static ScramVerifier of(String password, byte[] salt, int iterations) {
    byte[] salted = ScramFunctions.saltedPassword(
        MECHANISM,
        StringPreparation.POSTGRESQL_PREPARATION,
        password.toCharArray(),
        salt,
        iterations);
    return new ScramVerifier(
        iterations,
        salt,
        ScramFunctions.storedKey(MECHANISM, ScramFunctions.clientKey(MECHANISM, salted)),
        ScramFunctions.serverKey(MECHANISM, salted));
  }

  int iterations() {
    return iterations;
  }

  byte[] salt() {
    return salt.clone();
  }

  byte[] storedKey() {
    return storedKey.clone();
  }

  byte[] serverKey() {
    return serverKey.clone();
  }

  /** No secret in a log by accident. */
  @Override
  public String toString() {
    return "a SCRAM-SHA-256 verifier";
  }
}
