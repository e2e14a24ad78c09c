package dev.paceline.server;

/** Nobody can say now whether a client is who it says. */
final class AuthUnavailable extends Exception {

  private static final long serialVersionUID = 1L;

  AuthUnavailable(String message) {
    super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
  }
}
