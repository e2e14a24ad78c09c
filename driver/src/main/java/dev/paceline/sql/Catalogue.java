package dev.paceline.sql;

/** What is known of one database's own objects at one moment. Immutable. */
public final class Catalogue {
  private static final Catalogue NONE = new Catalogue();

  private Catalogue() {}

  /** Nothing known: a function that is not the server's own is doubtful, a relation is taken for a plain table. */
  public static Catalogue none() {
    return NONE;
  }
}
