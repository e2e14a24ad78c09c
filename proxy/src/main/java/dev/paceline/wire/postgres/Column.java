package dev.paceline.wire.postgres;

/**
 * A column of a result that the proxy gives itself, in text format.
 *
 * @param typeOid the object identifier of its type
 * @param typeLength the type's length in bytes; -1 if it varies
 */
public record Column(String name, int typeOid, int typeLength) {

  /** A column of texts. */
  public static Column text(String name) {
    return new Column(name, 25, -1);
  }

  /** A column of whole numbers of 64 bits. */
  public static Column bigint(String name) {
    return new Column(name, 20, Long.BYTES);
  }
}
