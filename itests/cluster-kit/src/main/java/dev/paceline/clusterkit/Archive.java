package dev.paceline.clusterkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A {@code .txz} of server programs on the class path, unpacked once for each user into a directory named by its content.
 *
 * <p>Another process sees the directory whole or not at all: it is unpacked beside and renamed.
 */
public final class Archive {

  private static final String UNFINISHED = "unfinished-";

  private Archive() {}

  /** An archive as it can be opened again and again. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  /**
   * The directory with the unpacked content.
   *
   * @param name the beginning of the directory's name, for people who look into the cache
   * @param cache where to unpack, see {@link KitCache}
   */
  public static Path unpack(String name, Source source, Path cache) {
    try {
      Path home = cache.resolve(name + "-" + fingerprint(source));
      if (Files.isDirectory(home)) {
        return home;
      }
      // Inside the JVM a monitor, between processes a file lock: an archive is unpacked once.
      synchronized (Archive.class) {
        try (FileChannel file = FileChannel.open(
                cache.resolve("unpack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = file.lock()) {
          if (lock.isValid() && !Files.isDirectory(home)) {
            removeUnfinished(cache);
            Path beside = Files.createTempDirectory(cache, UNFINISHED);
            extract(source, beside);
            Files.setPosixFilePermissions(beside, Set.copyOf(permissions(0755)));
            Files.move(beside, home, StandardCopyOption.ATOMIC_MOVE);
          }
        }
      }
      return home;
    } catch (IOException e) {
      throw new ClusterKitException(
          "Cannot unpack " + name + " into " + cache + ": " + e.getMessage(), e);
    }
  }

  private static String fingerprint(Source source) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(source.open(), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static void extract(Source source, Path directory) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(source.open())))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = directory.resolve(entry.getName()).normalize();
        if (!path.startsWith(directory)) {
          throw new IOException("the archive names a file outside of itself: " + entry.getName());
        }
        extract(tar, entry, path);
      }
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isFile()) {
      Files.copy(tar, path);
      Files.setPosixFilePermissions(path, permissions(entry.getMode()));
    }
  }

  /** The last nine bits of a Unix mode, read and execute only for others than the owner: servers may be other users. */
  private static Set<PosixFilePermission> permissions(int mode) {
    List<PosixFilePermission> all = List.of(PosixFilePermission.values());
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < all.size(); i++) {
      if ((mode & (0400 >> i)) != 0) {
        set.add(all.get(i));
      }
    }
    return set;
  }

  private static void removeUnfinished(Path cache) throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.list(cache)) {
      left =
          files.filter(f -> f.getFileName().toString().startsWith(UNFINISHED)).toList();
    }
    for (Path directory : left) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
