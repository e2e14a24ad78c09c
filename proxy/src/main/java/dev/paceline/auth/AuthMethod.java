package dev.paceline.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is asked of a client before it is let in. */
public enum AuthMethod {
  /** Nothing; for clients from loopback addresses only. */
  TRUST,
  /** It is not let in at all. */
  REJECT,
  /** SCRAM-SHA-256, and with TLS also SCRAM-SHA-256-PLUS. */
  SCRAM_SHA_256,
  /** The old challenge by MD5; a user whose secret is a SCRAM verifier is asked for SCRAM, as PostgreSQL does. */
  MD5,
  /** A certificate whose common name is the user's. */
  CERT;

  /** As rules and settings write it, for example {@code scram-sha-256}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads what {@link #text} writes.
   *
   * @throws IllegalArgumentException if there is no such method; the message names those that are
   */
  public static AuthMethod of(String text) {
    for (AuthMethod method : values()) {
      if (method.text().equals(text)) {
        return method;
      }
    }
    throw new IllegalArgumentException("no authentication method '" + text + "', there are: "
        + Arrays.stream(values()).map(AuthMethod::text).collect(Collectors.joining(", ")));
  }
}
