package dev.paceline.backend;

import org.jspecify.annotations.Nullable;

/**
 * What proves to a server that a connection is a user's.
 *
 * @param password the clear password; null where the server asks for none
 */
public record ServerCredentials(@Nullable String password) {

  /** For servers that ask for nothing. */
  public static final ServerCredentials NONE = new ServerCredentials(null);

  /** No secret in a log by accident. */
  @Override
  public String toString() {
    return password == null ? "no credentials" : "a password";
  }
}
