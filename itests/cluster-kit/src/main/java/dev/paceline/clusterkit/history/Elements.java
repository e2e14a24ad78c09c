package dev.paceline.clusterkit.history;

import java.util.Arrays;

/** A list of elements as a read saw it: immutable, and small, since a long run keeps hundreds of thousands of them. */
public final class Elements {

  private static final Elements NONE = new Elements(new int[0]);

  private final int[] values;

  private Elements(int[] values) {
    this.values = values;
  }

  /** A list of these elements. */
  public static Elements of(int... values) {
    return values.length == 0 ? NONE : new Elements(values.clone());
  }

  /** How many elements there are. */
  public int size() {
    return values.length;
  }

  /** The element at this place, counted from 0. */
  public int get(int index) {
    return values[index];
  }

  /** Where the two lists differ first; the length of the shorter one if it is the beginning of the other. */
  int agreement(Elements other) {
    int difference = Arrays.mismatch(values, other.values);
    return difference < 0 ? values.length : difference;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Elements that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
