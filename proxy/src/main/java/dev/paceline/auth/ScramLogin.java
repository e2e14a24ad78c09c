package dev.paceline.auth;

import com.ongres.scram.common.ScramFunctions;
import dev.paceline.wire.postgres.ProtocolViolation;
import dev.paceline.wire.postgres.SaslInitialResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677) for one log-in. Not safe for use by many threads.
 *
 * <pre>
 *   client                                     here
 *   client-first: n,,n=,r=NONCE          -->
 *                                        <--   server-first: r=NONCE+OURS,s=SALT,i=ROUNDS
 *   client-final: c=BINDING,r=...,p=PROOF -->
 *                                        <--   server-final: v=SIGNATURE
 * </pre>
 *
 * <p>The proof is ClientKey XOR HMAC(StoredKey, all that was said): who has the verifier learns ClientKey from it, and only from a
 * proof that is right.
 */
public final class ScramLogin {

  /** The mechanism without channel binding. */
  public static final String MECHANISM = "SCRAM-SHA-256";

  /** The mechanism with channel binding. */
  public static final String MECHANISM_PLUS = "SCRAM-SHA-256-PLUS";

  private static final String BINDING = "tls-server-end-point";
  private static final String NOT_SUPPORTED = "0A000";
  private static final String INVALID_AUTHORIZATION = "28000";

  /** More than any client sends; a message is kept twice until the end of the exchange. */
  private static final int MAX_MESSAGE = 4_096;

  private static final Pattern FIRST =
      Pattern.compile("([npy])(=[^,]*)?,(a=[^,]*)?,(.*)", Pattern.DOTALL);
  private static final Pattern FIRST_BARE =
      Pattern.compile("n=[^,]*,r=([!-+\\--~]+)(,.*)?", Pattern.DOTALL);
  private static final Pattern FINAL =
      Pattern.compile("(c=([^,]+),r=([^,]+)(?:,[^,]*)*?),p=([A-Za-z0-9+/]+=*)", Pattern.DOTALL);

  private final ScramChallenge challenge;
  private final byte[] bindingData;
  private final Supplier<String> nonces;

  private String header = "";
  private String clientFirstBare = "";
  private String serverFirst = "";
  private String nonce = "";
  private boolean bound;

  /**
   * Begins.
   *
   * @param challenge what is asked
   * @param bindingData of the connection; empty if it is not encrypted here
   * @param nonces never the same twice, of printable characters without a comma
   */
  public ScramLogin(ScramChallenge challenge, byte[] bindingData, Supplier<String> nonces) {
    this.challenge = challenge;
    this.bindingData = bindingData.clone();
    this.nonces = nonces;
  }

  /** What a client may choose from, the best first. */
  public List<String> mechanisms() {
    return bindingData.length == 0 ? List.of(MECHANISM) : List.of(MECHANISM_PLUS, MECHANISM);
  }

  /**
   * Takes the client's first message.
   *
   * @return ours
   * @throws ProtocolViolation if the message cannot be answered
   */
  public String first(SaslInitialResponse message) {
    if (!mechanisms().contains(message.mechanism())) {
      throw new ProtocolViolation("client selected an invalid SASL authentication mechanism");
    }
    bound = message.mechanism().equals(MECHANISM_PLUS);
    Matcher parts = FIRST.matcher(limited(message.data()));
    if (!parts.matches()) {
      throw malformed();
    }
    checkBinding(parts.group(1), parts.group(2));
    if (parts.group(3) != null) {
      throw new ProtocolViolation(
          NOT_SUPPORTED, "client uses authorization identity, but it is not supported");
    }
    clientFirstBare = parts.group(4);
    header = message.data().substring(0, message.data().length() - clientFirstBare.length());
    if (clientFirstBare.startsWith("m=")) {
      throw new ProtocolViolation(NOT_SUPPORTED, "client requires an unsupported SCRAM extension");
    }
    Matcher bare = FIRST_BARE.matcher(clientFirstBare);
    if (!bare.matches()) {
      throw malformed();
    }
    nonce = bare.group(1) + nonces.get();
    serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(challenge.salt())
        + ",i=" + challenge.iterations();
    return serverFirst;
  }

  private void checkBinding(String flag, @Nullable String name) {
    switch (flag) {
      case "p" -> {
        if (!bound) {
          throw malformed();
        }
        if (!("=" + BINDING).equals(name)) {
          throw new ProtocolViolation("unsupported SCRAM channel-binding type");
        }
      }
      case "y" -> {
        // It could bind and believes that we cannot: then somebody has kept our offer from it.
        if (bound || bindingData.length > 0) {
          throw new ProtocolViolation(
              INVALID_AUTHORIZATION, "SCRAM channel binding negotiation error");
        }
      }
      default -> {
        if (bound) {
          throw malformed();
        }
      }
    }
    if (!flag.equals("p") && name != null) {
      throw malformed();
    }
  }

  /**
   * Takes the client's last message. Computes what a password leads to, if that is what is known: not for an event loop.
   *
   * @return null if the client does not know the password
   * @throws ProtocolViolation if the message is not what must follow
   */
  public @Nullable Proof last(String message) {
    Matcher parts = FINAL.matcher(limited(message));
    if (!parts.matches() || !parts.group(3).equals(nonce)) {
      throw malformed();
    }
    byte[] proof = decoded(parts.group(4));
    if (!Arrays.equals(decoded(parts.group(2)), expectedBinding())) {
      throw bound
          ? new ProtocolViolation(INVALID_AUTHORIZATION, "SCRAM channel binding check failed")
          : malformed();
    }
    if (proof.length != ScramVerifier.KEY_BYTES) {
      throw malformed();
    }
    String all = clientFirstBare + "," + serverFirst + "," + parts.group(1);
    ScramVerifier verifier = challenge.verifier();
    byte[] clientKey = ScramFunctions.clientProof(
        proof, ScramFunctions.clientSignature(ScramVerifier.MECHANISM, verifier.storedKey(), all));
    boolean right = MessageDigest.isEqual(
        ScramFunctions.hash(ScramVerifier.MECHANISM, clientKey), verifier.storedKey());
    if (!right || challenge.isMock()) {
      return null;
    }
    byte[] signature =
        ScramFunctions.serverSignature(ScramVerifier.MECHANISM, verifier.serverKey(), all);
    return new Proof(
        "v=" + Base64.getEncoder().encodeToString(signature),
        new ScramKeys(clientKey, verifier.serverKey()));
  }

  /**
   * A client has proved that it knows the password.
   *
   * @param serverFinal the message by which we prove that we know it too
   * @param keys what the proof has shown
   */
  public record Proof(String serverFinal, ScramKeys keys) {
    /** No secret in a log by accident. */
    @Override
    public String toString() {
      return "a proof";
    }
  }

  private byte[] expectedBinding() {
    byte[] start = header.getBytes(StandardCharsets.UTF_8);
    if (!bound) {
      return start;
    }
    byte[] whole = Arrays.copyOf(start, start.length + bindingData.length);
    System.arraycopy(bindingData, 0, whole, start.length, bindingData.length);
    return whole;
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  private static String limited(String message) {
    if (message.length() > MAX_MESSAGE) {
      throw malformed();
    }
    return message;
  }

  private static ProtocolViolation malformed() {
    return new ProtocolViolation("malformed SCRAM message");
  }
}
