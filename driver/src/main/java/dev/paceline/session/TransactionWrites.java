package dev.paceline.session;

import java.util.Arrays;

/** The tables that an open transaction has written: they become floors when it commits. Confined to its session. */
public final class TransactionWrites {

  private static final int MAX = 64;

  private int[] tables = new int[4];
  private int count;
  private boolean complete = true;
  private boolean any;

  /** Adds a statement's tables. */
  void add(int[] written, boolean writtenComplete) {
    any = true;
    complete &= writtenComplete;
    for (int table : written) {
      addTable(table);
    }
  }

  private void addTable(int table) {
    for (int i = 0; i < count; i++) {
      if (tables[i] == table) {
        return;
      }
    }
    if (count == MAX) {
      complete = false;
      return;
    }
    if (count == tables.length) {
      tables = Arrays.copyOf(tables, count * 2);
    }
    tables[count++] = table;
  }

  void clear() {
    count = 0;
    complete = true;
    any = false;
  }

  /** Whether the transaction may have written at all. */
  public boolean any() {
    return any;
  }

  /** The hashes of the tables, a copy. */
  public int[] tables() {
    return Arrays.copyOf(tables, count);
  }

  /** Whether it wrote no other tables. */
  public boolean complete() {
    return complete;
  }
}
