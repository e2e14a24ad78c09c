package dev.paceline.backend;

import dev.paceline.auth.ScramKeys;

/** What proves to a server that a connection is a user's. */
public sealed interface ServerCredentials {

  /** For servers that ask for nothing. */
  ServerCredentials NONE = new None();

  /** Nothing is known. */
  record None() implements ServerCredentials {}

  /** The clear password, which answers whatever a server may ask. */
  record Password(String password) implements ServerCredentials {

    /** No secret in a log by accident. */
    @Override
    public String toString() {
      return "a password";
    }
  }

  /**
   * The hash that servers keep for authentication by MD5, which answers that and nothing else.
   *
   * @param hash {@code md5} and 32 hexadecimal digits
   */
  record Md5Hash(String hash) implements ServerCredentials {

    /** No secret in a log by accident. */
    @Override
    public String toString() {
      return "an MD5 hash";
    }
  }

  /** What a client's own log-in has shown, which answers SCRAM and nothing else. */
  record Scram(ScramKeys keys) implements ServerCredentials {}
}
