package dev.paceline.backend;

import dev.paceline.wire.postgres.ErrorReport;

/** A server did not want a connection. */
public final class ServerRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient ErrorReport error;

  ServerRefusal(ErrorReport error) {
    super(error.message());
    this.error = error;
  }

  /** What it said. */
  public ErrorReport error() {
    return error;
  }
}
