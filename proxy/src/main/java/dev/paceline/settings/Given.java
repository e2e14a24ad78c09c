package dev.paceline.settings;

/**
 * A value that somebody gave to a name.
 *
 * @param where a file, or {@code --set} and the like
 * @param line in the file, from 1; 0 if there is none
 */
record Given(String name, String value, String where, int line) {

  /** Something that is wrong with it. */
  Problem problem(String text) {
    return new Problem(where, line, text);
  }
}
