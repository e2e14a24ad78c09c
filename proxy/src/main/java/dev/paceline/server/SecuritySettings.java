package dev.paceline.server;

import dev.paceline.auth.AuthSettings;
import dev.paceline.auth.LoginLimits;
import dev.paceline.tls.TlsSettings;

/** Who is let in, and how connections are encrypted. Immutable. */
public record SecuritySettings(AuthSettings auth, TlsSettings tls, LoginLimits limits) {

  /** Nobody is known, and TLS is there for servers that have it. */
  public static final SecuritySettings DEFAULT =
      new SecuritySettings(AuthSettings.DEFAULT, TlsSettings.DEFAULT, LoginLimits.DEFAULT);
}
