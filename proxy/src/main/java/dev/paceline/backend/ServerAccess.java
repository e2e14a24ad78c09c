package dev.paceline.backend;

import dev.paceline.tls.ServerTls;
import java.util.concurrent.Executor;

/** How one user's connections to servers are made. Thread-safe. */
public interface ServerAccess {

  /** What is known now that proves who we are. */
  ServerCredentials credentials();

  /** A server has refused the credentials: they may have been changed there. */
  void refused(ServerCredentials credentials);

  /** How connections are encrypted. */
  ServerTls tls();

  /** For what takes too long for an event loop: the many rounds of a password's hash. */
  Executor workers();
}
