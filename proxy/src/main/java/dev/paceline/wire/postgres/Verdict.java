package dev.paceline.wire.postgres;

/** Whose a message of a server is. */
public enum Verdict {
  /** It answers what the client sent: it goes to the client. */
  FORWARD,

  /** It answers what the proxy sent: it stays here. */
  SWALLOW,

  /**
   * It answers nothing: a notice, a notification, or the new value of a setting, which come at any time. {@link
   * ExpectedResponses#isSwallowing} says whose answers it came among.
   */
  ASYNCHRONOUS
}
