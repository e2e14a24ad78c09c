package dev.paceline.cli;

/** How much a finding matters, the least first. */
enum Severity {
  /** As it should be. */
  OK,
  /** Good to know; nothing has to be done. */
  INFO,
  /** Works, but costs correctness, speed or availability in a case that will come. */
  WARNING,
  /** Does not work, or must not be used so. */
  ERROR
}
