package dev.paceline.clusterkit;

import org.jspecify.annotations.Nullable;

/** A server could not be started, stopped or changed as asked; the message says which, where, why and what to do. */
public final class ClusterKitException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ClusterKitException(String message) {
    super(message);
  }

  public ClusterKitException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
