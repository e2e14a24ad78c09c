package dev.paceline.cli;

/**
 * One thing that the doctor saw.
 *
 * @param severity how much it matters
 * @param where {@code host:port}, {@code cluster} or {@code URL}
 * @param what what was seen, with the value
 * @param meaning what follows from it
 * @param action what to do; empty if nothing
 */
record Finding(Severity severity, String where, String what, String meaning, String action) {

  static final String CLUSTER = "cluster";
  static final String URL = "URL";

  static Finding ok(String where, String what) {
    return new Finding(Severity.OK, where, what, "", "");
  }

  static Finding info(String where, String what, String meaning) {
    return new Finding(Severity.INFO, where, what, meaning, "");
  }

  static Finding warning(String where, String what, String meaning, String action) {
    return new Finding(Severity.WARNING, where, what, meaning, action);
  }

  static Finding error(String where, String what, String meaning, String action) {
    return new Finding(Severity.ERROR, where, what, meaning, action);
  }
}
