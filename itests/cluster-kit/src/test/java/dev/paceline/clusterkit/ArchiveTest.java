package dev.paceline.clusterkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ArchiveTest {

  @TempDir
  private Path cache;

  @Test
  void unpack_keepsModesAndLinks_once() throws IOException {
    byte[] archive = archive("bin/run");
    Path home = Archive.unpack("thing", () -> new ByteArrayInputStream(archive), cache);
    assertThat(home.getFileName().toString()).startsWith("thing-");
    assertThat(Files.isExecutable(home.resolve("bin/run"))).isTrue();
    assertThat(Files.readSymbolicLink(home.resolve("link"))).hasToString("bin/run");
    Files.writeString(home.resolve("mark"), "");
    assertThat(Archive.unpack("thing", () -> new ByteArrayInputStream(archive), cache))
        .isEqualTo(home);
    assertThat(home.resolve("mark")).exists();
    assertThat(Archive.unpack("thing", () -> new ByteArrayInputStream(archive("bin/other")), cache))
        .isNotEqualTo(home);
  }

  @Test
  void unpack_byManyAtOnceAndAfterACrash_leavesOneWholeDirectory() throws Exception {
    byte[] archive = archive("bin/run");
    Files.createDirectories(cache.resolve("unfinished-123/bin"));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Path> task =
          () -> Archive.unpack("thing", () -> new ByteArrayInputStream(archive), cache);
      for (Future<Path> path : threads.invokeAll(Collections.nCopies(8, task))) {
        assertThat(path.get().resolve("bin/run")).exists();
      }
    } finally {
      threads.shutdownNow();
    }
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files.filter(Files::isDirectory)).hasSize(1);
    }
  }

  @Test
  void unpack_refusesFilesOutside() throws IOException {
    byte[] archive = archive("../../outside");
    assertThatThrownBy(
            () -> Archive.unpack("thing", () -> new ByteArrayInputStream(archive), cache))
        .isInstanceOf(ClusterKitException.class)
        .hasMessageContaining("outside");
  }

  private static byte[] archive(String program) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options()))) {
      byte[] content = "#!/bin/sh".getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry file = new TarArchiveEntry(program, true);
      file.setMode(0755);
      file.setSize(content.length);
      tar.putArchiveEntry(file);
      tar.write(content);
      tar.closeArchiveEntry();
      TarArchiveEntry link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
      link.setLinkName(program);
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }
}
