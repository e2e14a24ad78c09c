package dev.paceline.clusterkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A loopback port that stays ours while nobody listens on it, so that a stopped server finds its port again.
 *
 * <p>Ports are taken below the range that systems give to outgoing connections, and a file lock keeps other clusters of
 * this user away; the lock dies with the JVM. A stranger may still bind the port: that is an error when the server starts.
 */
public final class PortLease implements AutoCloseable {

  /** Linux hands out 32768 and above for outgoing connections, the BSDs 49152 and above. */
  private static final int FIRST = 20_000;

  private static final int LAST = 31_999;
  private static final int TRIES = 2_000;

  private final int port;
  private final FileChannel file;
  private final FileLock lock;

  private PortLease(int port, FileChannel file, FileLock lock) {
    this.port = port;
    this.file = file;
    this.lock = lock;
  }

  /** Leases a random free port. */
  public static PortLease take() {
    Path directory = KitCache.directory("ports");
    for (int i = 0; i < TRIES; i++) {
      PortLease lease = tryTake(directory, ThreadLocalRandom.current().nextInt(FIRST, LAST + 1));
      if (lease != null) {
        return lease;
      }
    }
    throw new ClusterKitException(
        "No free port between " + FIRST + " and " + LAST + " in " + TRIES + " tries");
  }

  /** The leased port. */
  public int port() {
    return port;
  }

  /** Gives the port back. */
  @Override
  public void close() {
    try {
      lock.release();
      file.close();
    } catch (IOException e) {
      throw new ClusterKitException("Cannot give back port " + port, e);
    }
  }

  private static @Nullable PortLease tryTake(Path directory, int port) {
    try {
      FileChannel file = FileChannel.open(
          directory.resolve(port + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lock(file);
      if (lock == null || !isFree(port)) {
        file.close();
        return null;
      }
      return new PortLease(port, file, lock);
    } catch (IOException e) {
      throw new ClusterKitException("Cannot keep port leases in " + directory, e);
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another cluster of this JVM
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // Every address, so that a server on any loopback address counts.
      socket.bind(new InetSocketAddress((InetAddress) null, port));
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
