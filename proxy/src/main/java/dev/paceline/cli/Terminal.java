package dev.paceline.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A terminal that knows its size. Lines of a frame go out in one write, so that nothing flickers. */
final class Terminal {

  private static final int WIDTH = 100;
  private static final int HEIGHT = 30;
  private static final long SIZE_LASTS_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final OutputStream out;
  private final Charset charset;
  private int width = WIDTH;
  private int height = HEIGHT;
  private long askedAt;
  private boolean asked;

  Terminal(PrintStream out) {
    this.out = out;
    this.charset = isUnicode() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
  }

  private static boolean isUnicode() {
    return System.getProperty("native.encoding", "").toUpperCase(Locale.ROOT).contains("UTF");
  }

  /** A full cell of a bar, and a line. */
  String block() {
    return charset.equals(StandardCharsets.UTF_8) ? "\u2588" : "#";
  }

  int width() {
    askForSize();
    return width;
  }

  int height() {
    askForSize();
    return height;
  }

  /** Draws a frame over the one before. */
  void draw(List<String> lines) {
    StringBuilder text = new StringBuilder(Ansi.HOME);
    int count = Math.min(lines.size(), height() - 1);
    for (int i = 0; i < count; i++) {
      text.append(lines.get(i)).append(Ansi.CLEAR_TO_END_OF_LINE).append("\r\n");
    }
    write(text.append(Ansi.CLEAR_BELOW).toString());
  }

  void write(String text) {
    try {
      out.write(text.getBytes(charset));
      out.flush();
    } catch (IOException e) {
      // The terminal is gone; the demo ends by itself.
      asked = true;
    }
  }

  private void askForSize() {
    long now = System.nanoTime();
    if (asked && now - askedAt < SIZE_LASTS_NANOS) {
      return;
    }
    asked = true;
    askedAt = now;
    try {
      Process stty = new ProcessBuilder("stty", "size")
          .redirectInput(new File("/dev/tty"))
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
          .strip()
          .split(" ", -1);
      if (size.length == 2 && Integer.parseInt(size[1]) > 0) {
        height = Integer.parseInt(size[0]);
        width = Integer.parseInt(size[1]);
      }
    } catch (IOException | NumberFormatException e) {
      // No stty, or it says nothing: what was assumed stays.
      asked = true;
    }
  }
}
