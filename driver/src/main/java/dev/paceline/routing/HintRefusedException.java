package dev.paceline.routing;

/** A hint that cannot be obeyed: the statement has not run. */
public final class HintRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Makes one. */
  HintRefusedException(String message) {
    super(message);
  }
}
