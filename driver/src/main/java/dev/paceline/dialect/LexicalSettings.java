package dev.paceline.dialect;

/**
 * The session settings that change how a text is cut into tokens.
 *
 * @param standardConformingStrings PostgreSQL's setting of that name: when false, a backslash escapes in a plain {@code '...'} literal
 */
public record LexicalSettings(boolean standardConformingStrings) {
  /** What a server has when nobody changed it. */
  public static final LexicalSettings DEFAULT = new LexicalSettings(true);

  /** A session that switched {@code standard_conforming_strings} off. */
  public static final LexicalSettings BACKSLASHES = new LexicalSettings(false);
}
