package dev.paceline.sql;

import java.util.Objects;

/**
 * What texts that differ only in literals, comments, white space and letter case have in common.
 *
 * @param hash 64 bits, the same in every process and version of the JVM
 * @param text the normalized text; empty when the text was too long to have one
 */
public record Digest(long hash, String text) {
  public Digest {
    Objects.requireNonNull(text, "text");
  }

  static Digest of(String normalized) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < normalized.length(); i++) {
      hash = (hash ^ normalized.charAt(i)) * 0x100000001b3L;
    }
    // FNV leaves the low bits poor for short texts: one round of mixing spreads them.
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    return new Digest(hash ^ (hash >>> 32), normalized);
  }

  /** The hash as 16 hexadecimal digits. */
  public String id() {
    return String.format(java.util.Locale.ROOT, "%016x", hash);
  }
}
