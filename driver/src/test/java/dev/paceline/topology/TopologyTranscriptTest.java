package dev.paceline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays every transcript. To change one: {@code -Dtranscripts.rewrite=true}, read the difference, and commit only what you
 * understand.
 */
class TopologyTranscriptTest {

  private static final Path FOLDER = Path.of("src/test/resources/topology");

  @TestFactory
  Stream<DynamicTest> transcript_holds() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(FOLDER)) {
      files = all.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    return files.stream()
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> play(f)));
  }

  private static void play(Path file) throws IOException {
    String expected = Files.readString(file);
    String actual = new Transcript().play(expected);
    if (Boolean.getBoolean("transcripts.rewrite")) {
      Files.writeString(file, actual);
      return;
    }
    assertThat(actual).isEqualTo(expected);
  }
}
