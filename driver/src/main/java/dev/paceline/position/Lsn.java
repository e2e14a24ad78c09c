package dev.paceline.position;

import java.util.Locale;

/**
 * A PostgreSQL write-ahead log position: the byte address where the next record would start. Unsigned: a server that has
 * written more than 8 EiB has a negative {@code value}.
 *
 * @param value all 64 bits, to be compared as unsigned
 */
public record Lsn(long value) implements Position, Comparable<Lsn> {

  /** The page size of every server that was not compiled specially. */
  private static final int PAGE = 8192;

  /** A page starts with a header of this many bytes, in which no record ends. */
  private static final int SHORT_HEADER = 24;

  /** The first page of a segment has this header instead. */
  private static final int LONG_HEADER = 40;

  /**
   * Reads what PostgreSQL writes.
   *
   * @param text for example {@code 0/16B3748}
   * @throws IllegalArgumentException if the text is not one or two groups of one to eight hexadecimal digits around a
   *     slash
   */
  public static Lsn parse(String text) {
    int slash = text.indexOf('/');
    long value = 0;
    if (slash < 1 || slash > 8 || text.length() - slash < 2 || text.length() - slash > 9) {
      throw malformed(text);
    }
    for (int i = 0; i < text.length(); i++) {
      if (i != slash) {
        value = value << 4 | hexadecimal(text, i);
      } else {
        // The right group may have fewer than eight digits: make room for all of them.
        value <<= 4 * (8 - (text.length() - slash - 1));
      }
    }
    return new Lsn(value);
  }

  private static int hexadecimal(String text, int index) {
    char c = text.charAt(index);
    int digit = c < 128 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw malformed(text);
    }
    return digit;
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException("'" + text + "' is not an LSN such as 0/16B3748");
  }

  /**
   * The end of the last record, made from what {@code pg_current_wal_insert_lsn()} answers. When a record ends exactly on
   * a page boundary that function points behind the header of the next page, where nothing has been written: an idle
   * cluster never flushes or replays up to there, so a read that waits for it waits for ever.
   *
   * @param insert the raw answer
   * @param segmentSize bytes of a segment ({@code wal_segment_size}), a power of two
   */
  public static Lsn normaliseInsert(Lsn insert, int segmentSize) {
    if (segmentSize < PAGE || Integer.bitCount(segmentSize) != 1) {
      throw new IllegalArgumentException(
          "wal_segment_size " + segmentSize + " is not a power of two of " + PAGE + " or more");
    }
    if ((insert.value & (segmentSize - 1)) == LONG_HEADER) {
      return new Lsn(insert.value - LONG_HEADER);
    }
    // A continued record has at least eight bytes on its last page, so no record ends here.
    return (insert.value & (PAGE - 1)) == SHORT_HEADER
        ? new Lsn(insert.value - SHORT_HEADER)
        : insert;
  }

  @Override
  public boolean covers(Position other) {
    return compareTo((Lsn) other) >= 0;
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(value, other.value);
  }

  @Override
  public long bytesTo(Position later) {
    long distance = ((Lsn) later).value - value;
    return compareTo((Lsn) later) >= 0 ? 0 : distance < 0 ? Long.MAX_VALUE : distance;
  }

  @Override
  public String text() {
    return Long.toHexString(value >>> 32).toUpperCase(Locale.ROOT) + "/"
        + Long.toHexString(value & 0xFFFF_FFFFL).toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return text();
  }
}
