package dev.paceline.position;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * A position that travels: one process hands it out after its writes, another requires it before its reads. The text is
 * opaque and checks itself, so that a truncated or mistyped token is refused instead of meaning something else. It holds
 * no secret and proves nothing about who made it.
 *
 * @param lineage the history that the position belongs to, with a known timeline
 * @param position a point of it
 */
public record PositionToken(Lineage lineage, Position position) {

  private static final String PREFIX = "p1.";
  private static final char KIND_LSN = 'L';
  /** Far above every real token; keeps an absurd text out of messages and decoders. */
  private static final int MAX_LENGTH = 512;

  /** The text form: letters, digits, {@code . - _} only, at most 120 characters for PostgreSQL. */
  public String encode() {
    String body = KIND_LSN + "|" + lineage.systemIdentifier() + "|" + lineage.timeline() + "|"
        + position.text();
    return PREFIX
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString((checksum(body) + "|" + body).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what {@link #encode} wrote, here or in another process.
   *
   * @throws IllegalArgumentException saying what is wrong with the text
   */
  public static PositionToken parse(String token) {
    String text = token.strip();
    if (text.length() > MAX_LENGTH) {
      throw bad(text.substring(0, 20) + "...", "it is longer than any token");
    }
    if (!text.startsWith(PREFIX)) {
      throw bad(text, "it does not start with " + PREFIX);
    }
    String[] parts = decode(text).split("\\|", -1);
    if (parts.length != 5) {
      throw bad(text, "it is incomplete");
    }
    String body = String.join("|", parts[1], parts[2], parts[3], parts[4]);
    if (!checksum(body).equals(parts[0])) {
      throw bad(text, "its checksum does not match: it was cut or changed");
    }
    if (!parts[1].equals(String.valueOf(KIND_LSN))) {
      throw bad(text, "it belongs to a kind of database that this version does not know");
    }
    try {
      return new PositionToken(
          new Lineage(parts[2], Integer.parseInt(parts[3])), Lsn.parse(parts[4]));
    } catch (IllegalArgumentException e) {
      throw bad(text, String.valueOf(e.getMessage()));
    }
  }

  private static String decode(String text) {
    try {
      return new String(
          Base64.getUrlDecoder().decode(text.substring(PREFIX.length())), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw bad(text, "it holds characters that no token has, or is cut");
    }
  }

  private static String checksum(String body) {
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException("'" + text
        + "' is not a position token: " + why
        + ". Use the text that SHOW paceline.position gave, unchanged.");
  }

  @Override
  public String toString() {
    return encode();
  }
}
