package dev.paceline.wire.postgres;

/**
 * The beginning of an authentication by SASL.
 *
 * @param mechanism its name, for example {@code SCRAM-SHA-256}
 * @param data the client's first message; empty if there is none
 */
public record SaslInitialResponse(String mechanism, String data) {

  @Override
  public String toString() {
    return "SaslInitialResponse[" + mechanism + "]";
  }
}
