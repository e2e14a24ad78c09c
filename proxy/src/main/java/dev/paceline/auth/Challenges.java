package dev.paceline.auth;

import com.ongres.scram.common.ScramFunctions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes challenges, such that one who is nobody sees the same as somebody: whoever is not known is asked for SCRAM with a salt that is
 * always the same for that name. Thread-safe.
 */
public final class Challenges {

  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 18;
  private static final int KEPT = 1_000;

  private record Known(String user, Secret.Clear secret) {}

  private final SecureRandom random = new SecureRandom();
  private final byte[] own = new byte[ScramVerifier.KEY_BYTES];
  private final Map<Known, ScramVerifier> computed = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Known, ScramVerifier> eldest) {
      return size() > KEPT;
    }
  };

  /** With salts that nobody can foretell. */
  public Challenges() {
    random.nextBytes(own);
  }

  /**
   * What a user is asked by SCRAM.
   *
   * @param secret null, or an MD5 hash, if nothing can be right
   */
  public ScramChallenge scram(String user, @Nullable Secret secret) {
    if (secret instanceof Secret.Scram scram) {
      ScramVerifier verifier = scram.verifier();
      return new ScramChallenge(
          verifier.salt(), verifier.iterations(), () -> verifier, /* mock= */ false);
    }
    byte[] salt = salt(user);
    if (secret instanceof Secret.Clear clear) {
      return new ScramChallenge(
          salt, ScramVerifier.ITERATIONS, () -> computed(user, clear, salt), /* mock= */ false);
    }
    return new ScramChallenge(
        salt,
        ScramVerifier.ITERATIONS,
        () -> new ScramVerifier(ScramVerifier.ITERATIONS, salt, own, own),
        /* mock= */ true);
  }

  private byte[] salt(String user) {
    return Arrays.copyOf(
        ScramFunctions.hmac(ScramVerifier.MECHANISM, own, user.getBytes(StandardCharsets.UTF_8)),
        SALT_BYTES);
  }

  private ScramVerifier computed(String user, Secret.Clear secret, byte[] salt) {
    Known known = new Known(user, secret);
    synchronized (computed) {
      ScramVerifier verifier = computed.get(known);
      if (verifier != null) {
        return verifier;
      }
    }
    // Outside the lock: it takes milliseconds, and that somebody computes it twice does no harm.
    ScramVerifier verifier = ScramVerifier.of(secret.password(), salt, ScramVerifier.ITERATIONS);
    synchronized (computed) {
      computed.put(known, verifier);
    }
    return verifier;
  }

  /** Our part of a nonce. */
  public String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** A salt for one log-in by MD5. */
  public int md5Salt() {
    return random.nextInt();
  }

  /** Whether the answer to an MD5 challenge is right. */
  public static boolean isMd5Right(String user, Secret secret, int salt, byte[] answer) {
    String inner;
    if (secret instanceof Secret.Md5 md5) {
      inner = md5.hash().substring("md5".length());
    } else if (secret instanceof Secret.Clear clear) {
      inner = md5((clear.password() + user).getBytes(StandardCharsets.UTF_8));
    } else {
      return false;
    }
    byte[] salted =
        Arrays.copyOf(inner.getBytes(StandardCharsets.US_ASCII), inner.length() + Integer.BYTES);
    for (int i = 0; i < Integer.BYTES; i++) {
      salted[inner.length() + i] = (byte) (salt >>> (Byte.SIZE * (Integer.BYTES - 1 - i)));
    }
    return MessageDigest.isEqual(("md5" + md5(salted)).getBytes(StandardCharsets.US_ASCII), answer);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }
}
