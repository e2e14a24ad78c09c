package dev.paceline.dialect.postgresql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the lists that lie beside this class. */
final class Resource {
  private Resource() {}

  /** The lines of a list, without empty lines and comments (from the mark at the start of a line). */
  static List<String> lines(String file, String commentMark) {
    try (InputStream in = Resource.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            file + " is not beside " + Resource.class.getName() + ": the jar is not whole");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith(commentMark))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
