package dev.paceline.auth;

import java.util.regex.Pattern;

/** What is known of a user that can be compared with what a client shows. */
public sealed interface Secret {

  /** The password itself. */
  record Clear(String password) implements Secret {
    /** No secret in a log by accident. */
    @Override
    public String toString() {
      return "a password";
    }
  }

  /**
   * The hash of password and user.
   *
   * @param hash {@code md5} and 32 hexadecimal digits
   */
  record Md5(String hash) implements Secret {
    /** No secret in a log by accident. */
    @Override
    public String toString() {
      return "an MD5 hash";
    }
  }

  /** A verifier of SCRAM. */
  final class Scram implements Secret {

    private final ScramVerifier verifier;

    Scram(ScramVerifier verifier) {
      this.verifier = verifier;
    }

    ScramVerifier verifier() {
      return verifier;
    }

    /** No secret in a log by accident. */
    @Override
    public String toString() {
      return verifier.toString();
    }
  }

  /** {@code md5} and 32 hexadecimal digits. */
  Pattern MD5_TEXT = Pattern.compile("md5[0-9a-f]{32}");

  /**
   * Reads what a file or a server has of a user. It is told apart as PostgreSQL does it: by how it begins.
   *
   * @throws IllegalArgumentException if it begins like a verifier and is none; the message does not quote it
   */
  static Secret parse(String text) {
    if (text.startsWith("SCRAM-SHA-256$")) {
      return new Scram(ScramVerifier.parse(text));
    }
    return MD5_TEXT.matcher(text).matches() ? new Md5(text) : new Clear(text);
  }
}
