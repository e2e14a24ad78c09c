package dev.paceline.settings;

/**
 * Something that is wrong with the settings.
 *
 * @param where a file, or {@code --set} and the like
 * @param line in the file, from 1; 0 if none can be named
 * @param text a sentence; never a secret
 */
public record Problem(String where, int line, String text) {

  /** {@code file:line: what is wrong}. */
  @Override
  public String toString() {
    return where + (line > 0 ? ":" + line : "") + ": " + text;
  }
}
