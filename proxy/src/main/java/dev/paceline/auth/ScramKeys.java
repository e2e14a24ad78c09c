package dev.paceline.auth;

/**
 * The two keys by which one who knows no password can pass for one who does, at every server whose verifier has the same salt and
 * number of iterations. As secret as a password. Immutable.
 */
public final class ScramKeys {

  private final byte[] clientKey;
  private final byte[] serverKey;

  /** Copies its arguments. */
  public ScramKeys(byte[] clientKey, byte[] serverKey) {
    this.clientKey = clientKey.clone();
    this.serverKey = serverKey.clone();
  }

  /** Proves us to a server. A copy. */
  public byte[] clientKey() {
    return clientKey.clone();
  }

  /** Proves a server to us. A copy. */
  public byte[] serverKey() {
    return serverKey.clone();
  }

  /** No secret in a log by accident. */
  @Override
  public String toString() {
    return "SCRAM keys";
  }
}
