package dev.paceline.cli;

import java.io.PrintWriter;

/** Breaks text into lines that a terminal can show. */
final class Wrap {

  private static final int WIDTH = 96;
  private static final String INDENT = " ".repeat(9);

  private Wrap() {}

  /** Writes the text under a heading; nothing if it is empty. */
  static void indented(PrintWriter out, String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH) {
        out.println(INDENT + line);
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    if (line.length() > 0) {
      out.println(INDENT + line);
    }
  }
}
