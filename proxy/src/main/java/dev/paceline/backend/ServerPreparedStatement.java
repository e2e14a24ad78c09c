package dev.paceline.backend;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A statement as a client prepared it: two of the same text and parameter types are one on a server connection. Immutable.
 *
 * @param sql the text as it came
 * @param types what the client said of its parameters' types, object identifiers; none for unspecified
 */
public record ServerPreparedStatement(String sql, TypeList types) {

  /** Types of parameters that compare by value. */
  public static final class TypeList {

    private final int[] types;

    /** Copies its argument. */
    public TypeList(int... types) {
      this.types = types.clone();
    }

    int[] toArray() {
      return types.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof TypeList that && Arrays.equals(types, that.types);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(types);
    }
  }

  static byte[] encoded(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
