package dev.paceline.cli;

/** The few control sequences that every terminal of today knows (ECMA-48 and xterm's private modes). */
final class Ansi {

  static final String HOME = "\u001b[H";
  static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";
  static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
  static final String CLEAR_BELOW = "\u001b[J";
  /** A screen of its own: what was in the terminal comes back after it. */
  static final String OWN_SCREEN = "\u001b[?1049h\u001b[?25l";

  static final String BACK_FROM_OWN_SCREEN = "\u001b[?25h\u001b[?1049l";

  static final String PLAIN = "\u001b[0m";
  static final String BOLD = "\u001b[1m";
  static final String DIM = "\u001b[2m";
  static final String RED = "\u001b[31m";
  static final String GREEN = "\u001b[32m";
  static final String YELLOW = "\u001b[33m";
  static final String CYAN = "\u001b[36m";

  private Ansi() {}

  static String paint(String style, String text) {
    return style + text + PLAIN;
  }
}
