package dev.paceline.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a prepared statement, kept until the connection is known on which it runs, and for the next one.
 *
 * <p>Three parallel arrays and no boxing: setting and replaying an {@code int} allocates nothing. Values that the caller
 * may change afterwards (arrays of bytes, dates, calendars) are copied, as the native driver does. Streams can be read
 * once: after that, replaying them is an error and not an empty value.
 *
 * <p>Confined to its statement.
 */
final class Parameters {

  /** PostgreSQL's protocol counts parameters in two bytes. */
  private static final int MAX_INDEX = 65_535;

  private ParameterKind[] kinds;
  private long[] bits;
  private @Nullable Object[] values;
  private @Nullable Object @Nullable [] extras;
  private int size;
  private boolean streams;

  /** How many parameters the text has; -1 if that is not known. */
  private int expected = -1;

  Parameters() {
    kinds = new ParameterKind[4];
    bits = new long[4];
    values = new Object[4];
    Arrays.fill(kinds, ParameterKind.UNSET);
  }

  private Parameters(Parameters other) {
    kinds = other.kinds.clone();
    bits = other.bits.clone();
    values = other.values.clone();
    extras = other.extras == null ? null : other.extras.clone();
    size = other.size;
    streams = other.streams;
    expected = other.expected;
  }

  /** From now on an index beyond {@code count} is refused. */
  void expect(int count) {
    expected = count;
  }

  /** Whether sending them a second time sends the same. */
  boolean replayable() {
    return !streams;
  }

  /** A copy for a batch. */
  Parameters copy() {
    return new Parameters(this);
  }

  void clear() {
    Arrays.fill(kinds, 0, size, ParameterKind.UNSET);
    Arrays.fill(values, 0, size, null);
    if (extras != null) {
      Arrays.fill(extras, null);
    }
    size = 0;
    streams = false;
  }

  /** A value that fits a {@code long}. */
  void put(int index, ParameterKind kind, long value) throws SQLException {
    int slot = slot(index);
    mark(slot, kind);
    bits[slot] = value;
    values[slot] = null;
  }

  /** A value that is an object, and null is one. */
  void put(int index, ParameterKind kind, @Nullable Object value) throws SQLException {
    put(index, kind, value, 0, null);
  }

  /** A value with a number (a type, a length) and another object (a calendar, a type) beside it. */
  void put(
      int index, ParameterKind kind, @Nullable Object value, long number, @Nullable Object extra)
      throws SQLException {
    int slot = slot(index);
    mark(slot, kind);
    bits[slot] = number;
    values[slot] = own(value);
    if (extra != null || extras != null) {
      extras(slot)[slot] = own(extra);
    }
    streams |= kind.isStream();
  }

  /** Sets every parameter on a native statement. */
  void applyTo(PreparedStatement raw) throws SQLException {
    for (int slot = 0; slot < size; slot++) {
      ParameterKind kind = kinds[slot];
      if (kind == ParameterKind.INT) {
        // The commonest one without the detour.
        raw.setInt(slot + 1, (int) bits[slot]);
      } else if (kind != ParameterKind.UNSET) {
        kind.replay(raw, slot + 1, values[slot], bits[slot], extras == null ? null : extras[slot]);
        if (kind.isStream()) {
          kinds[slot] = ParameterKind.CONSUMED;
        }
      }
    }
  }

  private void mark(int slot, ParameterKind kind) {
    kinds[slot] = kind;
    size = Math.max(size, slot + 1);
  }

  private int slot(int index) throws SQLException {
    if (index < 1 || index > (expected < 0 ? MAX_INDEX : expected)) {
      throw new SQLException(
          "there is no parameter " + index + ": the statement has "
              + (expected < 0 ? MAX_INDEX + " at most" : expected),
          SqlStates.INVALID_PARAMETER_VALUE);
    }
    if (index > kinds.length) {
      int length = Math.max(index, kinds.length * 2);
      int from = kinds.length;
      kinds = Arrays.copyOf(kinds, length);
      Arrays.fill(kinds, from, length, ParameterKind.UNSET);
      bits = Arrays.copyOf(bits, length);
      values = Arrays.copyOf(values, length);
    }
    return index - 1;
  }

  private @Nullable Object[] extras(int slot) {
    if (extras == null) {
      extras = new Object[kinds.length];
    } else if (extras.length <= slot) {
      extras = Arrays.copyOf(extras, kinds.length);
    }
    return extras;
  }

  @SuppressWarnings("JavaUtilDate") // java.sql's dates are java.util's
  private static @Nullable Object own(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof Date date) {
      return date.clone();
    }
    if (value instanceof Calendar calendar) {
      return calendar.clone();
    }
    return value instanceof LogicalArray array ? array.raw() : value;
  }
}
